private import Foundation
internal import NeuralLayers
internal import SpeechData

/// What is done to a recording, decided when enough of it has been heard.
struct ConversionPlan: Sendable {
    let profile: RecordingProfile
    /// Semitones that F0 is moved by.
    let semitones: Double
    /// What the recording is multiplied by before the content encoder hears it: to the level that it was trained with.
    let contentGain: Float
    private let level: Float
    private let embedding: [Float]
    /// F0 that the model has heard; the vocoder sings beyond it.
    private let modelF0: ClosedRange<Float>

    /// Log amplitude below which a frame is digital silence.
    private static let nothing: Float = -11
    /// The highest gain before the content encoder: 40 dB.
    private static let highestGain = Float(4.6)

    /// - Parameter excerpt: The sound at 16 kHz that the profile was taken from.
    init(
        profile: RecordingProfile, excerpt: ArraySlice<Float>, target: TargetVoice, request: ConversionRequest, converter: VoiceConverter
    ) {
        self.profile = profile
        semitones = request.semitones(for: profile, target: target)
        // Without any voice there is no speech to bring to a speaking level: noise stays as soft as it is.
        level = profile.medianF0 == nil ? max(profile.level, converter.outputLevel) : profile.level
        contentGain = exp(min(converter.outputLevel - level, Self.highestGain))
        embedding = Self.blend(request.strength, of: target.embedding) {
            converter.speaker.embedding(of: SpeechExcerpt.sounds(in: Array(excerpt)))
        }
        let center = Float(target.medianF0 ?? profile.medianF0 ?? 150)
        modelF0 = 0.6 * center...1.9 * center
    }

    /// The mel of `frames` out of frames whose prosody and narrowed content are given.
    func mel(of prosody: RecordedProsody, narrow: Matrix, model: ConversionModel, mel: MelConfiguration, frames: Range<Int>) -> MelSpectrogram {
        let ratio = Float(exp2(semitones / 12))
        let f0 = prosody.f0.map { $0 * ratio }
        let relative = prosody.loudness.map { $0 - level }
        let decoded = model.decode(
            narrow, f0: f0.map { min(max($0, modelF0.lowerBound), modelF0.upperBound) }, voicing: prosody.voicing,
            loudness: relative.map { min(max($0, FrameLoudness.range.lowerBound), FrameLoudness.range.upperBound) }, embedding: embedding)
        var values = decoded.rows(frames).values
        for (row, frame) in frames.enumerated() {
            let isNothing = prosody.loudness[frame] < Self.nothing
            // What is softer than the model knows is made so here.
            let softer = min(0, relative[frame] - FrameLoudness.range.lowerBound)
            guard isNothing || softer < 0 else { continue }
            let lowest = VoiceConversionStream.silentMel
            for index in row * mel.bands..<(row + 1) * mel.bands { values[index] = isNothing ? lowest : max(values[index] + softer, lowest) }
        }
        return MelSpectrogram(configuration: mel, values: values, f0: Array(f0[frames]), voicing: Array(prosody.voicing[frames]))
    }

    /// The target's direction, or at a strength below 1 one between the recording's own and it.
    private static func blend(_ strength: Double, of target: [Float], with source: () -> [Float]?) -> [Float] {
        guard strength < 1, let own = source() else { return target }
        let mixed = zip(own, target).map { $0 + Float(strength) * ($1 - $0) }
        return SpeakerEncoder.unit(mixed) ?? target
    }
}

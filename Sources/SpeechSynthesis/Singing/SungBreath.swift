internal import AcousticModeling
internal import Foundation
internal import SpeechData

/// The sound of a singer drawing breath: the speaker's own `h`, held, swelling and cut off.
struct SungBreath {
    /// Log amplitude of each band, at the level that stressed vowels have.
    private let spectrum: [Float]
    private let configuration: MelConfiguration

    /// Seconds of a breath, and between it and the first sound.
    static let length = 0.34
    static let distance = 0.06
    /// Decibels over the `h` that it is made of.
    private static let level = -4.0

    init(_ model: AcousticModel, speaker: SpeakerMixture) {
        configuration = model.mel
        var spectrum = [Float](repeating: -12, count: model.mel.bands)
        if let utterance = try? Utterance(phonemes: "hˈʌ") {
            let prosody = model.prosody(for: utterance, speaker: speaker)
            let mel = model.mel(for: utterance, prosody: prosody, speaker: speaker)
            let frames = SungEnergy.middle(of: 1, prosody.durations)
            let used = frames.isEmpty ? prosody.durations[0]..<prosody.durations[0] + 1 : frames
            for band in spectrum.indices {
                spectrum[band] = used.reduce(0) { $0 + mel.values[$1 * mel.configuration.bands + band] } / Float(used.count)
            }
        }
        self.spectrum = spectrum
    }

    /// The breath's mel: noise alone.
    func mel() -> MelSpectrogram {
        let count = Int(Self.length * configuration.framesPerSecond)
        var values: [Float] = []
        for frame in 0..<count {
            let through = (Double(frame) + 0.5) / Double(count)
            // It swells over two thirds and ends soon after.
            let shape = through < 0.66 ? sin(.pi / 2 * through / 0.66) : cos(.pi / 2 * (through - 0.66) / 0.34)
            let gain = Float((Self.level + 20 * log10(max(shape, 1e-3))) * log(10.0) / 20)
            values += spectrum.map { $0 + gain }
        }
        return MelSpectrogram(
            configuration: configuration, values: values, f0: [Float](repeating: 150, count: count),
            voicing: [Float](repeating: 0, count: count))
    }
}

internal import AcousticModeling
internal import NeuralVocoding
public import SpeechData
public import VoiceConversion

/// One recording on its way into another voice. However the sound is cut into calls, the samples are the same.
///
/// It listens to the first twenty seconds of voice before it gives anything, and lags behind by some ten seconds after.
public struct ConversionStream {
    private let hop: Int
    private var converter: VoiceConversionStream
    private var refiner: RefinerStream?
    private let vocoder: VocoderStream
    private var gate: SilenceGate
    /// Samples given so far.
    private var given = 0
    /// Where the time went so far.
    public private(set) var stages = StageTimes()

    init(_ converter: Converter, sampleRate: Int) throws(SpeechError) {
        hop = converter.pack.description.mel.hop
        self.converter = try converter.pack.converter.stream(sampleRate: sampleRate, to: converter.target, request: converter.options.request)
        let options = converter.options
        refiner = converter.voice.refiner.map {
            RefinerStream(
                $0, mel: converter.pack.description.mel, steps: options.refineSteps ?? converter.voice.defaultRefineSteps,
                solver: options.solver.solver, seed: options.seed)
        }
        vocoder = converter.voice.vocoder.stream(seed: options.seed)
        gate = SilenceGate(hop: hop)
    }

    /// What was learned of the recording; nil until enough has been heard.
    public var profile: RecordingProfile? { converter.profile }
    /// Semitones that the recording is moved by; nil until enough has been heard.
    public var semitones: Double? { converter.semitones }

    /// Takes the next samples of the recording, mono, and returns those of the result that are final.
    ///
    /// Throws `.malformedInput` for samples that are not finite.
    public mutating func append(_ samples: [Float]) throws(SpeechError) -> [Float] {
        guard samples.allSatisfy(\.isFinite) else { throw SpeechError(.malformedInput, "the recording holds samples that are not finite") }
        return try vocode(refine(StageTimes.measure(&stages.acoustic) { converter.append(samples) }))
    }

    /// The rest: the result is as long as the recording.
    public mutating func finish() throws(SpeechError) -> [Float] {
        var mel = refine(StageTimes.measure(&stages.acoustic) { converter.finish() })
        StageTimes.measure(&stages.refiner) { if let rest = refiner?.finish() { mel.append(rest) } }
        var samples = try vocode(mel)
        let rest = StageTimes.measure(&stages.vocoder) { [vocoder] in vocoder.finish() }
        samples += finished(rest)
        // The last frame goes beyond the recording's end.
        samples.removeLast(max(0, given - converter.samplesHeard))
        return samples
    }

    private mutating func refine(_ mel: MelSpectrogram) -> MelSpectrogram {
        // What the refiner makes of nothing is no matter.
        gate.append(mel)
        return StageTimes.measure(&stages.refiner) { refiner?.append(mel) ?? mel }
    }

    private mutating func vocode(_ mel: MelSpectrogram) throws(SpeechError) -> [Float] {
        let clock = ContinuousClock()
        let start = clock.now
        let samples = try vocoder.append(mel)
        stages.vocoder += start.duration(to: clock.now) / .seconds(1)
        return finished(samples)
    }

    private mutating func finished(_ samples: [Float]) -> [Float] {
        var samples = samples
        gate.apply(to: &samples)
        Loudness.limit(&samples)
        given += samples.count
        return samples
    }
}

/// Silence stays silence: where the converter heard nothing at all, not even the vocoder's faintest noise is left.
private struct SilenceGate {
    private let hop: Int
    /// Gains of the frames from `origin` on.
    private var gains: [Float] = []
    private var origin = 0
    private var position = 0

    init(hop: Int) { self.hop = hop }

    mutating func append(_ mel: MelSpectrogram) {
        let bands = mel.configuration.bands
        for frame in 0..<mel.frameCount {
            let isSilent = mel.values[frame * bands..<(frame + 1) * bands].allSatisfy { $0 <= VoiceConversionStream.silentMel }
            gains.append(isSilent ? 0 : 1)
        }
    }

    /// Applies the gains to the next samples; each frame's glides to the next one's, and the last one's stays.
    mutating func apply(to samples: inout [Float]) {
        for index in samples.indices {
            let frame = position / hop - origin
            let (gain, next) = (gains[frame], gains[min(frame + 1, gains.count - 1)])
            samples[index] *= gain + (next - gain) * Float(position % hop) / Float(hop)
            position += 1
        }
        let obsolete = max(0, min(position / hop - origin, gains.count - 1))
        gains.removeFirst(obsolete)
        origin += obsolete
    }
}

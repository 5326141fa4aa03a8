public import SpeechData

/// Finds F0 and voicing of speech and singing.
///
/// A frame's candidates are the summits of the autocorrelation of its lower harmonics, divided by that of its window (Boersma
/// 1993); candidates far from the register of the last seconds count less; a small classifier says how likely the frame is
/// voiced; the cheapest path through the candidates (Viterbi 1967) decides. Sound of any rate is analysed at 8 kHz.
public struct PitchEstimator: Sendable {
    /// Lowest and highest F0 that is looked for, in hertz.
    public let floor: Double
    public let ceiling: Double

    /// - Precondition: `20 <= floor < ceiling <= 2000`.
    public init(floor: Double = 60, ceiling: Double = 1000) {
        precondition(floor >= 20 && floor < ceiling && ceiling <= 2000)
        self.floor = floor
        self.ceiling = ceiling
    }

    /// Frame `i` is centred on sample `i * hop`; there are `samples / hop` of them. Silence is unvoiced throughout.
    ///
    /// - Precondition: `hop` is positive.
    public func pitch(of waveform: Waveform, hop: Int) -> PitchContour {
        precondition(hop > 0)
        let tracker = tracker(sampleRate: waveform.sampleRate, framesPerSecond: Double(waveform.sampleRate) / Double(hop))
        return PitchContour(tracker.process(waveform.samples) + tracker.finish())
    }

    /// A tracker for a stream: in constant memory, with the same result however the stream is cut.
    ///
    /// - Precondition: both are positive.
    public func tracker(sampleRate: Int, framesPerSecond: Double) -> PitchTracker {
        PitchTracker(
            sampleRate: sampleRate, framesPerSecond: framesPerSecond, floor: floor, ceiling: ceiling, tuning: PitchTuning())
    }
}

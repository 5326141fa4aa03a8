/// When each segment of an utterance sounds, at what pitch and how loud: all that singing, conversion and editing replace.
public struct Prosody: Equatable, Sendable {
    /// Frames of each segment of the utterance; a pause may have 0. Their sum is `frameCount`.
    public var durations: [Int]
    /// Fundamental frequency of each frame in hertz, at the frame's first sample. It goes on through unvoiced frames.
    public var f0: [Float]
    /// Voicing of each frame, from 0 (unvoiced) to 1 (voiced).
    public var voicing: [Float]
    /// Loudness of each frame: natural logarithm of the amplitude, averaged over the mel bands.
    public var energy: [Float]

    /// - Precondition: the three curves are as long as the durations add up to.
    public init(durations: [Int], f0: [Float], voicing: [Float], energy: [Float]) {
        let frames = durations.reduce(0, +)
        precondition(f0.count == frames && voicing.count == frames && energy.count == frames)
        self.durations = durations
        self.f0 = f0
        self.voicing = voicing
        self.energy = energy
    }

    public var frameCount: Int { f0.count }
}

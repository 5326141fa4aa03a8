/// Mono sound: samples in -1...1 and their rate.
public struct Waveform: Equatable, Sendable {
    /// Samples a second.
    public var sampleRate: Int
    public var samples: [Float]

    public init(sampleRate: Int, samples: [Float] = []) {
        self.sampleRate = sampleRate
        self.samples = samples
    }

    /// Length in seconds.
    public var duration: Double { Double(samples.count) / Double(sampleRate) }
}

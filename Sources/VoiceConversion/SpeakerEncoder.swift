public import NeuralLayers
public import SpeechData

/// Who speaks, as a direction: GE2E's speaker encoder (Wan et al. 2018), sized as the weights of the package `resemblyzer`.
///
/// Stretches of 1.6 s of mel go through a stack of LSTM layers; the last state is made linear, rectified and of length 1.
/// Recordings of one speaker point the same way: the cosine of their embeddings is their similarity.
public struct SpeakerEncoder: Sendable {
    /// Sizes that give the weights their shapes; stored in `conversion.json`.
    public struct Configuration: Codable, Equatable, Sendable {
        public var hidden: Int
        public var layers: Int
        public var channels: Int

        /// What no encoder can be built from, or nil.
        public var fault: String? {
            if ![hidden, channels].allSatisfy((1...8192).contains) { return "a size of the speaker encoder is not between 1 and 8192" }
            return (1...16).contains(layers) ? nil : "the speaker encoder has \(layers) layers, not 1 to 16"
        }
    }

    /// Samples a second of what it listens to.
    public static let sampleRate = PowerMelExtractor.sampleRate
    static let bands = 40
    /// Frames of a stretch, and from one's start to the next one's.
    private static let stretch = 160
    private static let step = 77
    /// Share of the last stretch that must be sound for it to count.
    private static let leastCoverage = 0.75

    public let configuration: Configuration
    private let extractor: PowerMelExtractor
    private let lstm: LongShortTermMemory
    private let linear: Linear

    /// Takes all tensors of a speaker encoder's weight file. Throws `.brokenVoice` where one is missing or misshapen, where
    /// the file holds one that no layer takes, or where the configuration contradicts itself.
    public init(_ file: WeightFile, configuration c: Configuration) throws(SpeechError) {
        if let fault = c.fault { throw SpeechError(.brokenVoice, fault, remedy: "install the conversion pack again") }
        configuration = c
        extractor = try PowerMelExtractor(bands: Self.bands, border: .silent)
        lstm = try LongShortTermMemory(file.weights["lstm"], inputs: Self.bands, hidden: c.hidden, layers: c.layers)
        linear = try Linear(file.weights["linear"], inputs: c.hidden, outputs: c.channels)
        try file.requireAllTaken()
    }

    /// The embedding of sound at 16 kHz whose pauses have been taken out and whose level is about -30 dBFS or more: the
    /// mean over stretches that begin every 0.77 s, of length 1.
    ///
    /// Sound of less than 1.6 s is followed by silence. Nil where no stretch moves the network at all.
    public func embedding(of samples: [Float]) -> [Float]? {
        let starts = Self.starts(samples: samples.count)
        let mel = extractor(samples, frames: (starts.last ?? 0) + Self.stretch)
        var sum = [Float](repeating: 0, count: configuration.channels)
        for start in starts {
            guard let part = Self.unit(embedding(ofStretch: mel.rows(start..<start + Self.stretch))) else { continue }
            for index in sum.indices { sum[index] += part[index] }
        }
        return Self.unit(sum)
    }

    /// `[frames, 40]` power → the embedding before its length is made 1.
    func embedding(ofStretch mel: Matrix) -> [Float] {
        let states = lstm(mel)
        var output = linear(states.rows(states.rows - 1..<states.rows))
        output.apply(.relu)
        return output.values
    }

    /// The same direction with length 1, or nil for zeros.
    public static func unit(_ vector: [Float]) -> [Float]? {
        let length = vector.reduce(Float(0)) { $0 + $1 * $1 }.squareRoot()
        return length > 1e-9 && length.isFinite ? vector.map { $0 / length } : nil
    }

    /// First frames of the stretches that a sound is cut into.
    static func starts(samples: Int) -> [Int] {
        let hop = PowerMelExtractor.hop
        let frames = samples / hop + 1
        var starts = Array(stride(from: 0, to: max(1, frames - stretch + step + 1), by: step))
        let coverage = Double(samples - (starts.last ?? 0) * hop) / Double(stretch * hop)
        if coverage < leastCoverage, starts.count > 1 { starts.removeLast() }
        return starts
    }
}

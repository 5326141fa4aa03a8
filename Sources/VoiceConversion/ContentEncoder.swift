private import Foundation
public import NeuralLayers
public import SpeechData

/// What is said in a recording, with little of who says it: Whisper's audio encoder (Radford et al. 2022).
///
/// Convolutions halve Whisper's log-mel to 50 frames a second; blocks of attention and two linear layers, each with its norm
/// before it, follow.
public struct ContentEncoder: Sendable {
    /// Sizes that give the weights their shapes; stored in `conversion.json`.
    public struct Configuration: Codable, Equatable, Sendable {
        public var channels: Int
        public var heads: Int
        public var blocks: Int
        /// The longest sound, in features.
        public var positions: Int

        /// What no encoder can be built from, or nil.
        public var fault: String? {
            if ![channels, heads, positions].allSatisfy((1...8192).contains) { return "a size of the content encoder is not between 1 and 8192" }
            if !(0...64).contains(blocks) { return "the content encoder has more than 64 blocks" }
            return channels % heads == 0 ? nil : "\(channels) channels do not divide among \(heads) heads"
        }
    }

    /// Samples a second of what it listens to.
    public static let sampleRate = PowerMelExtractor.sampleRate
    /// Samples between two features: feature `i` is centred on sample `i * hop`.
    public static let hop = 2 * PowerMelExtractor.hop
    static let bands = 80

    public let configuration: Configuration
    private let extractor: PowerMelExtractor
    private let convolutions: [Conv1d]
    private let positions: Matrix
    private let blocks: [ContentBlock]
    private let norm: LayerNorm

    /// Takes all tensors of a content encoder's weight file. Throws `.brokenVoice` where one is missing or misshapen, where
    /// the file holds one that no layer takes, or where the configuration contradicts itself.
    public init(_ file: WeightFile, configuration c: Configuration) throws(SpeechError) {
        if let fault = c.fault { throw SpeechError(.brokenVoice, fault, remedy: "install the conversion pack again") }
        let weights = file.weights
        configuration = c
        extractor = try PowerMelExtractor(bands: Self.bands, border: .mirrored)
        convolutions = [
            try Conv1d(weights["conv1"], inputs: Self.bands, outputs: c.channels, kernel: 3),
            try Conv1d(weights["conv2"], inputs: c.channels, outputs: c.channels, kernel: 3, stride: 2),
        ]
        positions = Matrix(
            rows: c.positions, columns: c.channels,
            values: try weights.take("positional_embedding", shape: [c.positions, c.channels]))
        var blocks: [ContentBlock] = []
        for index in 0..<c.blocks { blocks.append(try ContentBlock(weights["blocks"][index], c)) }
        self.blocks = blocks
        norm = try LayerNorm(weights["ln_post"], channels: c.channels)
        try file.requireAllTaken()
    }

    /// Sound at 16 kHz → `[samples / hop, channels]`; less than one `hop` gives no feature.
    ///
    /// Only the sound itself is attended to: Whisper's own padding to 30 s costs many times as long. Time and memory grow
    /// with the square of the length.
    /// - Precondition: the sound is no longer than `positions` features.
    public func features(of samples: [Float]) -> Matrix {
        let frames = samples.count / Self.hop
        guard frames > 0 else { return Matrix(rows: 0, columns: configuration.channels) }
        return encode(Self.logarithm(of: extractor(samples, frames: 2 * frames)))
    }

    /// Log-mel `[2 features, 80]` → features.
    func encode(_ mel: Matrix) -> Matrix {
        var x = mel
        for convolution in convolutions {
            x = convolution(x)
            x.apply(.gelu)
        }
        x += positions.rows(0..<x.rows)
        for block in blocks { x = block(x) }
        return norm(x)
    }

    /// Whisper's scale: log10 of power, at most 8 below the loudest band of the sound, around 0 in units of 4.
    static func logarithm(of power: Matrix) -> Matrix {
        var mel = power
        for index in mel.values.indices { mel.values[index] = log10(max(mel.values[index], 1e-10)) }
        let floor = (mel.values.max() ?? 0) - 8
        for index in mel.values.indices { mel.values[index] = (max(mel.values[index], floor) + 4) / 4 }
        return mel
    }
}

/// Attention, then two linear layers with GELU between; a norm before and a residual after each.
private struct ContentBlock: Sendable {
    private let attentionNorm: LayerNorm
    private let attention: MultiHeadSelfAttention
    private let norm: LayerNorm
    private let expand: Linear
    private let project: Linear

    init(_ weights: Weights, _ c: ContentEncoder.Configuration) throws(SpeechError) {
        attentionNorm = try LayerNorm(weights["attn_ln"], channels: c.channels)
        attention = try MultiHeadSelfAttention(weights["attn"], channels: c.channels, heads: c.heads, output: "out")
        norm = try LayerNorm(weights["mlp_ln"], channels: c.channels)
        expand = try Linear(weights["mlp"][0], inputs: c.channels, outputs: 4 * c.channels)
        project = try Linear(weights["mlp"][1], inputs: 4 * c.channels, outputs: c.channels)
    }

    func callAsFunction(_ x: Matrix) -> Matrix {
        var y = attention(attentionNorm(x))
        y += x
        var hidden = expand(norm(y))
        hidden.apply(.gelu)
        y += project(hidden)
        return y
    }
}

private import Foundation
public import NeuralLayers
public import SpeechData

/// Content features, pitch and loudness of a recording, and who is to speak → F0-smoothed mel.
///
/// What is said passes a bottleneck too narrow for a voice; how it is said comes from F0, voicing and loudness; who says it
/// from a GE2E embedding alone (Wan et al. 2018), which enters before every ConvNeXt block of the decoder.
public struct ConversionModel: Sendable {
    /// Sizes that give the weights their shapes; stored in `conversion.json`.
    public struct Configuration: Codable, Equatable, Sendable {
        public var contentChannels: Int
        /// How many content features a mel frame lasts.
        public var contentFramesPerMelFrame: Double
        public var bottleneckHidden: Int
        public var bottleneckChannels: Int
        public var embeddingChannels: Int
        public var speakerChannels: Int
        public var channels: Int
        public var hidden: Int
        public var blocks: Int
        public var kernel: Int
        public var bands: Int

        /// What no model can be built from, or nil.
        public var fault: String? {
            let sizes = [
                contentChannels, bottleneckHidden, bottleneckChannels, embeddingChannels, speakerChannels, channels, hidden, kernel, bands,
            ]
            if !sizes.allSatisfy((1...8192).contains) { return "a size of the conversion model is not between 1 and 8192" }
            if !(0...64).contains(blocks) { return "the conversion model has more than 64 blocks" }
            if !(contentFramesPerMelFrame > 0 && contentFramesPerMelFrame <= 16) {
                return "the conversion model has \(contentFramesPerMelFrame) content features a mel frame"
            }
            return kernel % 2 == 1 ? nil : "the conversion model's kernel is even"
        }
    }

    public let configuration: Configuration
    private let bottleneck: ContentBottleneck
    private let speaker: Linear
    private let decoder: ConversionDecoder
    private let melMean: [Float]
    private let melScale: [Float]

    /// Takes all tensors of `weights`. Throws `.brokenVoice` where one is missing or misshapen, or where the configuration
    /// contradicts itself.
    public init(_ weights: Weights, configuration c: Configuration) throws(SpeechError) {
        if let fault = c.fault { throw SpeechError(.brokenVoice, fault, remedy: "install the conversion pack again") }
        configuration = c
        bottleneck = try ContentBottleneck(weights["bottleneck"], c)
        speaker = try Linear(weights["speaker"], inputs: c.embeddingChannels, outputs: c.speakerChannels)
        decoder = try ConversionDecoder(weights["decoder"], c)
        melMean = try weights.take("melMean", shape: [c.bands])
        melScale = try weights.take("melScale", shape: [c.bands])
    }

    /// Frames on each side of a frame that its mel depends on.
    var reach: Int { configuration.blocks * (configuration.kernel / 2) }

    /// Content features `[N, contentChannels]` → `[N, bottleneckChannels]`, each by itself.
    func narrow(_ content: Matrix) -> Matrix { bottleneck(content) }

    /// The log-mel `[frames, bands]`.
    ///
    /// - Parameters:
    ///   - narrow: Narrowed content at each mel frame, `[frames, bottleneckChannels]`.
    ///   - f0: Of the output, in hertz.
    ///   - loudness: Log amplitude over the recording's level, within `FrameLoudness.range`.
    ///   - embedding: Of length 1, `embeddingChannels` numbers.
    func decode(_ narrow: Matrix, f0: [Float], voicing: [Float], loudness: [Float], embedding: [Float]) -> Matrix {
        let frames = narrow.rows
        precondition(f0.count == frames && voicing.count == frames && loudness.count == frames)
        var prosody = Matrix(rows: frames, columns: 3)
        for frame in 0..<frames {
            prosody[frame, 0] = (log(max(f0[frame], 1)) - 5.1) * 2
            prosody[frame, 1] = voicing[frame] - 0.5
            prosody[frame, 2] = (loudness[frame] + 2) * 0.5
        }
        // A direction of length 1 has small numbers; at unit variance they suit the layer.
        let gain = Float(configuration.embeddingChannels).squareRoot()
        var vector = speaker(Matrix(rows: 1, columns: configuration.embeddingChannels, values: embedding.map { $0 * gain }))
        vector.apply(.silu)
        var mel = decoder(narrow, prosody: prosody, speaker: vector)
        for frame in 0..<frames {
            for band in 0..<mel.columns { mel[frame, band] = mel[frame, band] * melScale[band] + melMean[band] }
        }
        return mel
    }
}

/// `[N, contentChannels]` → `[N, bottleneckChannels]`, each frame by itself and normalised.
private struct ContentBottleneck: Sendable {
    private let expand: Linear
    private let project: Linear
    private let norm: LayerNorm

    init(_ weights: Weights, _ c: ConversionModel.Configuration) throws(SpeechError) {
        expand = try Linear(weights["expand"], inputs: c.contentChannels, outputs: c.bottleneckHidden)
        project = try Linear(weights["project"], inputs: c.bottleneckHidden, outputs: c.bottleneckChannels)
        norm = LayerNorm(channels: c.bottleneckChannels)
    }

    func callAsFunction(_ content: Matrix) -> Matrix {
        var hidden = expand(content)
        hidden.apply(.silu)
        return norm(project(hidden))
    }
}

/// Narrowed content and prosody `[frames, 3]` → a normalised mel; the speaker enters before every block.
private struct ConversionDecoder: Sendable {
    private let content: Linear
    private let prosody: Linear
    private let speakers: [Linear]
    private let blocks: [ConvNeXtBlock]
    private let norm: LayerNorm
    private let output: Linear

    init(_ weights: Weights, _ c: ConversionModel.Configuration) throws(SpeechError) {
        content = try Linear(weights["content"], inputs: c.bottleneckChannels, outputs: c.channels)
        prosody = try Linear(weights["prosody"], inputs: 3, outputs: c.channels)
        var (speakers, blocks): ([Linear], [ConvNeXtBlock]) = ([], [])
        for index in 0..<c.blocks {
            speakers.append(try Linear(weights["speakers"][index], inputs: c.speakerChannels, outputs: c.channels))
            blocks.append(try ConvNeXtBlock(weights["blocks"][index], channels: c.channels, hidden: c.hidden, kernel: c.kernel))
        }
        (self.speakers, self.blocks) = (speakers, blocks)
        norm = try LayerNorm(weights["norm"], channels: c.channels)
        output = try Linear(weights["output"], inputs: c.channels, outputs: c.bands)
    }

    func callAsFunction(_ narrow: Matrix, prosody curves: Matrix, speaker: Matrix) -> Matrix {
        var x = content(narrow)
        x += prosody(curves)
        for (project, block) in zip(speakers, blocks) {
            x.addToRows(project(speaker).values)
            x = block(x)
        }
        return output(norm(x))
    }
}

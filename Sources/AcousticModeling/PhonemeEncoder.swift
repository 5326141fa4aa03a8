import NeuralLayers
import SpeechData

/// Phonemes with their stress and word boundaries, and the speaker → one vector a segment.
///
/// Convolution looks at the neighbours, attention at the whole utterance, turn by turn.
struct PhonemeEncoder: Sendable {
    private let phoneme: Embedding
    private let stress: Embedding
    private let boundary: Linear
    private let speaker: Linear
    private let convolutions: [ConvNeXtBlock]
    private let attentions: [AttentionBlock]
    private let norm: LayerNorm

    init(_ weights: Weights, _ c: AcousticModel.Configuration) throws(SpeechError) {
        phoneme = try Embedding(weights["phoneme"], count: c.phonemes, channels: c.channels)
        stress = try Embedding(weights["stress"], count: Stress.allCases.count, channels: c.channels)
        boundary = try Linear(weights["boundary"], inputs: 2, outputs: c.channels, bias: false)
        speaker = try Linear(weights["speaker"], inputs: c.speakerChannels, outputs: c.channels)
        convolutions = try makeBlocks(
            weights["convolutions"], count: c.encoderBlocks, channels: c.channels, hidden: c.encoderHidden, kernel: c.kernel)
        var attentions: [AttentionBlock] = []
        for index in 0..<c.encoderBlocks {
            attentions.append(try AttentionBlock(weights["attentions"][index], channels: c.channels, heads: c.heads))
        }
        self.attentions = attentions
        norm = try LayerNorm(weights["norm"], channels: c.channels)
    }

    /// The utterance's segments and a speaker vector `[1, speakerChannels]` → `[segments, channels]`.
    func callAsFunction(_ utterance: Utterance, speaker vector: Matrix) -> Matrix {
        let segments = utterance.segments
        var x = phoneme(segments.map(\.phoneme.id))
        x += stress(segments.map(\.stress.rawValue))
        x += boundary(Self.boundaries(of: segments))
        x.addToRows(speaker(vector).values)
        for (convolution, attention) in zip(convolutions, attentions) { x = attention(convolution(x)) }
        return norm(x)
    }

    /// `[segments, 2]`: 1 where a segment is the first, and where it is the last, of its word.
    static func boundaries(of segments: [Utterance.Segment]) -> Matrix {
        var flags = Matrix(rows: segments.count, columns: 2)
        for (index, segment) in segments.enumerated() {
            guard let word = segment.word else { continue }
            if index == 0 || segments[index - 1].word != word { flags[index, 0] = 1 }
            if index == segments.count - 1 || segments[index + 1].word != word { flags[index, 1] = 1 }
        }
        return flags
    }
}

/// Self-attention with its norm before it and its residual after it.
struct AttentionBlock: Sendable {
    private let norm: LayerNorm
    private let attention: MultiHeadSelfAttention

    init(_ weights: Weights, channels: Int, heads: Int) throws(SpeechError) {
        norm = try LayerNorm(weights["norm"], channels: channels)
        attention = try MultiHeadSelfAttention(weights, channels: channels, heads: heads)
    }

    /// `[segments, channels]` → the same shape.
    func callAsFunction(_ x: Matrix) -> Matrix {
        var y = attention(norm(x))
        y += x
        return y
    }
}

/// The ConvNeXt blocks of a list, as PyTorch's `ModuleList` numbers them.
func makeBlocks(
    _ weights: Weights, count: Int, channels: Int, hidden: Int, kernel: Int
) throws(SpeechError) -> [ConvNeXtBlock] {
    var blocks: [ConvNeXtBlock] = []
    for index in 0..<count {
        blocks.append(try ConvNeXtBlock(weights[index], channels: channels, hidden: hidden, kernel: kernel))
    }
    return blocks
}

internal import NeuralLayers
internal import SpeechData

/// The vocoder's network: mel, F0 and voicing → what shapes the filters, frame by frame.
struct Backbone: Sendable {
    private let input: Conv1d
    private let inputNorm: LayerNorm
    private let blocks: [ConvNeXtBlock]
    private let outputNorm: LayerNorm
    private let output: Linear

    init(_ weights: Weights, bands: Int, configuration c: VocoderConfiguration) throws(SpeechError) {
        input = try Conv1d(weights["input"], inputs: bands + 2, outputs: c.channels, kernel: c.inputKernel)
        inputNorm = try LayerNorm(weights["inputNorm"], channels: c.channels)
        var blocks: [ConvNeXtBlock] = []
        for index in 0..<c.blocks {
            blocks.append(
                try ConvNeXtBlock(weights["blocks"][index], channels: c.channels, hidden: c.hidden, kernel: c.kernel))
        }
        self.blocks = blocks
        outputNorm = try LayerNorm(weights["outputNorm"], channels: c.channels)
        output = try Linear(weights["output"], inputs: c.channels, outputs: c.outputs)
    }

    /// Frames on each side of a frame that its output depends on.
    var reach: Int { input.kernel / 2 + blocks.reduce(0) { $0 + $1.reach } }

    /// `[frames, bands + 2]` → `[frames, outputs]`
    func callAsFunction(_ features: Matrix) -> Matrix {
        var x = inputNorm(input(features))
        for block in blocks { x = block(x) }
        return output(outputNorm(x))
    }

    /// `[frames, bands + 2]`: mel, log F0 and voicing, scaled about 0 as in training.
    static func features(mel: ArraySlice<Float>, logF0: ArraySlice<Float>, voicing: ArraySlice<Float>) -> Matrix {
        let frames = logF0.count
        let bands = frames == 0 ? 0 : mel.count / frames
        var values: [Float] = []
        values.reserveCapacity(frames * (bands + 2))
        for frame in 0..<frames {
            let row = mel[mel.startIndex + frame * bands..<mel.startIndex + (frame + 1) * bands]
            values.append(contentsOf: row.lazy.map { ($0 + 5) / 2.5 })
            values.append((logF0[logF0.startIndex + frame] - 5.1) * 2)
            values.append(voicing[voicing.startIndex + frame] - 0.5)
        }
        return Matrix(rows: frames, columns: bands + 2, values: values)
    }
}

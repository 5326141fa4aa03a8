internal import NeuralLayers
internal import SpeechData

/// The layers of the vocoder's network: mel, F0 and voicing → what shapes the filters. `BackboneStream` runs them.
struct Backbone: Sendable {
    let input: Conv1d
    let inputNorm: LayerNorm
    let blocks: [ConvNeXtBlock]
    let outputNorm: LayerNorm
    let output: Linear

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

    /// `[frames, bands + 2]`: mel, log F0 and voicing, scaled about 0 as in training.
    static func features(
        mel: ArraySlice<Float>, logF0: ArraySlice<Float>, voicing: ArraySlice<Float>, bands: Int
    ) -> Matrix {
        let frames = logF0.count
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

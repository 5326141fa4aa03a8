import NeuralLayers
import SpeechData

/// F0, voicing and energy of each frame.
struct PitchPredictor: Sendable {
    private let speaker: Linear
    private let blocks: [ConvNeXtBlock]
    private let norm: LayerNorm
    private let output: Linear

    init(_ weights: Weights, _ c: AcousticModel.Configuration) throws(SpeechError) {
        speaker = try Linear(weights["speaker"], inputs: c.speakerChannels, outputs: c.channels)
        blocks = try makeBlocks(
            weights["blocks"], count: c.pitchBlocks, channels: c.channels, hidden: c.varianceHidden, kernel: c.kernel)
        norm = try LayerNorm(weights["norm"], channels: c.channels)
        output = try Linear(weights["output"], inputs: c.channels, outputs: 3)
    }

    /// `[frames, channels]`, speaker `[1, speakerChannels]` → `[frames, 3]`: log F0 over the speaker's mean in units of
    /// ¼, the logit of voicing, and normalised energy.
    func callAsFunction(_ frames: Matrix, speaker vector: Matrix) -> Matrix {
        var x = frames
        x.addToRows(speaker(vector).values)
        return output(norm(blocks.reduce(x) { $1($0) }))
    }
}

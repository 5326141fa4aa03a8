import NeuralLayers
import SpeechData

/// Frames with their pitch, voicing and energy, and the speaker → a normalised mel.
struct MelDecoder: Sendable {
    private let prosody: Linear
    private let speakers: [Linear]
    private let blocks: [ConvNeXtBlock]
    private let norm: LayerNorm
    private let output: Linear

    init(_ weights: Weights, _ c: AcousticModel.Configuration) throws(SpeechError) {
        prosody = try Linear(weights["prosody"], inputs: 3, outputs: c.channels)
        var speakers: [Linear] = []
        for index in 0..<c.decoderBlocks {
            speakers.append(try Linear(weights["speakers"][index], inputs: c.speakerChannels, outputs: c.channels))
        }
        self.speakers = speakers
        blocks = try makeBlocks(
            weights["blocks"], count: c.decoderBlocks, channels: c.channels, hidden: c.decoderHidden, kernel: c.kernel)
        norm = try LayerNorm(weights["norm"], channels: c.channels)
        output = try Linear(weights["output"], inputs: c.channels, outputs: c.bands)
    }

    /// `[frames, channels]`; curves `[frames, 3]`: log F0 around 5.1 in units of ½, voicing around ½, energy;
    /// speaker `[1, speakerChannels]` → mel `[frames, bands]`.
    func callAsFunction(_ frames: Matrix, curves: Matrix, speaker: Matrix) -> Matrix {
        var x = frames
        x += prosody(curves)
        for (project, block) in zip(speakers, blocks) {
            x.addToRows(project(speaker).values)
            x = block(x)
        }
        return output(norm(x))
    }
}

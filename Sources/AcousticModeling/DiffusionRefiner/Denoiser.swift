private import Foundation
import NeuralLayers
import SpeechData

/// A mel on its way, the coarse mel, its pitch, the time and the length of the step → the velocity of the flow.
///
/// A step's length of 0 asks for the velocity at that time itself, 1 for the whole way at once, for which the network is
/// distilled (the length as a condition: shortcut models, Frans et al. 2025).
struct Denoiser: Sendable {
    private let input: Linear
    private let pitch: Linear
    private let time: [Linear]
    private let blocks: [ConvNeXtBlock]
    private let norm: LayerNorm
    private let output: Linear
    private let timeChannels: Int

    init(_ weights: Weights, _ c: DiffusionRefiner.Configuration) throws(SpeechError) {
        input = try Linear(weights["input"], inputs: 2 * c.bands, outputs: c.channels)
        pitch = try Linear(weights["pitch"], inputs: 2, outputs: c.channels)
        var time: [Linear] = []
        for index in 0..<c.blocks {
            time.append(try Linear(weights["time"][index], inputs: 2 * c.timeChannels, outputs: c.channels))
        }
        self.time = time
        blocks = try makeBlocks(weights["blocks"], count: c.blocks, channels: c.channels, hidden: c.hidden, kernel: c.kernel)
        norm = try LayerNorm(weights["norm"], channels: c.channels)
        output = try Linear(weights["output"], inputs: c.channels, outputs: c.bands)
        timeChannels = c.timeChannels
    }

    /// What pitch adds to every evaluation, `[frames, channels]`: computed once a mel.
    func conditioned(onPitchOf mel: MelSpectrogram) -> Matrix {
        var curves = Matrix(rows: mel.frameCount, columns: 2)
        for frame in 0..<mel.frameCount {
            curves[frame, 0] = (log(max(mel.f0[frame], 1)) - 5.1) * 2
            curves[frame, 1] = mel.voicing[frame] - 0.5
        }
        return pitch(curves)
    }

    /// x and coarse `[frames, bands]`, normalised; `conditioned` `[frames, channels]`; t and the step's length in 0...1
    /// → `[frames, bands]`.
    func callAsFunction(_ x: Matrix, coarse: Matrix, conditioned: Matrix, t: Float, step: Float) -> Matrix {
        let features = Matrix(rows: 1, columns: 2 * timeChannels, values: timeFeatures(t) + timeFeatures(step))
        var h = input(Matrix.joiningColumns([x, coarse]))
        h += conditioned
        for (project, block) in zip(time, blocks) {
            h.addToRows(project(features).values)
            h = block(h)
        }
        return output(norm(h))
    }

    /// Cosines, then sines, of 2π f t for frequencies f from ⅛ to 32, evenly spaced in their logarithm.
    private func timeFeatures(_ t: Float) -> [Float] {
        let count = timeChannels / 2
        let angles = (0..<count).map { index -> Float in
            let position = count > 1 ? Float(index) / Float(count - 1) : 0
            return 2 * .pi * exp(log(Float(0.125)) + position * (log(Float(32)) - log(Float(0.125)))) * t
        }
        return angles.map { cos($0) } + angles.map { sin($0) }
    }
}

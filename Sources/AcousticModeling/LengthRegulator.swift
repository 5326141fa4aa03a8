private import Foundation
import NeuralLayers
import SpeechData

/// Repeats each segment's vector over its frames and tells each frame where in its segment it lies
/// (FastSpeech, Ren et al. 2019).
struct LengthRegulator: Sendable {
    private let position: Linear

    init(_ weights: Weights, _ c: AcousticModel.Configuration) throws(SpeechError) {
        position = try Linear(weights["position"], inputs: 3, outputs: c.channels)
    }

    /// `[segments, channels]` and frames a segment → `[frames, channels]`. A segment of 0 frames leaves no trace.
    ///
    /// - Precondition: there is one duration a segment, none negative.
    func callAsFunction(_ segments: Matrix, durations: [Int]) -> Matrix {
        precondition(durations.count == segments.rows)
        var indices: [Int] = []
        var positions: [Float] = []
        for (index, frames) in durations.enumerated() {
            let length = log1p(Float(frames)) - 1.8
            for frame in 0..<frames {
                let offset = (Float(frame) + 0.5) / Float(frames) - 0.5
                indices.append(index)
                positions += [offset, offset * offset * 4 - 0.33, length]
            }
        }
        var result = segments.gathered(indices)
        result += position(Matrix(rows: indices.count, columns: 3, values: positions))
        return result
    }
}

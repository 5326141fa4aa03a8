import Foundation
import NeuralLayers

/// Weights, inputs and outputs that PyTorch wrote: `Training/tts_training/fixtures/core_layers.py`.
struct ParityFixture {
    let file: WeightFile

    init() throws {
        let path = Bundle.module.path(forResource: "Fixtures/layers", ofType: "safetensors")
        file = try WeightFile(path: path ?? "Fixtures/layers.safetensors")
    }

    func matrix(_ name: String) throws -> Matrix {
        let shape = file.shape(of: name) ?? []
        let values = try file.take(name, shape: shape)
        return Matrix(rows: shape.count > 1 ? shape[0] : 1, columns: shape.last ?? 0, values: values)
    }
}

/// The norm of the difference over the norm of `reference`; infinite where the shapes differ.
func relativeError(_ values: [Float], _ reference: [Float]) -> Float {
    guard values.count == reference.count else { return .infinity }
    let difference = zip(values, reference).reduce(Float(0)) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
    return (difference / reference.reduce(Float(1e-30)) { $0 + $1 * $1 }).squareRoot()
}

func sinOf(_ x: Double) -> Double { sin(x) }

private import CNeuralKernels
public import SpeechData

/// `y = x Wᵀ + b` on each frame (PyTorch's `nn.Linear`).
public struct Linear: Sendable {
    public let inputs: Int
    public let outputs: Int
    private let weight: PackedWeights
    /// `[outputs]`
    let bias: [Float]

    /// Takes `weight` and, unless told otherwise, `bias`. Throws `.brokenVoice` if either is missing or misshapen.
    public init(_ weights: Weights, inputs: Int, outputs: Int, bias hasBias: Bool = true) throws(SpeechError) {
        self.init(
            inputs: inputs, outputs: outputs, weight: try weights.take("weight", shape: [outputs, inputs]),
            bias: try hasBias ? weights.take("bias", shape: [outputs]) : [Float](repeating: 0, count: outputs))
    }

    /// - Parameter weight: `[outputs, inputs]`
    public init(inputs: Int, outputs: Int, weight: [Float], bias: [Float]) {
        precondition(weight.count == inputs * outputs && bias.count == outputs)
        self.inputs = inputs
        self.outputs = outputs
        self.weight = PackedWeights(transposed: weight, inputs: inputs, outputs: outputs)
        self.bias = bias
    }

    /// `[frames, inputs]` → `[frames, outputs]`
    public func callAsFunction(_ x: Matrix) -> Matrix {
        precondition(x.columns == inputs, "a linear layer of \(inputs) inputs was given \(x.columns)")
        var y = Matrix.uninitialized(rows: x.rows, columns: outputs)
        weight.multiply(x.values, stride: inputs, rows: x.rows, into: &y.values, stride: outputs, from: .bias(bias))
        return y
    }
}

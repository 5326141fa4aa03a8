private import CNeuralKernels
public import SpeechData

/// `y = x Wᵀ + b` on each frame (PyTorch's `nn.Linear`).
public struct Linear: Sendable {
    public let inputs: Int
    public let outputs: Int
    /// `[outputs, inputs]`
    let weight: [Float]
    /// `[outputs]`
    let bias: [Float]

    /// Takes `weight` and, unless told otherwise, `bias`. Throws `.brokenVoice` if either is missing or misshapen.
    public init(_ weights: Weights, inputs: Int, outputs: Int, bias hasBias: Bool = true) throws(SpeechError) {
        self.inputs = inputs
        self.outputs = outputs
        weight = try weights.take("weight", shape: [outputs, inputs])
        bias = try hasBias ? weights.take("bias", shape: [outputs]) : [Float](repeating: 0, count: outputs)
    }

    public init(inputs: Int, outputs: Int, weight: [Float], bias: [Float]) {
        precondition(weight.count == inputs * outputs && bias.count == outputs)
        self.inputs = inputs
        self.outputs = outputs
        self.weight = weight
        self.bias = bias
    }

    /// `[frames, inputs]` → `[frames, outputs]`
    public func callAsFunction(_ x: Matrix) -> Matrix {
        precondition(x.columns == inputs, "a linear layer of \(inputs) inputs was given \(x.columns)")
        var y = Matrix.uninitialized(rows: x.rows, columns: outputs)
        nk_fill_rows(&y.values, bias, x.rows, outputs)
        multiply(
            x.values, inputStride: inputs, byTransposed: weight, weightStride: inputs,
            into: &y.values, outputStride: outputs, rows: x.rows, inputs: inputs, outputs: outputs, beta: 1)
        return y
    }
}

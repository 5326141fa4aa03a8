private import CNeuralKernels
public import SpeechData

/// Layer normalisation of each frame over its channels (Ba et al. 2016).
public struct LayerNorm: Sendable {
    let gain: [Float]
    let bias: [Float]
    let epsilon: Float

    /// Takes `weight` and `bias`, each `[channels]`.
    public init(_ weights: Weights, channels: Int, epsilon: Float = 1e-5) throws(SpeechError) {
        gain = try weights.take("weight", shape: [channels])
        bias = try weights.take("bias", shape: [channels])
        self.epsilon = epsilon
    }

    /// A norm without weights (PyTorch's `elementwise_affine=False`).
    public init(channels: Int, epsilon: Float = 1e-5) {
        gain = [Float](repeating: 1, count: channels)
        bias = [Float](repeating: 0, count: channels)
        self.epsilon = epsilon
    }

    /// `[frames, channels]` → the same shape.
    public func callAsFunction(_ x: Matrix) -> Matrix {
        precondition(x.columns == gain.count, "a layer norm of \(gain.count) channels was given \(x.columns)")
        var y = Matrix.uninitialized(rows: x.rows, columns: x.columns)
        nk_layer_norm(x.values, gain, bias, epsilon, &y.values, x.rows, x.columns)
        return y
    }
}

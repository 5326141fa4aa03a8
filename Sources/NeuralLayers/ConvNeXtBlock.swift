private import CNeuralKernels
public import SpeechData

/// Depthwise convolution, layer norm, two linear layers with an activation between, layer scale, residual
/// (Liu et al. 2022, in one dimension as in Vocos).
public struct ConvNeXtBlock: Sendable {
    let depthwise: DepthwiseConv1d
    let norm: LayerNorm
    let expand: Linear
    let project: Linear
    let scale: [Float]
    let activation: Activation

    /// Takes `depthwise`, `norm`, `expand`, `project` and `scale` `[channels]`.
    public init(
        _ weights: Weights, channels: Int, hidden: Int, kernel: Int = 7, dilation: Int = 1, activation: Activation = .silu
    ) throws(SpeechError) {
        depthwise = try DepthwiseConv1d(weights["depthwise"], channels: channels, kernel: kernel, dilation: dilation)
        norm = try LayerNorm(weights["norm"], channels: channels)
        expand = try Linear(weights["expand"], inputs: channels, outputs: hidden)
        project = try Linear(weights["project"], inputs: hidden, outputs: channels)
        scale = try weights.take("scale", shape: [channels])
        self.activation = activation
    }

    /// Frames on each side of a frame that its output depends on.
    public var reach: Int { depthwise.kernel / 2 * depthwise.dilation }

    /// `[frames, channels]` → the same shape.
    public func callAsFunction(_ x: Matrix) -> Matrix { self(x, frames: 0..<x.rows) }

    /// The frames `range` of what all of `x` gives.
    public func callAsFunction(_ x: Matrix, frames range: Range<Int>) -> Matrix {
        var hidden = expand(norm(depthwise(x, frames: range)))
        hidden.apply(activation)
        var y = range == 0..<x.rows ? x : x.rows(range)
        nk_add_scaled_columns(&y.values, project(hidden).values, scale, y.rows, y.columns)
        return y
    }
}

private import CNeuralKernels
public import SpeechData

/// A convolution of each channel with its own kernel, as long as its input (zero padding; odd kernel).
public struct DepthwiseConv1d: Sendable {
    public let channels: Int
    public let kernel: Int
    public let dilation: Int
    /// `[kernel, channels]`
    let weight: [Float]
    let bias: [Float]

    /// Takes `weight` `[kernel, channels]` and `bias` `[channels]`.
    ///
    /// - Precondition: `kernel` is odd.
    public init(_ weights: Weights, channels: Int, kernel: Int, dilation: Int = 1) throws(SpeechError) {
        precondition(kernel % 2 == 1 && dilation > 0)
        self.channels = channels
        self.kernel = kernel
        self.dilation = dilation
        weight = try weights.take("weight", shape: [kernel, channels])
        bias = try weights.take("bias", shape: [channels])
    }

    /// `[frames, channels]` → the same shape.
    public func callAsFunction(_ x: Matrix) -> Matrix { self(x, frames: 0..<x.rows) }

    /// The frames `range` of what all of `x` gives.
    public func callAsFunction(_ x: Matrix, frames range: Range<Int>) -> Matrix {
        precondition(x.columns == channels, "a depthwise convolution of \(channels) channels was given \(x.columns)")
        precondition(range.lowerBound >= 0 && range.upperBound <= x.rows)
        var y = Matrix.uninitialized(rows: range.count, columns: channels)
        nk_depthwise_conv(x.values, weight, bias, &y.values, x.rows, channels, kernel, dilation, range.lowerBound, range.count)
        return y
    }
}

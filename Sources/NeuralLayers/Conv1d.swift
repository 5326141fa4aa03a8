private import CNeuralKernels
public import SpeechData

/// A convolution over time, zero-padded by half its kernel: the output is as long as the input, or with a stride of `n`
/// holds every `n`-th frame of it, from the first on (PyTorch's `nn.Conv1d` with `padding = kernel / 2 * dilation`).
///
/// Computed as one matrix product a kernel tap, each on the input shifted by that tap's distance.
public struct Conv1d: Sendable {
    public let inputs: Int
    public let outputs: Int
    public let kernel: Int
    public let dilation: Int
    public let stride: Int
    /// The weights of each of the kernel's taps.
    private let taps: [PackedWeights]
    let bias: [Float]

    /// Takes `weight` `[outputs, inputs, kernel]` and `bias` `[outputs]`, as PyTorch's `nn.Conv1d` names them.
    ///
    /// - Precondition: `kernel` is odd.
    public init(
        _ weights: Weights, inputs: Int, outputs: Int, kernel: Int, dilation: Int = 1, stride: Int = 1, bias hasBias: Bool = true
    ) throws(SpeechError) {
        precondition(kernel % 2 == 1 && dilation > 0 && stride > 0)
        self.inputs = inputs
        self.outputs = outputs
        self.kernel = kernel
        self.dilation = dilation
        self.stride = stride
        let weight = try weights.take("weight", shape: [outputs, inputs, kernel])
        taps = weight.withUnsafeBufferPointer { weight in
            (0..<kernel).compactMap { tap in
                weight.baseAddress.map {
                    PackedWeights($0 + tap, inputStride: kernel, outputStride: inputs * kernel, inputs: inputs, outputs: outputs)
                }
            }
        }
        bias = try hasBias ? weights.take("bias", shape: [outputs]) : [Float](repeating: 0, count: outputs)
    }

    /// `[frames, inputs]` → `[frames / stride, outputs]`, rounded up.
    public func callAsFunction(_ x: Matrix) -> Matrix {
        precondition(x.columns == inputs, "a convolution of \(inputs) inputs was given \(x.columns)")
        let rows = (x.rows + stride - 1) / stride
        var y = Matrix.uninitialized(rows: rows, columns: outputs)
        nk_fill_rows(&y.values, bias, rows, outputs)
        x.values.withUnsafeBufferPointer { source in
            y.values.withUnsafeMutableBufferPointer { target in
                guard let source = source.baseAddress, let target = target.baseAddress else { return }
                for (k, tap) in taps.enumerated() {
                    let shift = (k - kernel / 2) * dilation
                    // Output frame t reads input frame t * stride + shift, where there is one.
                    let first = shift < 0 ? (-shift + stride - 1) / stride : 0
                    let end = min(rows, x.rows > shift ? (x.rows - shift - 1) / stride + 1 : 0)
                    guard first < end else { continue }
                    tap.multiply(
                        source + (first * stride + shift) * inputs, stride: stride * inputs, rows: end - first,
                        into: target + first * outputs, stride: outputs, from: .output)
                }
            }
        }
        return y
    }
}

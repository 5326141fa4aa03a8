private import CNeuralKernels
public import SpeechData

/// A convolution over time whose output is as long as its input (zero padding; odd kernel, stride 1).
///
/// Computed as one matrix product a kernel tap, each on the input shifted by that tap's distance.
public struct Conv1d: Sendable {
    public let inputs: Int
    public let outputs: Int
    public let kernel: Int
    public let dilation: Int
    /// `[kernel, outputs, inputs]`
    let taps: [Float]
    let bias: [Float]

    /// Takes `weight` `[outputs, inputs, kernel]` and `bias` `[outputs]`, as PyTorch's `nn.Conv1d` names them.
    ///
    /// - Precondition: `kernel` is odd.
    public init(
        _ weights: Weights, inputs: Int, outputs: Int, kernel: Int, dilation: Int = 1, bias hasBias: Bool = true
    ) throws(SpeechError) {
        precondition(kernel % 2 == 1 && dilation > 0)
        self.inputs = inputs
        self.outputs = outputs
        self.kernel = kernel
        self.dilation = dilation
        let weight = try weights.take("weight", shape: [outputs, inputs, kernel])
        var taps = [Float](repeating: 0, count: weight.count)
        let plane = outputs * inputs
        weight.withUnsafeBufferPointer { weight in
            taps.withUnsafeMutableBufferPointer { taps in
                for i in 0..<plane {
                    for k in 0..<kernel { taps[k * plane + i] = weight[i * kernel + k] }
                }
            }
        }
        self.taps = taps
        bias = try hasBias ? weights.take("bias", shape: [outputs]) : [Float](repeating: 0, count: outputs)
    }

    /// `[frames, inputs]` → `[frames, outputs]`
    public func callAsFunction(_ x: Matrix) -> Matrix {
        precondition(x.columns == inputs, "a convolution of \(inputs) inputs was given \(x.columns)")
        var y = Matrix.uninitialized(rows: x.rows, columns: outputs)
        nk_fill_rows(&y.values, bias, x.rows, outputs)
        x.values.withUnsafeBufferPointer { source in
            y.values.withUnsafeMutableBufferPointer { target in
                taps.withUnsafeBufferPointer { taps in
                    guard let source = source.baseAddress, let target = target.baseAddress, let taps = taps.baseAddress
                    else { return }
                    for k in 0..<kernel {
                        let shift = (k - kernel / 2) * dilation
                        let first = max(0, -shift)
                        let end = min(x.rows, x.rows - shift)
                        guard first < end else { continue }
                        multiply(
                            source + (first + shift) * inputs, inputStride: inputs,
                            byTransposed: taps + k * outputs * inputs, weightStride: inputs,
                            into: target + first * outputs, outputStride: outputs,
                            rows: end - first, inputs: inputs, outputs: outputs, beta: 1)
                    }
                }
            }
        }
        return y
    }
}

private import CNeuralKernels

/// The weights of a matrix product, `[inputs, outputs]`, laid out once for the kernel that multiplies by them.
///
/// A result's rows do not depend, to the last bit, on how many rows are multiplied at a time.
struct PackedWeights: Sendable {
    let inputs: Int
    let outputs: Int
    private let panels: Panels

    /// Takes weights whose number for input `i` and output `o` stands at `i * inputStride + o * outputStride`.
    init(_ weight: UnsafePointer<Float>, inputStride: Int, outputStride: Int, inputs: Int, outputs: Int) {
        self.inputs = inputs
        self.outputs = outputs
        panels = Panels(count: nk_packed_count(inputs, outputs))
        nk_pack(weight, inputStride, outputStride, panels.values, inputs, outputs)
    }

    /// Takes weights as PyTorch keeps them, `[outputs, inputs]`.
    init(transposed weight: [Float], inputs: Int, outputs: Int) {
        precondition(weight.count == inputs * outputs)
        self.init(weight, inputStride: 1, outputStride: inputs, inputs: inputs, outputs: outputs)
    }

    /// What a product's sums begin with.
    enum Start {
        case zero
        /// The bias, one number an output.
        case bias([Float])
        /// What `y` holds.
        case output
    }

    /// `y = start + x weights`: x `[rows, inputs]` and y `[rows, outputs]`, rows in steps of their strides.
    ///
    /// - Precondition: `y` does not overlap `x`.
    func multiply(
        _ x: UnsafePointer<Float>, stride xStride: Int, rows: Int, into y: UnsafeMutablePointer<Float>, stride yStride: Int,
        from start: Start = .zero
    ) {
        switch start {
        case .zero: nk_matmul(x, xStride, panels.values, nil, 0, y, yStride, rows, inputs, outputs)
        case .bias(let bias): nk_matmul(x, xStride, panels.values, bias, 0, y, yStride, rows, inputs, outputs)
        case .output: nk_matmul(x, xStride, panels.values, nil, 1, y, yStride, rows, inputs, outputs)
        }
    }
}

/// Numbers that begin at a cache line, written once.
private final class Panels: @unchecked Sendable {
    let values: UnsafeMutablePointer<Float>

    init(count: Int) {
        let bytes = UnsafeMutableRawPointer.allocate(byteCount: max(count, 1) * MemoryLayout<Float>.stride, alignment: 64)
        values = bytes.bindMemory(to: Float.self, capacity: count)
    }

    deinit { UnsafeMutableRawPointer(values).deallocate() }
}

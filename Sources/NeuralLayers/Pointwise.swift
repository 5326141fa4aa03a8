private import CNeuralKernels

extension Matrix {
    /// Adds `scale * other`.
    ///
    /// - Precondition: `other` has the same shape.
    public mutating func add(_ other: Matrix, scaledBy scale: Float) {
        precondition(rows == other.rows && columns == other.columns)
        nk_add_scaled(&values, other.values, scale, values.count)
    }

    /// Adds `row` to each row.
    ///
    /// - Precondition: `row` has `columns` numbers.
    public mutating func addToRows(_ row: [Float]) {
        precondition(row.count == columns)
        nk_add_row(&values, row, rows, columns)
    }

    /// Replaces each number `x` by `scale * x + offset`.
    public mutating func scale(by scale: Float, offset: Float = 0) {
        nk_affine(&values, scale, offset, values.count)
    }

    /// Applies the function to each number, in place.
    public mutating func apply(_ activation: Activation) {
        activation(&values)
    }
}

/// A function of one number that a network puts between its layers.
public enum Activation: Sendable {
    case exp, log, tanh, sigmoid, silu, softplus, mish
    /// Rectifier: negative numbers become 0.
    case relu
    /// x Φ(x), by the error function.
    case gelu

    /// Applies the function to each of `values`, in place.
    public func callAsFunction(_ values: inout [Float]) {
        values.withUnsafeMutableBufferPointer { buffer in
            guard let base = buffer.baseAddress else { return }
            let count = buffer.count
            switch self {
            case .exp: nk_exp(base, base, count)
            case .log: nk_log(base, base, count)
            case .tanh: nk_tanh(base, base, count)
            case .sigmoid: nk_sigmoid(base, base, count)
            case .silu: nk_silu(base, base, count)
            case .gelu: nk_gelu(base, base, count)
            case .softplus: nk_softplus(base, base, count)
            case .mish: nk_mish(base, base, count)
            case .relu: for i in 0..<count { base[i] = max(base[i], 0) }
            }
        }
    }
}

/// Sine and cosine of each angle in radians, for |angle| below 10,000.
public func sineAndCosine(of angles: [Float]) -> (sine: [Float], cosine: [Float]) {
    let count = angles.count
    var sine = [Float](unsafeUninitializedCapacity: count) { $1 = count }
    var cosine = [Float](unsafeUninitializedCapacity: count) { $1 = count }
    nk_sincos(angles, &sine, &cosine, count)
    return (sine, cosine)
}

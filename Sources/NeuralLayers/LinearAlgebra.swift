private import COpenBLAS

/// What is set once for the process's matrix products.
public enum LinearAlgebra {
    /// Lets each product use up to `threads` threads (at least 1). The command sets this from `--threads`.
    ///
    /// OpenBLAS keeps this number for the whole process, so a program sets it before it starts several syntheses side by
    /// side, and to 1 if it does: the two kinds of threads must not be nested.
    public static func useThreads(_ threads: Int) {
        openblas_set_num_threads(Int32(clamping: max(1, threads)))
    }
}

/// `y = x wᵀ + beta y`: x `[rows, inputs]` in steps of `inputStride`, w `[outputs, inputs]`, y `[rows, outputs]`.
func multiply(
    _ x: UnsafePointer<Float>, inputStride: Int, byTransposed w: UnsafePointer<Float>, weightStride: Int,
    into y: UnsafeMutablePointer<Float>, outputStride: Int, rows: Int, inputs: Int, outputs: Int,
    alpha: Float = 1, beta: Float
) {
    guard rows > 0, inputs > 0, outputs > 0 else { return }
    cblas_sgemm(
        CblasRowMajor, CblasNoTrans, CblasTrans, blasint(rows), blasint(outputs), blasint(inputs), alpha,
        x, blasint(inputStride), w, blasint(weightStride), beta, y, blasint(outputStride))
}

/// `y = x w + beta y`: x `[rows, inputs]`, w `[inputs, outputs]`, y `[rows, outputs]`.
func multiply(
    _ x: UnsafePointer<Float>, inputStride: Int, by w: UnsafePointer<Float>, weightStride: Int,
    into y: UnsafeMutablePointer<Float>, outputStride: Int, rows: Int, inputs: Int, outputs: Int, beta: Float
) {
    guard rows > 0, inputs > 0, outputs > 0 else { return }
    cblas_sgemm(
        CblasRowMajor, CblasNoTrans, CblasNoTrans, blasint(rows), blasint(outputs), blasint(inputs), 1,
        x, blasint(inputStride), w, blasint(weightStride), beta, y, blasint(outputStride))
}

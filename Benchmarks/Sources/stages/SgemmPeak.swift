import COpenBLAS

/// GFLOP/s that OpenBLAS's sgemm reaches on one core, at its best of a second of tries.
///
/// - Parameters:
///   - rows: of the left factor, as many as frames that the vocoder is given at a time.
func sgemmPeak(rows: Int = 192, inputs: Int = 960, outputs: Int = 960) -> Double {
    openblas_set_num_threads(1)
    let x = [Float](repeating: 0.5, count: rows * inputs)
    let w = [Float](repeating: 0.5, count: inputs * outputs)
    var y = [Float](repeating: 0, count: rows * outputs)
    let clock = ContinuousClock()
    let start = clock.now
    var best = Duration.seconds(1000)
    while clock.now - start < .seconds(1) {
        let took = clock.measure {
            cblas_sgemm(
                CblasRowMajor, CblasNoTrans, CblasTrans, blasint(rows), blasint(outputs), blasint(inputs), 1, x, blasint(inputs),
                w, blasint(inputs), 0, &y, blasint(outputs))
        }
        best = min(best, took)
    }
    return 2 * Double(rows * inputs * outputs) / (best / .seconds(1)) / 1e9
}

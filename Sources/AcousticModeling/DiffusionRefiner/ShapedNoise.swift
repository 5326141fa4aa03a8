import NeuralLayers

/// Noise whose neighbours hang together as the errors of a coarse mel do.
///
/// Those correlate by 0.65 from frame to frame and by 0.72 from band to band (measured on the training utterances); white
/// noise under binomial weights does so by 0.67 and 0.80. A flow that starts from it has less far to go.
enum ShapedNoise {
    private static let overFrames: [Float] = [1, 2, 1].map { $0 / Float(6).squareRoot() }
    private static let overBands: [Float] = [1, 4, 6, 4, 1].map { $0 / Float(70).squareRoot() }

    /// `[frames + 2, bands + 4]` of variance 1: the margins let the first and last point be as all others.
    static func white(frames: Int, bands: Int, from random: inout SeededRandom) -> Matrix {
        let (rows, columns) = (frames + overFrames.count - 1, bands + overBands.count - 1)
        return Matrix(rows: rows, columns: columns, values: random.normal(count: rows * columns))
    }

    /// `[frames + 2, bands + 4]` → `[frames, bands]`, of variance 1 too.
    static func shaped(_ white: Matrix) -> Matrix {
        let frames = white.rows - overFrames.count + 1
        let bands = white.columns - overBands.count + 1
        var result = Matrix(rows: frames, columns: bands)
        for frame in 0..<frames {
            for band in 0..<bands {
                var sum: Float = 0
                for (row, w) in overFrames.enumerated() {
                    for (column, v) in overBands.enumerated() { sum += w * v * white[frame + row, band + column] }
                }
                result[frame, band] = sum
            }
        }
        return result
    }
}

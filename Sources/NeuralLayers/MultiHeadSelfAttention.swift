private import CNeuralKernels
public import SpeechData

/// Scaled dot-product attention of every frame to every frame (Vaswani et al. 2017).
///
/// Time and memory grow with the square of the number of frames; memory for one head at a time.
public struct MultiHeadSelfAttention: Sendable {
    public let channels: Int
    public let heads: Int
    let inputProjection: Linear
    let outputProjection: Linear

    /// Takes `qkv` (`[3 channels, channels]`: queries, keys, values) and the part called `output`, each with weight and
    /// bias.
    ///
    /// - Precondition: `channels` is a multiple of `heads`.
    public init(
        _ weights: Weights, channels: Int, heads: Int, output: String = "output"
    ) throws(SpeechError) {
        precondition(heads > 0 && channels % heads == 0)
        self.channels = channels
        self.heads = heads
        inputProjection = try Linear(weights["qkv"], inputs: channels, outputs: 3 * channels)
        outputProjection = try Linear(weights[output], inputs: channels, outputs: channels)
    }

    /// `[frames, channels]` → the same shape. Without frames, the result is empty.
    public func callAsFunction(_ x: Matrix) -> Matrix {
        let frames = x.rows
        let stride = 3 * channels
        let width = channels / heads
        let projected = inputProjection(x)
        var scores = Matrix.uninitialized(rows: frames, columns: frames)
        var mixed = Matrix.uninitialized(rows: frames, columns: channels)
        projected.values.withUnsafeBufferPointer { projected in
            mixed.values.withUnsafeMutableBufferPointer { mixed in
                guard let projected = projected.baseAddress, let mixed = mixed.baseAddress else { return }
                for head in 0..<heads {
                    let query = projected + head * width
                    let keys = PackedWeights(
                        query + channels, inputStride: 1, outputStride: stride, inputs: width, outputs: frames)
                    keys.multiply(query, stride: stride, rows: frames, into: &scores.values, stride: frames)
                    nk_softmax(&scores.values, 1 / Float(width).squareRoot(), frames, frames)
                    let heard = PackedWeights(
                        query + 2 * channels, inputStride: stride, outputStride: 1, inputs: frames, outputs: width)
                    heard.multiply(scores.values, stride: frames, rows: frames, into: mixed + head * width, stride: channels)
                }
            }
        }
        return outputProjection(mixed)
    }
}

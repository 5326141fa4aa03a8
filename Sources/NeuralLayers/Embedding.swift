public import SpeechData

/// A learned vector for each of `count` things (PyTorch's `nn.Embedding`).
public struct Embedding: Sendable {
    /// `[count, channels]`
    public let table: Matrix

    /// Takes `weight`.
    public init(_ weights: Weights, count: Int, channels: Int) throws(SpeechError) {
        table = Matrix(rows: count, columns: channels, values: try weights.take("weight", shape: [count, channels]))
    }

    /// `[indices.count, channels]`: one row an index.
    ///
    /// - Precondition: all indices are in `0..<count`.
    public func callAsFunction(_ indices: [Int]) -> Matrix { table.gathered(indices) }
}

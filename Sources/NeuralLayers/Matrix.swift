/// Numbers over time: `[rows, columns]`, row after row, one row a frame and one column a channel.
///
/// All layers work on this layout, one utterance at a time, so that linear layers, layer norm, attention and convolution
/// read it without a copy.
public struct Matrix: Equatable, Sendable {
    public let rows: Int
    public let columns: Int
    /// `rows * columns` numbers, row after row.
    public var values: [Float]

    /// A matrix of zeros.
    public init(rows: Int, columns: Int) {
        self.rows = rows
        self.columns = columns
        values = [Float](repeating: 0, count: rows * columns)
    }

    /// - Precondition: `values.count == rows * columns`.
    public init(rows: Int, columns: Int, values: [Float]) {
        precondition(values.count == rows * columns)
        self.rows = rows
        self.columns = columns
        self.values = values
    }

    /// A matrix whose numbers are whatever memory holds: for a result that is written whole before it is read.
    public static func uninitialized(rows: Int, columns: Int) -> Matrix {
        let count = rows * columns
        return Matrix(
            rows: rows, columns: columns, values: [Float](unsafeUninitializedCapacity: count) { $1 = count })
    }

    public subscript(row: Int, column: Int) -> Float {
        get { values[row * columns + column] }
        set { values[row * columns + column] = newValue }
    }

    /// One frame.
    public subscript(row row: Int) -> ArraySlice<Float> { values[row * columns..<(row + 1) * columns] }

    /// Frames `range`, copied.
    public func rows(_ range: Range<Int>) -> Matrix {
        Matrix(
            rows: range.count, columns: columns,
            values: Array(values[range.lowerBound * columns..<range.upperBound * columns]))
    }

    /// Row `indices[i]` of this matrix becomes row `i` of the result: an embedding table or a length regulator.
    ///
    /// - Precondition: all indices are rows of this matrix.
    public func gathered(_ indices: [Int]) -> Matrix {
        precondition(indices.allSatisfy { $0 >= 0 && $0 < rows })
        var result = Matrix.uninitialized(rows: indices.count, columns: columns)
        values.withUnsafeBufferPointer { source in
            result.values.withUnsafeMutableBufferPointer { target in
                for (row, index) in indices.enumerated() {
                    _ = target[row * columns..<(row + 1) * columns]
                        .update(fromContentsOf: source[index * columns..<(index + 1) * columns])
                }
            }
        }
        return result
    }

    /// Adds the rows of `other` after its own.
    ///
    /// - Precondition: `other` has as many columns.
    public mutating func append(_ other: Matrix) {
        precondition(columns == other.columns)
        self = Matrix(rows: rows + other.rows, columns: columns, values: values + other.values)
    }

    /// Joins matrices of as many rows, side by side.
    ///
    /// - Precondition: there is at least one, and all have as many rows.
    public static func joiningColumns(_ parts: [Matrix]) -> Matrix {
        let rows = parts[0].rows
        precondition(parts.allSatisfy { $0.rows == rows })
        let columns = parts.reduce(0) { $0 + $1.columns }
        var values: [Float] = []
        values.reserveCapacity(rows * columns)
        for row in 0..<rows {
            for part in parts { values += part[row: row] }
        }
        return Matrix(rows: rows, columns: columns, values: values)
    }

    /// Adds `other`, element by element.
    ///
    /// - Precondition: `other` has the same shape.
    public static func += (matrix: inout Matrix, other: Matrix) {
        precondition(matrix.rows == other.rows && matrix.columns == other.columns)
        matrix.add(other, scaledBy: 1)
    }
}

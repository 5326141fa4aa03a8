import CNeuralKernels
import Testing

@testable import NeuralLayers

@Suite("Matrix products with packed weights")
struct MatrixProductTests {
    /// Shapes around every edge of the kernel: tiles of 4, 6 and 12 frames, panels of 16 and pairs of them, blocks of 96 frames,
    /// sums of 256 and 512 inputs.
    static let shapes: [(rows: Int, inputs: Int, outputs: Int)] = {
        var shapes = [(0, 3, 5), (3, 0, 5), (1, 1, 1), (97, 511, 33), (6, 512, 16), (12, 513, 32), (193, 257, 17), (13, 1024, 48)]
        for rows in 1...14 { for outputs in [1, 15, 16, 17, 31, 32, 33, 49] { shapes.append((rows, 3 * rows, outputs)) } }
        return shapes
    }()

    static let widths: [Int] = [16, 32, 64].filter { $0 <= Int(nk_matmul_widest()) }

    private func numbers(_ count: Int, seed: UInt64) -> [Float] {
        var random = SeededRandom(seed: seed)
        return (0..<count).map { _ in random.uniform() - 0.5 }
    }

    private func packed(_ weight: [Float], inputs: Int, outputs: Int) -> [Float] {
        var packed = [Float](repeating: .nan, count: nk_packed_count(inputs, outputs))
        nk_pack(weight, 1, inputs, &packed, inputs, outputs)
        return packed
    }

    @Test(arguments: widths) func agreeWithSumsInDoublePrecision(width: Int) {
        for (rows, inputs, outputs) in Self.shapes {
            // Rows lie further apart than they are long; what is between must neither be read into a sum nor written.
            let (xStride, yStride) = (inputs + 3, outputs + 2)
            var x = numbers(rows * xStride, seed: 1)
            for row in 0..<rows { for k in inputs..<xStride { x[row * xStride + k] = .nan } }
            let weight = numbers(inputs * outputs, seed: 2)
            let bias = numbers(outputs, seed: 3)
            let before = numbers(rows * yStride, seed: 4)
            let panels = packed(weight, inputs: inputs, outputs: outputs)
            for start in [PackedStart.zero, .bias, .output] {
                var y = before
                bias.withUnsafeBufferPointer { bias in
                    nk_matmul_with(
                        Int32(width), x, xStride, panels, start == .bias ? bias.baseAddress : nil, start == .output ? 1 : 0, &y, yStride,
                        rows, inputs, outputs)
                }
                var (worst, untouched) = (0.0, true)
                for row in 0..<rows {
                    for output in 0..<yStride {
                        let place = row * yStride + output
                        guard output < outputs else {
                            untouched = untouched && y[place] == before[place]
                            continue
                        }
                        var sum = start == .bias ? Double(bias[output]) : start == .output ? Double(before[place]) : 0
                        for k in 0..<inputs { sum += Double(x[row * xStride + k]) * Double(weight[output * inputs + k]) }
                        let error = abs(Double(y[place]) - sum)
                        worst = error.isFinite ? max(worst, error) : .infinity
                    }
                }
                #expect(worst < 6e-7 * Double(inputs + 10).squareRoot() && untouched, "\(rows)x\(inputs)x\(outputs), \(start)")
            }
        }
    }

    enum PackedStart { case zero, bias, output }

    /// However rows are cut into calls, the bytes are the same; so are those of all widths with fused multiply-add.
    @Test func rowsDoNotDependOnTheirNeighbours() {
        let (rows, inputs, outputs) = (205, 530, 83)
        let x = numbers(rows * inputs, seed: 5)
        let weights = PackedWeights(transposed: numbers(inputs * outputs, seed: 6), inputs: inputs, outputs: outputs)
        let bias = numbers(outputs, seed: 7)
        func product(_ cuts: [Int]) -> [Float] {
            var y = [Float](repeating: 0, count: rows * outputs)
            x.withUnsafeBufferPointer { x in
                y.withUnsafeMutableBufferPointer { y in
                    for (start, end) in zip([0] + cuts, cuts + [rows]) {
                        weights.multiply(
                            x.baseAddress! + start * inputs, stride: inputs, rows: end - start, into: y.baseAddress! + start * outputs,
                            stride: outputs, from: .bias(bias))
                    }
                }
            }
            return y
        }
        let whole = product([])
        for cuts in [[1], [5, 6, 7, 100], [96, 192], Array(1..<205)] { #expect(product(cuts) == whole) }
        let weight = numbers(inputs * outputs, seed: 6)
        let panels = packed(weight, inputs: inputs, outputs: outputs)
        for width in Self.widths where width >= 32 {
            var y = whole
            nk_matmul_with(Int32(width), x, inputs, panels, bias, 0, &y, outputs, rows, inputs, outputs)
            #expect(y == whole)
        }
    }

    @Test func weightsMayLieEitherWay() {
        let weight = numbers(6 * 20, seed: 8)
        var transposed = weight
        for i in 0..<6 { for o in 0..<20 { transposed[i * 20 + o] = weight[o * 6 + i] } }
        var panels = [Float](repeating: 0, count: nk_packed_count(6, 20))
        nk_pack(transposed, 20, 1, &panels, 6, 20)
        #expect(panels == packed(weight, inputs: 6, outputs: 20))
    }

    @Test func aConvolutionOfAStretchIsTheWholesStretch() throws {
        let fixture = try ParityFixture()
        let x = try fixture.matrix("x")
        let depthwise = try DepthwiseConv1d(fixture.file.weights["depthwise"], channels: 12, kernel: 7)
        let block = try ConvNeXtBlock(fixture.file.weights["convnext"], channels: 12, hidden: 20)
        for range in [0..<0, 0..<1, 2..<x.rows, 0..<x.rows, x.rows - 1..<x.rows] {
            #expect(depthwise(x, frames: range) == depthwise(x).rows(range))
            #expect(block(x, frames: range) == block(x).rows(range))
        }
    }
}

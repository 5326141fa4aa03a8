internal import Foundation
internal import NeuralLayers
internal import SpeechData

/// The second half of `LetterToSound`: a GRU that names a chunk of phonemes for each encoded letter, and its beam search.
///
/// The products of the encoded letters and of the chunk table with the GRU's weights are taken once a word and once a
/// model, so that a step of the search costs only the recurrent part.
struct ChunkDecoder: Sendable {
    private let hidden: Int
    private let chunkCount: Int
    /// Encoded letter → the GRU's gates (with its input bias) and → the chunks' logits (with the output bias).
    private let encodedToGates: Linear
    private let encodedToLogits: Linear
    /// `[chunks + 1, 3 × hidden]`: what each chunk said before adds to the gates; the last row is the start.
    private let saidToGates: Matrix
    private let recurrent: Linear
    private let stateToLogits: Linear

    /// Takes `decoder`, `history` and `output`. Throws `.brokenVoice` if one is missing or misshapen.
    init(_ weights: Weights, encoded: Int, chunks: Int) throws(SpeechError) {
        guard let hidden = weights["decoder"].shape(of: "weight_hh_l0")?.last, let said = weights["history"].shape(of: "weight")?.last else {
            throw SpeechError(.brokenVoice, "the letter-to-sound model has no decoder", remedy: "install the program's resources again")
        }
        self.hidden = hidden
        chunkCount = chunks
        let gates = 3 * hidden
        let input = try weights["decoder"].take("weight_ih_l0", shape: [gates, encoded + said])
        encodedToGates = Linear(
            inputs: encoded, outputs: gates, weight: Self.columns(0..<encoded, of: input, width: encoded + said),
            bias: try weights["decoder"].take("bias_ih_l0", shape: [gates]))
        let table = try Embedding(weights["history"], count: chunks + 1, channels: said)
        let project = Linear(
            inputs: said, outputs: gates, weight: Self.columns(encoded..<encoded + said, of: input, width: encoded + said),
            bias: [Float](repeating: 0, count: gates))
        saidToGates = project(table.table)
        recurrent = Linear(
            inputs: hidden, outputs: gates, weight: try weights["decoder"].take("weight_hh_l0", shape: [gates, hidden]),
            bias: try weights["decoder"].take("bias_hh_l0", shape: [gates]))
        let output = try weights["output"].take("weight", shape: [chunks, hidden + encoded])
        stateToLogits = Linear(
            inputs: hidden, outputs: chunks, weight: Self.columns(0..<hidden, of: output, width: hidden + encoded),
            bias: [Float](repeating: 0, count: chunks))
        encodedToLogits = Linear(
            inputs: encoded, outputs: chunks, weight: Self.columns(hidden..<hidden + encoded, of: output, width: hidden + encoded),
            bias: try weights["output"].take("bias", shape: [chunks]))
    }

    private static func columns(_ range: Range<Int>, of matrix: [Float], width: Int) -> [Float] {
        var result: [Float] = []
        result.reserveCapacity(matrix.count / width * range.count)
        for row in stride(from: 0, to: matrix.count, by: width) { result += matrix[row + range.lowerBound..<row + range.upperBound] }
        return result
    }

    /// How much less likely (natural logarithm) than a beam's likeliest chunk one may be and still be looked at.
    private static let spread: Float = 9

    private struct Beam {
        var score: Float
        var chunks: [Int]
    }

    /// The likeliest row of chunks for encoded letters `[letters, encoded]`, one chunk a letter, and its log probability.
    /// Equal scores keep the beam that comes first, so the result is always the same.
    func search(_ encoded: Matrix, width: Int) -> (chunks: [Int], score: Float) {
        let gates = encodedToGates(encoded), logits = encodedToLogits(encoded)
        var beams = [Beam(score: 0, chunks: [])]
        var states = Matrix(rows: 1, columns: hidden)
        for letter in 0..<encoded.rows {
            let next = step(states, said: beams.map { $0.chunks.last ?? chunkCount }, gates: gates[row: letter])
            let scores = stateToLogits(next)
            var candidates: [(score: Float, beam: Int, chunk: Int)] = []
            for beam in beams.indices {
                var row = Array(scores[row: beam])
                var peak = -Float.infinity
                for chunk in 0..<chunkCount {
                    row[chunk] += logits[letter, chunk]
                    peak = max(peak, row[chunk])
                }
                var sum: Float = 0
                for chunk in 0..<chunkCount where row[chunk] > peak - 20 { sum += exp(row[chunk] - peak) }
                let total = peak + log(sum)
                for chunk in 0..<chunkCount where row[chunk] > peak - Self.spread {
                    candidates.append((beams[beam].score + row[chunk] - total, beam, chunk))
                }
            }
            candidates.sort { ($0.score, $1.beam, $1.chunk) > ($1.score, $0.beam, $0.chunk) }
            let kept = candidates.prefix(width)
            beams = kept.map { Beam(score: $0.score, chunks: beams[$0.beam].chunks + [$0.chunk]) }
            states = next.gathered(kept.map(\.beam))
        }
        return beams.first.map { ($0.chunks, $0.score) } ?? ([], 0)
    }

    /// One step of the GRU for every beam: states `[beams, hidden]` → `[beams, hidden]`, gates r z n as in PyTorch.
    private func step(_ states: Matrix, said: [Int], gates: ArraySlice<Float>) -> Matrix {
        let recurrent = recurrent(states).values
        let previous = saidToGates.gathered(said).values
        var next = states
        let hidden = hidden
        gates.withUnsafeBufferPointer { input in
            recurrent.withUnsafeBufferPointer { recurrent in
                previous.withUnsafeBufferPointer { previous in
                    next.values.withUnsafeMutableBufferPointer { state in
                        for beam in 0..<said.count {
                            for unit in 0..<hidden {
                                let r = beam * 3 * hidden + unit, z = r + hidden, n = z + hidden
                                let reset = sigmoid(input[unit] + previous[r] + recurrent[r])
                                let keep = sigmoid(input[hidden + unit] + previous[z] + recurrent[z])
                                let new = tanh(input[2 * hidden + unit] + previous[n] + reset * recurrent[n])
                                state[beam * hidden + unit] = (1 - keep) * new + keep * state[beam * hidden + unit]
                            }
                        }
                    }
                }
            }
        }
        return next
    }

    private func sigmoid(_ x: Float) -> Float { 1 / (1 + exp(-x)) }
}

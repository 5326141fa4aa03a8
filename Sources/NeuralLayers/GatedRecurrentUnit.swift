private import CNeuralKernels
public import SpeechData

/// One layer of gated recurrent units, one direction (Cho et al. 2014), as PyTorch's `nn.GRU`.
public struct GatedRecurrentUnit: Sendable {
    public let inputs: Int
    public let hidden: Int
    private let input: Linear
    private let recurrent: Linear

    /// Takes `weight_ih_l0`, `weight_hh_l0`, `bias_ih_l0` and `bias_hh_l0`, gates in PyTorch's order: reset, update,
    /// new. `layer` picks another layer of a stack; `suffix` is `_reverse` for the backward half of a bidirectional one.
    public init(
        _ weights: Weights, inputs: Int, hidden: Int, layer: Int = 0, suffix: String = ""
    ) throws(SpeechError) {
        self.inputs = inputs
        self.hidden = hidden
        input = try Linear(
            recurrent: weights, kind: "ih", suffix: "_l\(layer)\(suffix)", inputs: inputs, outputs: 3 * hidden)
        recurrent = try Linear(
            recurrent: weights, kind: "hh", suffix: "_l\(layer)\(suffix)", inputs: hidden, outputs: 3 * hidden)
    }

    /// The state before the first frame: zeros.
    public var initialState: [Float] { [Float](repeating: 0, count: hidden) }

    /// `[frames, inputs]` → `[frames, hidden]`; `state` (`hidden` numbers) goes on from where it was.
    public func callAsFunction(_ x: Matrix, state: inout [Float]) -> Matrix {
        let projected = input(x)
        var output = Matrix.uninitialized(rows: x.rows, columns: hidden)
        for frame in 0..<x.rows {
            let gates = recurrent(Matrix(rows: 1, columns: hidden, values: state)).values
            nk_gru_step(Array(projected[row: frame]), gates, &state, hidden)
            output.values.replaceSubrange(frame * hidden..<(frame + 1) * hidden, with: state)
        }
        return output
    }

    /// The whole sequence from the initial state; from its end to its start if `reversed`.
    public func callAsFunction(_ x: Matrix, reversed: Bool = false) -> Matrix {
        var state = initialState
        guard reversed else { return self(x, state: &state) }
        let order = Array((0..<x.rows).reversed())
        return self(x.gathered(order), state: &state).gathered(order)
    }
}

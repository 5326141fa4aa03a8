private import CNeuralKernels
public import SpeechData

/// A stack of long short-term memory layers, one direction (Hochreiter and Schmidhuber 1997), as PyTorch's `nn.LSTM`.
public struct LongShortTermMemory: Sendable {
    /// What the layers remember from one frame to the next.
    public struct State: Sendable {
        var hidden: [[Float]]
        var cell: [[Float]]
    }

    private struct Layer {
        var input: Linear
        var recurrent: Linear
    }

    public let inputs: Int
    public let hidden: Int
    private let layers: [Layer]

    /// Takes `weight_ih_lN`, `weight_hh_lN`, `bias_ih_lN` and `bias_hh_lN` of each layer, gates in PyTorch's order:
    /// input, forget, cell, output. `suffix` is `_reverse` for the backward half of a bidirectional layer.
    public init(
        _ weights: Weights, inputs: Int, hidden: Int, layers count: Int = 1, suffix: String = ""
    ) throws(SpeechError) {
        self.inputs = inputs
        self.hidden = hidden
        var layers: [Layer] = []
        for index in 0..<count {
            layers.append(
                Layer(
                    input: try Linear(
                        recurrent: weights, kind: "ih", suffix: "_l\(index)\(suffix)",
                        inputs: index == 0 ? inputs : hidden, outputs: 4 * hidden),
                    recurrent: try Linear(
                        recurrent: weights, kind: "hh", suffix: "_l\(index)\(suffix)",
                        inputs: hidden, outputs: 4 * hidden)))
        }
        self.layers = layers
    }

    /// The state before the first frame: zeros.
    public var initialState: State {
        let zeros = [[Float]](repeating: [Float](repeating: 0, count: hidden), count: layers.count)
        return State(hidden: zeros, cell: zeros)
    }

    /// `[frames, inputs]` → the last layer's outputs, `[frames, hidden]`; `state` goes on from where it was.
    public func callAsFunction(_ x: Matrix, state: inout State) -> Matrix {
        var sequence = x
        for (index, layer) in layers.enumerated() {
            let projected = layer.input(sequence)
            var output = Matrix.uninitialized(rows: x.rows, columns: hidden)
            var h = Matrix(rows: 1, columns: hidden, values: state.hidden[index])
            var c = state.cell[index]
            for frame in 0..<x.rows {
                var gates = layer.recurrent(h).values
                nk_lstm_step(
                    Array(projected[row: frame]), &gates, &c, &h.values, hidden)
                output.values.replaceSubrange(frame * hidden..<(frame + 1) * hidden, with: h.values)
            }
            state.hidden[index] = h.values
            state.cell[index] = c
            sequence = output
        }
        return sequence
    }

    /// The whole sequence from the initial state.
    public func callAsFunction(_ x: Matrix) -> Matrix {
        var state = initialState
        return self(x, state: &state)
    }
}

extension Linear {
    /// One of a recurrent layer's two linear maps, under the names that PyTorch gives them.
    init(
        recurrent weights: Weights, kind: String, suffix: String, inputs: Int, outputs: Int
    ) throws(SpeechError) {
        self.init(
            inputs: inputs, outputs: outputs,
            weight: try weights.take("weight_\(kind)\(suffix)", shape: [outputs, inputs]),
            bias: try weights.take("bias_\(kind)\(suffix)", shape: [outputs]))
    }
}

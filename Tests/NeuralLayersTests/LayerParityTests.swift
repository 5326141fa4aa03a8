import NeuralLayers
import SpeechData
import Testing

@Suite("Layers give PyTorch's values")
struct LayerParityTests {
    let fixture: ParityFixture
    let x: Matrix

    init() throws {
        fixture = try ParityFixture()
        x = try fixture.matrix("x")
    }

    func check(_ name: String, _ output: Matrix) throws {
        let expected = try fixture.matrix("\(name).y")
        #expect(output.rows == expected.rows && output.columns == expected.columns)
        #expect(relativeError(output.values, expected.values) < 1e-5, "\(name)")
    }

    @Test func linear() throws {
        try check("linear", Linear(fixture.file.weights["linear"], inputs: 12, outputs: 7)(x))
    }

    @Test func layerNorm() throws {
        try check("norm", LayerNorm(fixture.file.weights["norm"], channels: 12)(x))
    }

    /// The last kernel reaches beyond both ends of the input at once.
    @Test(arguments: [("conv", 5, 1), ("dilated", 3, 4), ("wide", 11, 2)])
    func conv1d(name: String, kernel: Int, dilation: Int) throws {
        let weights = fixture.file.weights[name]
        try check(name, Conv1d(weights, inputs: 12, outputs: 6, kernel: kernel, dilation: dilation)(x))
    }

    @Test func depthwiseConv1d() throws {
        try check("depthwise", DepthwiseConv1d(fixture.file.weights["depthwise"], channels: 12, kernel: 7)(x))
    }

    @Test func convNeXtBlock() throws {
        try check("convnext", ConvNeXtBlock(fixture.file.weights["convnext"], channels: 12, hidden: 20)(x))
    }

    @Test func multiHeadSelfAttention() throws {
        try check("attention", MultiHeadSelfAttention(fixture.file.weights["attention"], channels: 12, heads: 3)(x))
    }

    @Test func longShortTermMemory() throws {
        let lstm = try LongShortTermMemory(fixture.file.weights["lstm"], inputs: 12, hidden: 5, layers: 2)
        try check("lstm", lstm(x))
        var state = lstm.initialState
        let steps = (0..<x.rows).flatMap { lstm(x.rows($0..<$0 + 1), state: &state).values }
        #expect(relativeError(steps, lstm(x).values) < 1e-6)
    }

    @Test func gatedRecurrentUnit() throws {
        try check("gru", GatedRecurrentUnit(fixture.file.weights["gru"], inputs: 12, hidden: 5)(x))
        let forward = try GatedRecurrentUnit(fixture.file.weights["bigru"], inputs: 12, hidden: 5)
        let backward = try GatedRecurrentUnit(fixture.file.weights["bigru"], inputs: 12, hidden: 5, suffix: "_reverse")
        try check("bigru", .joiningColumns([forward(x), backward(x, reversed: true)]))
    }

    @Test func emptyInputGivesEmptyOutput() throws {
        let none = Matrix(rows: 0, columns: 12)
        #expect(try Linear(fixture.file.weights["linear"], inputs: 12, outputs: 7)(none).values.isEmpty)
        #expect(try Conv1d(fixture.file.weights["conv"], inputs: 12, outputs: 6, kernel: 5)(none).values.isEmpty)
        let attention = try MultiHeadSelfAttention(fixture.file.weights["attention"], channels: 12, heads: 3)
        #expect(attention(none).values.isEmpty)
    }
}

@Suite("Pointwise functions")
struct PointwiseTests {
    static let functions: [(String, Activation)] = [
        ("tanh", .tanh), ("sigmoid", .sigmoid), ("silu", .silu), ("gelu", .gelu), ("softplus", .softplus),
        ("mish", .mish), ("exp", .exp), ("relu", .relu),
    ]

    @Test(arguments: functions)
    func givePyTorchsValues(name: String, function: Activation) throws {
        let fixture = try ParityFixture()
        var values = try fixture.matrix("pointwise.x").values
        let expected = try fixture.matrix("pointwise.\(name)").values
        function(&values)
        for (value, reference) in zip(values, expected) {
            #expect(abs(value - reference) <= 2e-6 * abs(reference) + 1e-6, "\(name)")
        }
    }

    /// A matrix product with them takes many times as long on some processors, which no other test would notice.
    @Test func geluGivesNoSubnormalNumbers() {
        var values = (-4000...400).map { Float($0) * 0.01 }
        Activation.gelu(&values)
        #expect(!values.contains { $0.isSubnormal })
        #expect(values[0] == 0 && values[4000 - 500] < -1e-7 && abs(values[4400] - 4) < 1e-3)
    }

    @Test func sineAndCosineOverManyTurns() {
        let angles = (-500...500).map { Float($0) * 0.37 }
        let (sine, cosine) = sineAndCosine(of: angles)
        for (i, angle) in angles.enumerated() {
            #expect(abs(Double(sine[i]) - sinOf(Double(angle))) < 3e-7)
            #expect(abs(sine[i] * sine[i] + cosine[i] * cosine[i] - 1) < 1e-6)
        }
    }

    @Test func exponentialOfTheLogarithmIsTheNumber() {
        var values: [Float] = [1e-30, 0.003, 0.7, 1, 1.4142, 2.5, 1e20]
        let numbers = values
        Activation.log(&values)
        Activation.exp(&values)
        #expect(relativeError(zip(values, numbers).map { $0 / $1 }, numbers.map { _ in 1 }) < 1e-5)
    }

    @Test func halfPrecisionIsReadExactly() throws {
        let fixture = try ParityFixture()
        let values = try fixture.matrix("half").values
        #expect(values == (try fixture.matrix("halfAsFloat").values))
        #expect(values.contains(.infinity) && values.contains { $0 == 0 && $0.sign == .minus })
    }
}

import Foundation
import NeuralLayers
import SpeechData
import Testing

@testable import AcousticModeling

/// What PyTorch makes of one mel with a tiny random refiner (`tts_training.fixtures.refiner`).
private struct Fixture: Decodable {
    var configuration: DiffusionRefiner.Configuration
    var coarse: [Float]
    var logF0: [Float]
    var voicing: [Float]
    var x: [Float]
    var white: [Float]
    var shaped: [Float]
    var velocity: [Float]
    var refined1: [Float]
    var refined8: [Float]

    static func url(_ name: String) throws -> URL {
        try #require(Bundle.module.url(forResource: name, withExtension: nil, subdirectory: "Fixtures"))
    }

    init() throws { self = try JSONDecoder().decode(Self.self, from: Data(contentsOf: Self.url("refiner.json"))) }

    var whiteNoise: Matrix { matrix(white, columns: configuration.bands + 4) }

    func matrix(_ values: [Float], columns: Int) -> Matrix {
        Matrix(rows: values.count / columns, columns: columns, values: values)
    }

    var mel: MelSpectrogram {
        var c = MelConfiguration.standard24kHz
        c.bands = configuration.bands
        return MelSpectrogram(configuration: c, values: coarse, f0: logF0.map { Float(Foundation.exp(Double($0))) }, voicing: voicing)
    }
}

@Suite("The diffusion refiner")
struct RefinerTests {
    private let fixture: Fixture
    private let refiner: DiffusionRefiner

    init() throws {
        fixture = try Fixture()
        refiner = try DiffusionRefiner(WeightFile(path: Fixture.url("refiner.safetensors").path), configuration: fixture.configuration)
    }

    @Test func velocityIsPyTorchs() throws {
        let c = fixture.configuration
        let file = try WeightFile(path: Fixture.url("refiner.safetensors").path)
        let denoiser = try Denoiser(file.weights, c)
        let mean = try file.take("melMean", shape: [c.bands])
        let scale = try file.take("melScale", shape: [c.bands])
        var normalised = fixture.matrix(fixture.coarse, columns: c.bands)
        for i in normalised.values.indices { normalised.values[i] = (normalised.values[i] - mean[i % c.bands]) / scale[i % c.bands] }
        let velocity = denoiser(
            fixture.matrix(fixture.x, columns: c.bands), coarse: normalised,
            conditioned: denoiser.conditioned(onPitchOf: fixture.mel), t: 0.3, step: 0.25)
        #expect(relativeError(velocity.values, fixture.velocity) < 1e-4)
    }

    /// Many blocks; of one step nothing but the block's own surroundings matters.
    @Test(arguments: [0, 1, 399, 400, 401, 1500])
    func aStreamGivesWhatTheWholeGives(frames: Int) throws {
        let c = fixture.configuration
        var mel = fixture.mel.frames(0..<0)
        while mel.frameCount < frames { mel.append(fixture.mel) }
        mel = mel.frames(0..<frames)
        for steps in [0, 1, 2] {
            let whole = refiner.refine(mel, steps: steps, seed: 7)
            for cut in [frames, 37] where cut > 0 {
                var stream = RefinerStream(refiner, mel: mel.configuration, steps: steps, seed: 7)
                var joined = mel.frames(0..<0)
                for start in stride(from: 0, to: frames, by: cut) { joined.append(stream.append(mel.frames(start..<min(frames, start + cut)))) }
                joined.append(stream.finish())
                #expect(joined.f0 == whole.f0 && joined.values.count == frames * c.bands)
                #expect(zip(joined.values, whole.values).allSatisfy { abs($0 - $1) < 1e-3 })
            }
        }
    }

    @Test func eightStepsEndWherePyTorchsDo() {
        let refined = refiner.refine(fixture.mel, steps: 8, solver: EulerSolver(), white: fixture.whiteNoise)
        #expect(relativeError(refined.values, fixture.refined8) < 1e-4)
        #expect(refined.f0 == fixture.mel.f0)
    }

    @Test(arguments: SolverName.allCases) func oneStepIsTheDistilledOneOfPyTorch(name: SolverName) {
        let refined = refiner.refine(fixture.mel, steps: 1, solver: name.solver, white: fixture.whiteNoise)
        #expect(relativeError(refined.values, fixture.refined1) < 1e-4)
    }

    @Test func noiseIsShapedAsPyTorchs() {
        #expect(relativeError(ShapedNoise.shaped(fixture.whiteNoise).values, fixture.shaped) < 1e-5)
    }

    @Test func shapedNoiseHasVarianceOneAndCorrelatedNeighbours() {
        var random = SeededRandom(seed: 3)
        let noise = ShapedNoise.shaped(ShapedNoise.white(frames: 400, bands: 100, from: &random))
        func correlation(_ frames: Int, _ bands: Int) -> Float {
            var sum: Float = 0
            for frame in 0..<noise.rows - frames {
                for band in 0..<noise.columns - bands { sum += noise[frame, band] * noise[frame + frames, band + bands] }
            }
            return sum / Float((noise.rows - frames) * (noise.columns - bands))
        }
        #expect(abs(correlation(0, 0) - 1) < 0.05)
        #expect(abs(correlation(1, 0) - 0.667) < 0.05)
        #expect(abs(correlation(0, 1) - 0.8) < 0.05)
        #expect(abs(correlation(3, 0)) < 0.05 && abs(correlation(0, 5)) < 0.05)
    }

    @Test func noStepsLeaveTheCoarseMel() {
        #expect(refiner.refine(fixture.mel, steps: 0, seed: 1) == fixture.mel)
    }

    @Test func theSeedDecides() {
        let once = refiner.refine(fixture.mel, steps: 2, seed: 1)
        #expect(refiner.refine(fixture.mel, steps: 2, seed: 1) == once)
        #expect(refiner.refine(fixture.mel, steps: 2, seed: 2) != once)
    }
}

/// A Gaussian of mean m and deviation s, reached from noise of deviation 1 along the straight flow, has the velocity
/// d/dt of x(t) = t m + x(0) √((1 − t)² + t² s²) in closed form.
private struct GaussianFlow {
    let mean: Double = 1.5
    let deviation: Double = 0.4

    func variance(_ t: Double) -> Double { (1 - t) * (1 - t) + t * t * deviation * deviation }

    func velocity(_ x: Matrix, _ t: Float) -> Matrix {
        let t = Double(t)
        let rate = (t * deviation * deviation - (1 - t)) / variance(t)
        return Matrix(rows: x.rows, columns: x.columns, values: x.values.map { Float(mean + (Double($0) - t * mean) * rate) })
    }

    func end(from start: Float) -> Float { Float(mean + Double(start) * deviation) }
}

@Suite("Diffusion solvers")
struct DiffusionSolverTests {
    private let flow = GaussianFlow()
    private let start = Matrix(rows: 1, columns: 4, values: [-2, -0.5, 0.7, 1.9])

    private func error(of solver: any DiffusionSolver, steps: Int) -> Double {
        let end = solver.solve(from: start, steps: steps, velocity: flow.velocity)
        return zip(end.values, start.values).map { Double(abs($0 - flow.end(from: $1))) }.reduce(0, max)
    }

    /// Twice the steps divide the error by two to the power of the order, or more.
    @Test(arguments: SolverName.allCases) func theErrorFallsAsTheOrderSays(name: SolverName) {
        let solver = name.solver
        let order = type(of: solver).order
        let measured = log2(error(of: solver, steps: 16) / error(of: solver, steps: 32))
        #expect(measured > Double(order) - 0.35, "\(name.rawValue) is of order \(measured)")
        if order == 1 { #expect(measured < 1.35, "\(name.rawValue) claims too little: order \(measured)") }
    }

    @Test(arguments: SolverName.allCases) func noStepsGoNowhere(name: SolverName) {
        #expect(name.solver.solve(from: start, steps: 0, velocity: flow.velocity) == start)
    }

    /// Where data is one point, every solver is exact at once.
    @Test(arguments: SolverName.allCases) func aStraightFlowTakesOneStep(name: SolverName) {
        let end = name.solver.solve(from: start, steps: 1) { _, _ in
            Matrix(rows: 1, columns: 4, values: start.values.map { 3 - $0 })
        }
        #expect(end.values.allSatisfy { abs($0 - 3) < 1e-5 })
    }

    @Test func ddimIsEulerOnAStraightFlow() {
        let euler = EulerSolver().solve(from: start, steps: 7, velocity: flow.velocity)
        let ddim = DDIMSolver().solve(from: start, steps: 7, velocity: flow.velocity)
        #expect(relativeError(euler.values, ddim.values) < 1e-5)
    }
}

import Foundation
import NeuralLayers
import SpeechData
import Testing

@testable import AcousticModeling

/// What PyTorch makes of one contour with a tiny random pitch refiner (`tts_training.fixtures.pitch_refiner`).
private struct Fixture: Decodable {
    var configuration: PitchRefiner.Configuration
    var frames: [Float]
    var speaker: [Float]
    var curves: [Float]
    var noise: [Float]
    var moves: [Float]

    static func url(_ name: String) throws -> URL {
        try #require(Bundle.module.url(forResource: name, withExtension: nil, subdirectory: "Fixtures"))
    }

    init() throws { self = try JSONDecoder().decode(Self.self, from: Data(contentsOf: Self.url("pitch-refiner.json"))) }

    func matrix(_ values: [Float], columns: Int) -> Matrix { Matrix(rows: values.count / columns, columns: columns, values: values) }
}

/// The acoustic model among the fixtures, whose channels the pitch refiner fits.
private struct Acoustic: Decodable {
    var configuration: AcousticModel.Configuration
    var phonemes: String

    init() throws { self = try JSONDecoder().decode(Self.self, from: Data(contentsOf: Fixture.url("acoustic.json"))) }

    func model() throws -> AcousticModel {
        var mel = MelConfiguration.standard24kHz
        mel.bands = configuration.bands
        return try AcousticModel(WeightFile(path: Fixture.url("acoustic.safetensors").path), configuration: configuration, mel: mel)
    }
}

@Suite("The pitch refiner")
struct PitchRefinerTests {
    private let fixture: Fixture
    private let refiner: PitchRefiner
    private let model: AcousticModel
    private let utterance: Utterance
    private let speaker = SpeakerMixture(speaker: 1)

    init() throws {
        fixture = try Fixture()
        refiner = try PitchRefiner(WeightFile(path: Fixture.url("pitch-refiner.safetensors").path), configuration: fixture.configuration)
        let acoustic = try Acoustic()
        model = try acoustic.model()
        utterance = try Utterance(phonemes: acoustic.phonemes)
    }

    private func prosody(strength: Double, seed: UInt64) -> Prosody {
        model.prosody(for: utterance, speaker: speaker, draw: PitchRefiner.Draw(refiner, strength: strength, seed: seed))
    }

    @Test func movesArePyTorchs() {
        let c = fixture.configuration
        let moves = refiner(
            fixture.matrix(fixture.frames, columns: c.frameChannels), speaker: fixture.matrix(fixture.speaker, columns: c.speakerChannels),
            curves: fixture.matrix(fixture.curves, columns: 3), noise: fixture.matrix(fixture.noise, columns: fixture.noise.count / (fixture.frames.count / c.frameChannels)))
        #expect(relativeError(moves, fixture.moves) < 1e-4)
    }

    @Test func theSeedDecides() {
        let once = prosody(strength: 1, seed: 1)
        #expect(prosody(strength: 1, seed: 1) == once)
        #expect(prosody(strength: 1, seed: 2).f0 != once.f0)
    }

    @Test func strengthZeroIsThePredictedContour() {
        #expect(prosody(strength: 0, seed: 1) == model.prosody(for: utterance, speaker: speaker))
    }

    @Test func onlyPitchIsMoved() {
        let predicted = model.prosody(for: utterance, speaker: speaker)
        let drawn = prosody(strength: 1, seed: 1)
        #expect(drawn.f0 != predicted.f0)
        #expect(drawn.durations == predicted.durations && drawn.voicing == predicted.voicing && drawn.energy == predicted.energy)
    }

    /// A step of half the strength goes half as far, in the logarithm.
    @Test func strengthScalesTheMove() {
        let (none, half, whole) = (prosody(strength: 0, seed: 3), prosody(strength: 0.5, seed: 3), prosody(strength: 1, seed: 3))
        for frame in none.f0.indices {
            let middle = (none.f0[frame] * whole.f0[frame]).squareRoot()
            #expect(abs(half.f0[frame] - middle) < 1e-3 * middle)
        }
    }

    /// Whatever the weights say, the move ends at 3 units of ¼; where nothing is voiced it lies between its neighbours.
    @Test func movesAreBoundedAndHaveNoStepsWhereNothingIsVoiced() {
        let c = fixture.configuration
        let count = fixture.frames.count / c.frameChannels
        let voiced = (0..<count).map { $0 % 7 > 2 }
        var curves = Matrix(rows: count, columns: 3)
        for frame in 0..<count { curves[frame, 1] = voiced[frame] ? 0.4 : -0.4 }
        func moves(scale: Float) -> [Float] {
            refiner.moves(
                Matrix(rows: count, columns: c.frameChannels, values: fixture.frames.map { $0 * scale }),
                speaker: fixture.matrix(fixture.speaker, columns: c.speakerChannels), curves: curves, words: Array(repeating: 0, count: count), seed: 5)
        }
        #expect(moves(scale: 1e30).allSatisfy { abs($0) <= 3 })
        let usual = moves(scale: 1)
        #expect(usual[0] == usual[3] && usual[1] == usual[3])
        for frame in 7...9 {
            let expected = usual[6] + (usual[10] - usual[6]) * Float(frame - 6) / 4
            #expect(abs(usual[frame] - expected) < 1e-5)
        }
        #expect(Set(usual[3...6]).count == 4)
    }

    @Test func aConfigurationThatContradictsItselfIsRefused() throws {
        let file = try WeightFile(path: Fixture.url("pitch-refiner.safetensors").path)
        var even = fixture.configuration
        even.kernel = 4
        var fewer = fixture.configuration
        fewer.dilations.removeLast()
        var still = fixture.configuration
        still.dilations[0] = 0
        for (configuration, cause) in [(even, "even"), (fewer, "blocks.2"), (still, "size")] {
            let error = #expect(throws: SpeechError.self) { try PitchRefiner(file, configuration: configuration) }
            #expect(error?.kind == .brokenVoice && error?.problem.contains(cause) == true, "\(String(describing: error))")
        }
    }
}

import Foundation
import NeuralLayers
import SpeechData
import Testing

@testable import AcousticModeling

/// What PyTorch makes of one utterance with a tiny random model (`tts_training.fixtures.acoustic`).
private struct Fixture: Decodable {
    var configuration: AcousticModel.Configuration
    var phonemes: String
    var speaker: Int
    var durations: [Int]
    var logDurations: [Float]
    var f0: [Float]
    var voicing: [Float]
    var energy: [Float]
    var mel: [Float]

    static func url(_ name: String) throws -> URL {
        try #require(Bundle.module.url(forResource: name, withExtension: nil, subdirectory: "Fixtures"))
    }

    init() throws { self = try JSONDecoder().decode(Self.self, from: Data(contentsOf: Self.url("acoustic.json"))) }

    func model() throws -> AcousticModel {
        try AcousticModel(WeightFile(path: Self.url("acoustic.safetensors").path), configuration: configuration, mel: mel(of: configuration))
    }

    private func mel(of c: AcousticModel.Configuration) -> MelConfiguration {
        var mel = MelConfiguration.standard24kHz
        mel.bands = c.bands
        return mel
    }
}

/// Largest difference over the largest expected value.
func relativeError(_ a: [Float], _ b: [Float]) -> Float {
    guard a.count == b.count else { return .infinity }
    return zip(a, b).map { abs($0 - $1) }.reduce(0, max) / b.map(abs).reduce(1e-9, max)
}

@Suite("The acoustic model")
struct AcousticModelTests {
    private let fixture: Fixture
    private let model: AcousticModel
    private let utterance: Utterance
    private let speaker: SpeakerMixture

    init() throws {
        fixture = try Fixture()
        model = try fixture.model()
        utterance = try Utterance(phonemes: fixture.phonemes)
        speaker = SpeakerMixture(speaker: fixture.speaker)
    }

    @Test func prosodyIsPyTorchs() {
        let prosody = model.prosody(for: utterance, speaker: speaker, durations: fixture.durations)
        #expect(relativeError(prosody.f0, fixture.f0) < 1e-4)
        #expect(relativeError(prosody.voicing, fixture.voicing) < 1e-4)
        #expect(relativeError(prosody.energy, fixture.energy) < 1e-4)
    }

    @Test func durationsArePyTorchsRounded() {
        let expected = DurationPredictor.wholeFrames(fixture.logDurations.map { exp($0) - 1 }, segments: utterance.segments)
        #expect(model.prosody(for: utterance, speaker: speaker).durations == expected)
    }

    @Test func melIsPyTorchs() {
        let prosody = Prosody(durations: fixture.durations, f0: fixture.f0, voicing: fixture.voicing, energy: fixture.energy)
        let mel = model.mel(for: utterance, prosody: prosody, speaker: speaker)
        #expect(relativeError(mel.values, fixture.mel) < 1e-4)
        #expect(mel.f0 == fixture.f0)
    }

    @Test func aMixtureLiesBetweenItsSpeakers() {
        let shares = [SpeakerMixture.Share(speaker: 0, share: 2), SpeakerMixture.Share(speaker: 2, share: 2)]
        let mixed = model.meanF0(of: SpeakerMixture(shares))
        let low = model.meanF0(of: SpeakerMixture(speaker: 0))
        let high = model.meanF0(of: SpeakerMixture(speaker: 2))
        let middle = (low * high).squareRoot()
        #expect(abs(mixed - middle) < 1e-6 * mixed)
    }

    @Test func aTensorThatNothingTakesIsNamed() throws {
        var configuration = fixture.configuration
        configuration.pitchBlocks -= 1
        let file = try WeightFile(path: Fixture.url("acoustic.safetensors").path)
        var mel = MelConfiguration.standard24kHz
        mel.bands = configuration.bands
        let error = #expect(throws: SpeechError.self) { try AcousticModel(file, configuration: configuration, mel: mel) }
        #expect(error?.kind == .brokenVoice)
        #expect(error?.problem.contains("pitchPredictor.blocks.1") == true)
    }
}

@Suite("Whole frames")
struct WholeFramesTests {
    private let segments: [Utterance.Segment]

    init() throws { segments = try Utterance(phonemes: "ə, tˈɛst.").segments }

    @Test func boundariesStayWithinHalfAFrame() {
        let wanted: [Float] = [3.4, 2.4, 0.4, 1.4, 5.4, 2.4, 3.4, 0.4, 7.3]
        let frames = DurationPredictor.wholeFrames(wanted, segments: segments)
        var exact: Float = 0
        var boundary = 0
        for (a, b) in zip(wanted, frames) {
            exact += a
            boundary += b
            #expect(abs(exact - Float(boundary)) <= 0.5)
        }
    }

    @Test func soundsLastAtLeastAFrameAndPausesMayVanish() {
        let frames = DurationPredictor.wholeFrames([Float](repeating: 0, count: 9), segments: segments)
        #expect(frames == segments.map { $0.phoneme.isPause ? 0 : 1 })
    }

    @Test func whatIsNoNumberIsNoTime() {
        let frames = DurationPredictor.wholeFrames([.nan, .infinity, -5, 1e30, 2, 2, 2, 2, 2], segments: segments, longest: 100)
        #expect(frames.allSatisfy { $0 >= 0 && $0 <= 101 })
    }
}

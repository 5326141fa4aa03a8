import Foundation
import NeuralLayers
import SpeechData
import Testing
@testable import VoiceConversion

/// What `Training/tts_training/fixtures/conversion.py` wrote.
struct ConversionFixture: Decodable {
    struct Tone: Decodable {
        var frames: Int
        var level: Float
        var absolute: [Float]
        var relative: [Float]
    }
    var configuration: ConversionModel.Configuration
    var content: [Float]
    var embedding: [Float]
    var f0: [Float]
    var voicing: [Float]
    var loudness: [Float]
    var narrow: [Float]
    var mel: [Float]
    var loudnessOfTone: Tone

    static func load() throws -> ConversionFixture { try JSONDecoder().decode(ConversionFixture.self, from: Fixture.data("converter.json")) }

    func model() throws -> ConversionModel {
        try ConversionModel(WeightFile(path: Fixture.path("converter.safetensors")).weights, configuration: configuration)
    }
}

@Suite("The conversion model gives PyTorch's values") struct ConversionModelTests {
    let fixture: ConversionFixture
    init() throws { fixture = try ConversionFixture.load() }

    @Test func narrowContentAndMel() throws {
        let (model, c) = (try fixture.model(), fixture.configuration)
        let content = Matrix(rows: fixture.content.count / c.contentChannels, columns: c.contentChannels, values: fixture.content)
        let narrow = model.narrow(content)
        #expect(relativeError(narrow.values, fixture.narrow) < 1e-4)
        // Between the features, at 0.625 of one a frame, as the fixture's own interpolation has it.
        var atFrames = Matrix(rows: fixture.f0.count, columns: c.bottleneckChannels)
        for frame in 0..<atFrames.rows {
            let position = min(Double(frame) * c.contentFramesPerMelFrame, Double(narrow.rows - 1))
            let (left, right) = (Int(position), min(Int(position) + 1, narrow.rows - 1))
            for column in 0..<narrow.columns {
                atFrames[frame, column] = narrow[left, column] + Float(position - Double(left)) * (narrow[right, column] - narrow[left, column])
            }
        }
        let mel = model.decode(atFrames, f0: fixture.f0, voicing: fixture.voicing, loudness: fixture.loudness, embedding: fixture.embedding)
        #expect(relativeError(mel.values, fixture.mel) < 1e-4)
    }

    @Test func loudnessOfATone() {
        let (mel, tone) = (MelConfiguration.standard24kHz, fixture.loudnessOfTone)
        var samples = (0..<tone.frames * mel.hop).map { n in
            let t = Double(n) / Double(mel.sampleRate)
            return Float(0.4 * exp(-9 * t) * sin(2 * .pi * 440 * t) + 0.2 * sin(2 * .pi * 20 * t))
        }
        for index in 10 * mel.hop..<16 * mel.hop { samples[index] = 0 }
        let loudness = FrameLoudness(mel)(samples)
        #expect(loudness.count == tone.frames)
        #expect(zip(loudness, tone.absolute).allSatisfy { abs($0 - $1) < 2e-3 })
        #expect(abs(FrameLoudness.level(of: loudness) - tone.level) < 1e-3)
        #expect(FrameLoudness.level(of: []) == FrameLoudness.silentLevel)
    }

    @Test func configurationsThatMakeNoSense() throws {
        let file = try WeightFile(path: Fixture.path("converter.safetensors"))
        for change in [
            { (c: inout ConversionModel.Configuration) in c.kernel = 4 }, { $0.blocks = 99 }, { $0.channels = 0 },
            { $0.contentFramesPerMelFrame = .nan }, { $0.bands = 9 },
        ] {
            var c = fixture.configuration
            change(&c)
            #expect { _ = try ConversionModel(file.weights, configuration: c) } throws: { ($0 as? SpeechError)?.kind == .brokenVoice }
        }
    }
}

import Foundation
import NeuralLayers
import SignalProcessing
import SpeechData
import Testing
@testable import VoiceConversion

/// What `Training/tts_training/fixtures/conversion_encoders.py` wrote.
struct EncoderFixture: Decodable {
    var contentSamples: Int
    var logMel: [Float]
    var features: [Float]
    var speakerSamples: Int
    /// In thousandths.
    var powerMel: [Float]
    var embedding: [Float]
    var embeddingOfShort: [Float]

    static func load() throws -> EncoderFixture { try JSONDecoder().decode(EncoderFixture.self, from: Fixture.data("encoders.json")) }

    /// The gliding buzz that the fixture listens to.
    static func sound(_ samples: Int) -> [Float] {
        (0..<samples).map { n in
            let t = Double(n) / 16000
            var sum = 0.0
            for k in [1.0, 2, 5, 13, 31] {
                sum += 0.2 / k * sin(2 * .pi * (130 * k * t + 20 * k * t * t) + k) * (1.2 + sin(9 * k * t))
            }
            return Float(sum)
        }
    }
}

enum Fixture {
    static func path(_ name: String) throws -> String {
        try #require(Bundle.module.path(forResource: "Fixtures/\(name)", ofType: nil), "\(name) is missing")
    }
    static func data(_ name: String) throws -> Data { try Data(contentsOf: URL(filePath: path(name))) }

    static func contentEncoder() throws -> ContentEncoder {
        try ContentEncoder(
            WeightFile(path: path("content-encoder.safetensors")),
            configuration: ContentEncoder.Configuration(channels: 12, heads: 3, blocks: 2, positions: 40))
    }
    static func speakerEncoder() throws -> SpeakerEncoder {
        try SpeakerEncoder(
            WeightFile(path: path("speaker-encoder.safetensors")),
            configuration: SpeakerEncoder.Configuration(hidden: 6, layers: 3, channels: 8))
    }
}

/// The norm of the difference over the norm of `reference`; infinite where the counts differ.
func relativeError(_ values: [Float], _ reference: [Float]) -> Float {
    guard values.count == reference.count else { return .infinity }
    let difference = zip(values, reference).reduce(Float(0)) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
    return (difference / reference.reduce(Float(1e-30)) { $0 + $1 * $1 }).squareRoot()
}

@Suite("Encoders of conversion give PyTorch's values") struct EncoderTests {
    let fixture: EncoderFixture
    init() throws { fixture = try EncoderFixture.load() }

    @Test func whispersLogMel() throws {
        let extractor = try PowerMelExtractor(bands: 80, border: .mirrored)
        // The floor is that of the whole sound.
        let mel = ContentEncoder.logarithm(of: extractor(EncoderFixture.sound(fixture.contentSamples), frames: 25))
        #expect(relativeError(Array(mel.values.prefix(24 * 80)), fixture.logMel) < 1e-4)
    }

    @Test func contentFeatures() throws {
        let features = try Fixture.contentEncoder().features(of: EncoderFixture.sound(fixture.contentSamples))
        #expect(features.rows == 12 && features.columns == 12)
        #expect(relativeError(features.values, fixture.features) < 1e-4)
    }

    @Test(arguments: [(0, 0), (1, 0), (319, 0), (320, 1), (639, 1), (640, 2)])
    func shortSoundsHaveWholeFeatures(samples: Int, features: Int) throws {
        let result = try Fixture.contentEncoder().features(of: EncoderFixture.sound(samples))
        #expect(result.rows == features && result.values.allSatisfy(\.isFinite))
    }

    @Test func speakerMelAndEmbedding() throws {
        let extractor = try PowerMelExtractor(bands: 40, border: .silent)
        let long = EncoderFixture.sound(fixture.speakerSamples)
        #expect(relativeError(extractor(long, frames: 5).values.map { $0 * 1000 }, fixture.powerMel) < 1e-4)
        let encoder = try Fixture.speakerEncoder()
        #expect(relativeError(try #require(encoder.embedding(of: long)), fixture.embedding) < 1e-4)
        // Shorter than a stretch: followed by silence.
        let short = EncoderFixture.sound(fixture.contentSamples)
        #expect(relativeError(try #require(encoder.embedding(of: short)), fixture.embeddingOfShort) < 1e-4)
    }

    @Test func stretchesCoverTheSound() {
        #expect(SpeakerEncoder.starts(samples: 0) == [0])
        #expect(SpeakerEncoder.starts(samples: 25600) == [0])
        // The second begins at 0.77 s; it counts from three quarters of sound on.
        #expect(SpeakerEncoder.starts(samples: 12320 + 19200) == [0, 77])
        #expect(SpeakerEncoder.starts(samples: 12320 + 19199) == [0])
    }

    @Test func brokenPacksAreNamed() throws {
        for c in [
            ContentEncoder.Configuration(channels: 12, heads: 5, blocks: 2, positions: 40),
            ContentEncoder.Configuration(channels: 12, heads: 3, blocks: 3, positions: 40),
            ContentEncoder.Configuration(channels: 12, heads: 3, blocks: 1, positions: 40),
            ContentEncoder.Configuration(channels: 12, heads: 3, blocks: 2, positions: 41),
            ContentEncoder.Configuration(channels: -1, heads: 3, blocks: 2, positions: 40),
        ] {
            let file = try WeightFile(path: Fixture.path("content-encoder.safetensors"))
            #expect { _ = try ContentEncoder(file, configuration: c) } throws: { ($0 as? SpeechError)?.kind == .brokenVoice }
        }
    }
}

/// Centres of a mel's bands, in hertz.
func melCenters(_ mel: MelConfiguration) throws -> [Double] { try MelFilterbank(mel).centers }

import AudioFiles
import Foundation
import SpeechData
import Testing
import VoiceConversion

@testable import SpeechSynthesis

/// The conversion pack that is shipped, on a sample that is.
@Suite struct ConverterTests {
    private static let repository = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    private func converter(_ voice: String, options: ConversionOptions = ConversionOptions()) throws -> Converter {
        let voices = Self.repository.appending(path: "Voices")
        return try Converter(
            VoiceCatalog(directories: [voices]).select(VoiceRequest("american/\(voice)")),
            pack: ConversionPack(directory: voices.appending(path: "conversion")), options: options)
    }

    private func sample(_ name: String, seconds: Int) throws -> Waveform {
        let path = Self.repository.appending(path: "Samples/speech/\(name).wav").path
        let whole = try AudioFileReader(path: path).readAll()
        return Waveform(sampleRate: whole.sampleRate, samples: Array(whole.samples.prefix(seconds * whole.sampleRate)))
    }

    private func cosine(_ a: [Float], _ b: [Float]) -> Float { zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } }

    @Test func aManBecomesAWomanWhoSaysItAsLong() throws {
        let converter = try converter("heart")
        let source = try sample("michael-weather", seconds: 4)
        let result = try converter.convert(source)
        #expect(result.sampleRate == 24000 && result.samples.count == source.samples.count)
        let encoder = converter.pack.converter
        let (before, after) = (try encoder.voice(of: source), try encoder.voice(of: result))
        // It is she now, and no more he.
        #expect(cosine(after.embedding, converter.target.embedding) > cosine(before.embedding, converter.target.embedding) + 0.1)
        #expect(cosine(after.embedding, converter.target.embedding) > cosine(after.embedding, before.embedding))
        let (pitch, wanted) = (try #require(after.medianF0), try #require(converter.target.medianF0))
        #expect(abs(12 * log2(pitch / wanted)) < 1.5)
    }

    @Test func theStreamGivesWhatTheWholeGives() throws {
        let converter = try converter("michael")
        let source = try sample("heart-welcome", seconds: 2)
        let whole = try converter.convert(source)
        var stream = try converter.stream(sampleRate: source.sampleRate)
        var parts: [Float] = []
        for start in stride(from: 0, to: source.samples.count, by: 5001) {
            parts += try stream.append(Array(source.samples[start..<min(start + 5001, source.samples.count)]))
        }
        parts += try stream.finish()
        #expect(parts.count == whole.samples.count)
        #expect(zip(parts, whole.samples).allSatisfy { abs($0 - $1) < 1e-3 })
    }

    @Test func whatIsNotFiniteIsRefused() throws {
        let converter = try converter("heart")
        #expect(throws: SpeechError.self) { try converter.convert(Waveform(sampleRate: 16000, samples: [0, .nan])) }
        #expect(try converter.convert(Waveform(sampleRate: 16000)).samples.isEmpty)
    }

    @Test(arguments: [
        ConversionOptions(pitch: .semitones(.nan)), ConversionOptions(pitch: .semitones(40)), ConversionOptions(formant: -13),
        ConversionOptions(strength: 1.1), ConversionOptions(refineSteps: -1),
    ]) func optionsOutOfBounds(options: ConversionOptions) {
        #expect { try options.validate() } throws: { ($0 as? SpeechError)?.kind == .usage }
    }
}

import Foundation
import NeuralLayers
import SpeechData
import Testing

@testable import SpeechSynthesis

/// Mutated and random input from fixed seeds: it may be refused, it must not crash.
@Suite struct FuzzTests {
    @Test func mutatedDescriptionsAreReadOrRefused() throws {
        let original = Array(try Data(contentsOf: silentPack.appending(path: "voice.json")))
        let pieces = ["null", "-1", "1e400", "9223372036854775807", "\"\"", "[]", "{}", "true", ",", "\u{0}"].map { Array($0.utf8) }
        var random = SeededRandom(seed: 11)
        for _ in 0..<2000 {
            var bytes = original
            for _ in 0...Int.random(in: 0...3, using: &random) {
                let place = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0..<4, using: &random) {
                case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
                case 1: bytes.removeSubrange(place..<min(bytes.count, place + Int.random(in: 1...40, using: &random)))
                case 2: bytes.insert(contentsOf: pieces[Int.random(in: 0..<pieces.count, using: &random)], at: place)
                default:
                    // A number becomes another one.
                    guard let digit = bytes[place...].firstIndex(where: { (0x30...0x39).contains($0) }) else { continue }
                    bytes[digit] = UInt8(0x30 + Int.random(in: 0...9, using: &random))
                    bytes.insert(0x39, at: digit)
                }
                if bytes.isEmpty { bytes = [0x7B] }
            }
            do throws(SpeechError) {
                let description = try VoiceDescription(json: Data(bytes), source: "fuzz")
                _ = try Voice(description, directory: silentPack)
            } catch { #expect(!error.problem.isEmpty) }
        }
    }

    @Test func anyTextIsSpokenOrRefused() throws {
        let synthesizer = try silentSynthesizer()
        let pieces = [
            "Hello", " ", ". ", "\n\n", "3.14", "$9,999,999.99", "1/0", "Dr.", "<b>", "</", "&#x0;", "[a](/b/)", "https://x.y/z?q=%", "a@b.c", "\u{301}",
            "\u{202E}", "🤷🏽‍♀️", "漢字", "Ελ", "9999999999999999999999999", "-", "—", "…", "'s", "\"", "(", "٣", "\u{0}", "\u{FEFF}", "II", "12:60", "2024-02-30", "%%",
        ]
        var random = SeededRandom(seed: 5)
        for _ in 0..<150 {
            let text = (0..<Int.random(in: 1...12, using: &random)).map { _ in pieces[Int.random(in: 0..<pieces.count, using: &random)] }.joined()
            do {
                let speech = try synthesizer.speech(for: text)
                #expect(speech.waveform.samples.allSatisfy { $0.isFinite && abs($0) <= 1 })
            } catch let error as SpeechError { #expect(error.kind == .malformedInput) }
        }
    }

    @Test func anyPhonemesAreSpokenOrRefused() throws {
        let synthesizer = try silentSynthesizer()
        let symbols = Array("həlˈOwˌɜɹd ., !?;:x^$\n")
        var random = SeededRandom(seed: 6)
        for _ in 0..<150 {
            let phonemes = String((0..<Int.random(in: 0...200, using: &random)).map { _ in symbols[Int.random(in: 0..<symbols.count, using: &random)] })
            do { _ = try chunks(synthesizer.stream(phonemes: phonemes)) } catch let error as SpeechError { #expect(error.kind == .malformedInput) }
        }
    }
}

import Foundation
import SpeechData
import Testing

@testable import TextFrontend

@Suite struct LexiconTests {
    private func phonemes(_ lexicon: Lexicon, _ word: String) -> String? { lexicon.entry(for: Array(word.utf8)).map { PhoneAlphabet.decode($0.phones) } }

    @Test func findsWordsAtTheEdgesAndNoOthers() throws {
        let lexicon = try Lexicon(contentsOf: FrontendResources.url("lexicon.bin"))
        #expect(lexicon.count > 120_000)
        #expect(phonemes(lexicon, "'bout") == "bˈWt")  // the first word
        #expect(phonemes(lexicon, "zzz") == "zˈi" || phonemes(lexicon, "zywicki") != nil)
        #expect(phonemes(lexicon, "city") == "sˈɪti")  // flaps are put in later
        for absent in ["", "citzz", "twent", "~", "zzzzzzz", String(repeating: "a", count: 300)] { #expect(phonemes(lexicon, absent) == nil) }
    }

    @Test func refusesOtherFiles() throws {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("lexicon-\(ProcessInfo.processInfo.globallyUniqueString).bin")
        defer { try? FileManager.default.removeItem(at: file) }
        for bytes in [Data(), Data("TTSLEX1\0".utf8), Data("TTSLEX1\0".utf8) + Data(repeating: 255, count: 64), Data(repeating: 7, count: 64)] {
            try bytes.write(to: file)
            #expect { try Lexicon(contentsOf: file) } throws: { ($0 as? SpeechError)?.kind == .brokenVoice }
        }
    }

    /// Offsets and lengths that point outside the file find nothing and do not crash.
    @Test func survivesBrokenContents() throws {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("lexicon-\(ProcessInfo.processInfo.globallyUniqueString).bin")
        defer { try? FileManager.default.removeItem(at: file) }
        for filler in [UInt8(0), 1, 127, 255] {
            try (Data("TTSLEX1\0".utf8) + Data([16, 0, 0, 0, 1, 0, 0, 0]) + Data(repeating: 0, count: 4) + Data(repeating: filler, count: 40)).write(to: file)
            let lexicon = try Lexicon(contentsOf: file)
            #expect(lexicon.entry(for: Array("word".utf8)) == nil)
        }
    }
}

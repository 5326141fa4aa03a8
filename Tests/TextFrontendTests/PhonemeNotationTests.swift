import Foundation
import SpeechData
import Testing

@testable import TextFrontend

@Suite struct PhonemeNotationTests {
    @Test(arguments: [
        ("ˈreɪkjəvɪk", "ɹˈAkjəvɪk"), ("bɔɪ", "bY"), ("ˈtʃɜːɹtʃ", "ʧˈɜɹʧ"), ("t͡ʃiːz", "ʧiz"), ("ˈbʌtn̩", "bˈʌtən"), ("bɔ̃ˈʒuʁ", "bɔnʒˈuɹ"),
        ("ˈbɝd ˈwɔːtɚ", "bˈɜɹd wˈɔtəɹ"), ("", ""), ("ˈstɹɛŋθ", "stɹˈɛŋθ"),
    ])
    func ipa(given: String, expected: String) throws {
        #expect(try PhonemeNotation.ipa.converted(given) == expected)
    }

    @Test func arpabet() throws {
        #expect(try PhonemeNotation.arpabet.converted("W AO1 T ER0  b er1 d AH0 AH2") == "wˈɔtəɹbˈɜɹdəˌʌ")
    }

    @Test func aGuessTakesTheVoicesSetFirst() throws {
        #expect(try PhonemeNotation.guessed("dɹˈɔɪŋ") == "dɹˈɔɪŋ")  // drawing, not a diphthong
        #expect(try PhonemeNotation.guessed("G IH1 F") == "ɡˈɪf")
        #expect(try PhonemeNotation.guessed("ˈɡɪf") == "ɡˈɪf")
        #expect(try PhonemeNotation.guessed("TˈIW") == "TˈIW")
    }

    @Test(arguments: [
        (PhonemeNotation.voice, "bɹˈ", "stress mark at character 3"), (.voice, "b4", "'4' at character 2"), (.voice, "b.", "'.' at character 2"),
        (.arpabet, "B QQ1", "'QQ1'"), (.ipa, "ˈb", "stress mark at character 1"), (.ipa, "aʘ", "'ʘ' at character 2"),
    ])
    func errorsNameTheSymbol(notation: PhonemeNotation, given: String, complaint: String) {
        #expect {
            try notation.converted(given)
        } throws: { "\($0)".contains(complaint) }
    }

    @Test(arguments: [
        ("good\tɡˈʊd\n\n# note\nbad b#d", "own.txt:4: '#' at character 2"), ("lonely\n", "own.txt:1: 'lonely' has no phonemes"),
        ("w\tW ER1 DD\n", "own.txt:1: 'DD' is not an ARPAbet phone"), ("w //", "own.txt:1"),
    ])
    func userLexiconErrorsNameFileLineAndSymbol(text: String, complaint: String) {
        #expect {
            try UserLexicon(parsing: text, name: "own.txt")
        } throws: { "\($0)".contains(complaint) }
    }

    @Test func missingUserLexiconIsUnreadable() {
        #expect {
            try UserLexicon(contentsOf: URL(fileURLWithPath: "/nonexistent/words.txt"))
        } throws: { ($0 as? SpeechError)?.kind == .unreadable }
    }
}

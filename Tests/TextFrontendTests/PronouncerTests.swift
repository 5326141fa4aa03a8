import SpeechData
import Testing

@testable import TextFrontend

@Suite struct PronouncerTests {
    private let pronouncer: Pronouncer

    init() throws { pronouncer = try Pronouncer() }

    private func phonemes(_ words: String...) throws -> [String] {
        try pronouncer.pronounce(words.map { SpokenWord($0) }).map(\.phonemes)
    }

    @Test func saysSentencesAsTheVoicesWereTaught() throws {
        #expect(try phonemes("The", "city", "of", "an", "hour") == ["ðə", "sˈɪTi", "əv", "ən", "ˈWəɹ"])
        #expect(try phonemes("He", "was", "waiting", "for", "the", "end") == ["hi", "wʌz", "wˈATɪŋ", "fɔɹ", "ði", "ˈɛnd"])
        #expect(try phonemes("November", "twenty-two") == ["nOvˈɛmbəɹ", "twˈɛntitˌu"])
    }

    @Test func derivesWhatTheLexiconLacks() throws {
        let words = ["Reykjavik's": "ɹˈAkjəvˌɪks", "unfollowed": "ˌʌnfˈɑlOd", "bookchain": "bˈʊkʧˌAn", "sixty-two": "sˈɪksti tˈu"]
        for (word, said) in words { #expect(try phonemes(word) == [said]) }
        let source = try pronouncer.pronounce([SpokenWord("unfollowed")])[0].source
        #expect(source == .rule("past"))
    }

    @Test func splitsCamelCaseAndSpellsAcronyms() throws {
        #expect(try phonemes("YouTube", "ChatGPT", "PCs", "npm") == ["jˈutˌub", "ʧˈætʤˌipˌitˈi", "pˈisˈiz", "ˌɛnpˌiˈɛm"])
        #expect(try pronouncer.pronounce([SpokenWord("XMLs", hint: .spelled)])[0].phonemes == "ˌɛksˌɛmˈɛlz")
        #expect(try phonemes("ask", "US") == ["ˈæsk", "jˌuˈɛs"])
        #expect(try phonemes("ASK", "US") == ["ˈæsk", "ʌs"])
    }

    @Test func takesGivenPhonemesAndChecksThem() throws {
        let given = SpokenWord("Reykjavik", hint: .phonemes("ɹˈAkjəvɪk"))
        #expect(try pronouncer.pronounce([given]) == [Pronunciation(phonemes: "ɹˈAkjəvɪk", source: .inline)])
        for (bad, complaint) in [("ɹˈk", "stress mark at character 2"), ("ɹˈX", "'X' at character 3"), ("ɹA2", "'2' at character 3")] {
            #expect {
                try pronouncer.pronounce([SpokenWord("x", hint: .phonemes(bad))])
            } throws: { "\($0)".contains(complaint) }
        }
    }

    @Test func theUsersLexiconComesFirst() throws {
        let own = try UserLexicon(parsing: "gif\tʤˈɪf\nPolish P OW1 L IH0 SH\n", name: "own.txt")
        let pronouncer = try Pronouncer(userLexicon: own)
        let said = try pronouncer.pronounce(["GIF", "gif's", "Polish", "POLISH", "polish"].map { SpokenWord($0) })
        #expect(said.map(\.phonemes) == ["ʤˈɪf", "ʤˈɪfs", "pˈOlɪʃ", "pˈOlɪʃ", "pˈɑlɪʃ"])
        #expect(said[0].source == .user && said[4].source == .homograph("polish"))
    }

    @Test func sentenceMakesTheHomograph() throws {
        #expect(try phonemes("I", "want", "to", "read")[3] == "ɹˈid")
        #expect(try phonemes("I", "have", "read", "it")[2] == "ɹˈɛd")
    }

    @Test func namesWithApostrophesCapitalsAndAccents() throws {
        #expect(try phonemes("café", "NAÏVE", "ﬁsh", "ｆｉｓｈ") == ["kəfˈA", "nˌIˈiv", "fˈɪʃ", "fˈɪʃ"])
        #expect(try phonemes("walkin'", "'") == ["wˈɔkɪn", ""])
        #expect(try phonemes("OpenAI", "iPhone", "GitHub", "kubectl") == ["ˌOpənˌAˈI", "ˈIfˌOn", "ɡˈɪthˌʌb", "kjˈubkəntɹˌOl"])
    }

    /// Whatever the word, the phonemes are of the voices' set, and every stress mark stands before a vowel.
    @Test func phonemesAreAlwaysOfTheVoicesSet() throws {
        var random = SystemRandomNumberGenerator.Seeded(state: 42)
        let alphabets = ["abcdefghijklmnopqrstuvwxyz", "aeiou'-", "ABCXYZabc", "éñßøŁ", "жйΩ漢🙂\u{301}\u{200D}", "0123456789%$", "qxzwk"].map { Array($0.unicodeScalars) }
        for _ in 0..<60 {
            var text = String.UnicodeScalarView()
            for _ in 0..<Int.random(in: 0...14, using: &random) {
                let alphabet = alphabets[Int.random(in: 0..<alphabets.count, using: &random)]
                text.append(alphabet[Int.random(in: 0..<alphabet.count, using: &random)])
            }
            for hint in [SpokenWord.Hint.none, .spelled] {
                let said = try pronouncer.pronounce([SpokenWord(String(text), hint: hint)])
                #expect(said.count == 1)
                #expect(throws: Never.self, "\(String(text))") { try Utterance(phonemes: said[0].phonemes) }
            }
        }
    }

    /// Rows of letters, apostrophes, hyphens and capitals that no word has: each would be slow if a rule looked at it twice.
    @Test(arguments: ["a", "'", "-", "aA", "s's", "'ll", "a-", "\u{301}", "漢", "n't", "B's"])
    func hugeWordsTakeLinearTime(unit: String) throws {
        let text = String(repeating: unit, count: 20_000 / unit.utf8.count)
        let said = try pronouncer.pronounce([SpokenWord(text), SpokenWord(text, hint: .spelled)])
        #expect(said.count == 2)
    }
}

extension SystemRandomNumberGenerator {
    /// SplitMix64 (Steele, Lea & Flood 2014): the same numbers in every run.
    struct Seeded: RandomNumberGenerator {
        var state: UInt64
        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var z = state
            z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
            z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
            return z ^ (z >> 31)
        }
    }
}

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
        let words = ["Reykjavik's": "ɹˈɛkjəvɪks", "unfollowed": "ˌʌnfˈɑlOd", "bookchain": "bˈʊkʧˌAn", "sixty-two": "sˈɪksti tˈu"]
        for (word, said) in words { #expect(try phonemes(word) == [said]) }
        let source = try pronouncer.pronounce([SpokenWord("unfollowed")])[0].source
        #expect(source == .rule("past"))
    }

    @Test func splitsCamelCaseAndSpellsAcronyms() throws {
        #expect(try phonemes("YouTube", "ChatGPT", "PCs", "npm") == ["jˈutjˌub", "ʧˈætʤˌipˌitˈi", "pˈisˈiz", "ˌɛnpˌiˈɛm"])
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
        #expect(said[0].source == .user && said[4].source == .lexicon)
    }
}

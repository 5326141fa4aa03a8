import SpeechData
import Testing

@testable import TextFrontend

@Suite struct FrontendTests {
    private let frontend: EnglishFrontend

    init() throws { frontend = try EnglishFrontend() }

    private func pauses(_ text: String) throws -> String {
        String(try frontend.utterances(in: text).flatMap(\.segments).filter { $0.phoneme.isPause }.map(\.phoneme.symbol))
    }

    @Test(arguments: [
        ("Yes, no; maybe: so!", "^,;:!$"), ("He said \"hello\" to (the) well-known man", "^,,.$"), ("One – two -- three — four.", "^,,,.$"), ("Why?! \"No.\"", "^?$^.$"),
        ("Well... I know,", "^.$^.$"), ("The U.S. Army, e.g.", "^,.$"),
    ])
    func punctuationBecomesPauses(_ text: String, _ expected: String) throws {
        #expect(try pauses(text) == expected)
    }

    /// What the lexicon has with its hyphens is one word, as the voices were taught it.
    @Test func hyphenatedWordsOfTheLexiconStayWhole() throws {
        let utterance = try #require(try frontend.utterances(in: "A follow-up for twenty-two well-fed Mrs. Hales.").first)
        #expect(utterance.words.map(\.text) == ["A", "follow-up", "for", "twenty-two", "well", "fed", "misses", "Hales"])
        #expect(utterance.phonemes == "ə fˈɑlOˌʌp fɔɹ twˈɛntitˌu wˈɛl fˈɛd mˈɪsɪz hˈAlz.")
    }

    @Test func wordsKnowTheirSegments() throws {
        let utterance = try #require(try frontend.utterances(in: "It's their moment of choice.").first)
        #expect(utterance.words.map(\.text) == ["It's", "their", "moment", "of", "choice"])
        for (index, word) in utterance.words.enumerated() {
            #expect(!word.segments.isEmpty)
            #expect(utterance.segments[word.segments].allSatisfy { $0.word == index })
        }
    }

    @Test(arguments: ["", " \n\n ", "...", "—", "\"\"", "<p></p>"])
    func nothingToSayGivesNoUtterance(_ text: String) throws {
        #expect(try frontend.utterances(in: text).isEmpty)
    }

    @Test(arguments: ["a", "7 ", "漢字", "привет ", "😀", "word ", "[x](/ˈA/) ", "xkqz"])
    func longTextsAreSplitForTheModels(_ unit: String) throws {
        let utterances = try frontend.utterances(in: String(repeating: unit, count: 900))
        #expect(!utterances.isEmpty)
        for utterance in utterances { #expect(utterance.segments.count <= 303) }
    }

    @Test func splitsAtClauses() throws {
        let clause = "the committee considered the proposal at considerable length"
        let text = Array(repeating: clause, count: 10).joined(separator: ", ") + "."
        let utterances = try frontend.utterances(in: text)
        #expect(utterances.count > 1)
        for utterance in utterances { #expect(utterance.words.last?.text == "length") }
    }

    @Test func paragraphsEndInSilence() throws {
        let utterances = try frontend.utterances(in: "One. Two.\n\nThree.")
        #expect(utterances.map { ($0.segments.last?.extraSilence ?? 0) > 0 } == [false, true, true])
    }

    @Test func normalisingATextTwiceChangesNothingMore() {
        let text = "# Title 2\n\n1. First\n2. Second & third\n\nIt cost $5 in 1999. Dr. No left at 5 p.m. Then <b>he</b> _slept_."
        let once = frontend.normalize(text)
        #expect(once.contains("nineteen ninety nine"))
        #expect(frontend.normalize(once) == once)
    }

    @Test func badInlinePhonemesAreAnError() {
        #expect(throws: SpeechError.self) { try frontend.utterances(in: "[x](/qqq/)") }
    }
}

@Suite struct SSMLTests {
    private let frontend: EnglishFrontend

    init() throws { frontend = try EnglishFrontend() }

    private func utterances(_ ssml: String) throws -> [Utterance] {
        try frontend.items(ofSSML: "<speak>\(ssml)</speak>").compactMap { if case .utterance(let utterance, _, _) = $0 { utterance } else { nil } }
    }

    @Test func stylesReachTheirWords() throws {
        let words = try #require(try utterances("I <prosody rate=\"fast\" pitch=\"+2st\">run <prosody volume=\"+6dB\">now</prosody></prosody> home.").first).words
        #expect(words.map(\.text) == ["I", "run", "now", "home"])
        #expect(words.map(\.style.rate) == [1, 1.3, 1.3, 1])
        #expect(words.map(\.style.pitch) == [0, 2, 2, 0])
        #expect(words.map(\.style.volume) == [0, 0, 6, 0])
    }

    @Test func breaksAreSilence() throws {
        let inside = try #require(try utterances("One <break time=\"500ms\"/> two.").first)
        #expect(inside.segments.filter { $0.extraSilence > 0 }.map(\.extraSilence) == [0.5])
        #expect(inside.phonemes.contains(","))
        #expect(try frontend.items(ofSSML: "<speak><break time='2s'/></speak>") == [.silence(2)])
    }

    @Test func marksVoicesAndSentences() throws {
        let items = try frontend.items(ofSSML: "<speak><voice name=\"bella\"><s>Mr. Lee. Left</s> Go <mark name=\"m\"/>on.</voice> End.</speak>")
        guard items.count == 3, case .utterance(let first, let voice, _) = items[0], case .utterance(_, _, let marks) = items[1], case .utterance(_, let none, _) = items[2] else {
            Issue.record("\(items)")
            return
        }
        #expect(first.words.count == 3)
        #expect(voice == "bella")
        #expect(none == nil)
        #expect(marks == [SpeechItem.Mark(name: "m", word: 1)])
    }

    @Test(arguments: [
        ("<say-as interpret-as=\"characters\">a1-</say-as>", "A one dash"), ("<say-as interpret-as=\"ordinal\">3</say-as> time", "third time"),
        ("<say-as interpret-as=\"digits\">123</say-as>", "one two three"), ("<say-as interpret-as=\"date\" format=\"dmy\">3/4/2020</say-as>", "April third twenty twenty"),
        ("the <sub alias=\"World Wide Web\">WWW</sub>.", "the World Wide Web."), ("<phoneme alphabet=\"ipa\" ph=\"təˈmɑːtoʊ\">tomato</phoneme> soup", "tomato soup"),
    ])
    func readingsReplaceText(_ ssml: String, _ spoken: String) throws {
        let text = try utterances(ssml).map { $0.words.map(\.text).joined(separator: " ") }.joined(separator: " ")
        #expect(text == spoken.filter { $0 != "." })
    }

    @Test(arguments: [
        ("<speak>\n  <p>Hi</s></speak>", "line 2, column 8"), ("<speak>a & b</speak>", "line 1, column 10"), ("<speak><blink>x</blink></speak>", "line 1, column 8"), ("hello", "line 1, column 1"),
        ("<speak>\n<break time='soon'/></speak>", "line 2, column 1"), ("<speak><p>", "line 1, column 8"), ("<!DOCTYPE x [<!ENTITY a 'aa'>]><speak/>", "line 1, column 1"), ("", "line 1, column 1"),
        ("<speak><phoneme ph='§'>x</phoneme></speak>", "line 1, column 8"), ("<speak>&lol;</speak>", "line 1, column 8"), ("<speak a='1' a='2'/>", "line 1, column 14"),
    ])
    func malformedDocumentsNameThePlace(_ ssml: String, _ place: String) {
        let error = #expect(throws: SpeechError.self) { try frontend.items(ofSSML: ssml) }
        #expect(error?.problem.hasPrefix(place) == true, "\(error?.problem ?? "")")
    }
}

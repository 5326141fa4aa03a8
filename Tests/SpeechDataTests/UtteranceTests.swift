import SpeechData
import Testing

@Suite("Utterances from phoneme strings")
struct UtteranceTests {
    @Test func segmentsStressAndWords() throws {
        let utterance = try Utterance(phonemes: "hˌWdˈI, bˈɔT.")
        #expect(String(utterance.segments.map(\.phoneme.symbol)) == "^hWdI,bɔT.$")
        #expect(utterance.segments.map(\.stress.rawValue) == [0, 0, 2, 0, 1, 0, 0, 1, 0, 0, 0])
        #expect(utterance.words.map(\.text) == ["hˌWdˈI", "bˈɔT"])
        #expect(utterance.words.map(\.segments) == [1..<5, 6..<9])
        #expect(utterance.segments[5].word == nil && utterance.segments[8].word == 1)
    }

    @Test(arguments: ["", "ə", "ðə kˈæt.", "wˈAt; nˈO! ˈA?", "tˈɛst: wˈʌn, tˈu", "jˈɛs. nˈO."])
    func thePhonemesComeBack(text: String) throws {
        #expect(try Utterance(phonemes: text).phonemes == text)
    }

    @Test func nothingIsSilence() throws {
        let silence = try Utterance(phonemes: "  ")
        #expect(silence.segments.map(\.phoneme) == [.start, .end] && silence.words.isEmpty)
    }

    /// What is wrong, and the character that the message names, counted from 1.
    @Test(arguments: [("kat", "2"), ("ˈkæt", "1"), ("kˈ", "2"), ("kˈˌæ", "2"), ("k^æ", "2"), ("kæ$", "3"), ("k æ 7", "5")])
    func aFaultIsNamedWithItsPlace(text: String, place: String) {
        let error = #expect(throws: SpeechError.self) { try Utterance(phonemes: text) }
        #expect(error?.kind == .malformedInput && error?.problem.contains("character \(place) ") == true, "\(error?.problem ?? "")")
    }
}

@Suite("The phoneme set")
struct PhonemeTests {
    @Test func idsAreTheEmbeddingRows() {
        #expect(Phoneme.all.enumerated().allSatisfy { Phoneme($1)?.id == $0 })
        #expect(Set(Phoneme.all).count == Phoneme.all.count)
    }

    @Test func everyPhonemeIsOneOfThreeKinds() {
        for phoneme in Phoneme.all.compactMap(Phoneme.init) {
            #expect([phoneme.isVowel, phoneme.isPause, phoneme.isConsonant].filter { $0 }.count == 1)
            if phoneme.isVowel { #expect(phoneme.isVoiced) }
            if phoneme.isPause { #expect(!phoneme.isVoiced) }
        }
        #expect("pbtdkɡ".map { Phoneme($0)!.isVoiced } == [false, true, false, true, false, true])
    }
}

@Suite("Errors")
struct SpeechErrorTests {
    @Test func aMessageIsOneLineWithItsRemedy() {
        let error = SpeechError(.usage, "there is no\nvoice 'hart'", remedy: "did you mean 'heart'?")
        #expect(error.description == "there is no voice 'hart'; did you mean 'heart'?")
        #expect(SpeechError(.usage, "no text").description == "no text")
    }

    @Test func exitCodesAreThoseOfSysexits() {
        let kinds: [SpeechError.Kind] = [.usage, .malformedInput, .unreadable, .unavailable, .unwritable, .brokenVoice]
        #expect(kinds.map { SpeechError($0, "").exitCode } == [64, 65, 66, 69, 73, 78])
    }
}

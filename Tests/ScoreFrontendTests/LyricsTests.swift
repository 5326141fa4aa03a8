import ScoreFrontend
import SpeechData
import Testing

@Suite struct LyricsTests {
    private func segments(_ phonemes: String) throws -> [Utterance.Segment] {
        try Utterance(phonemes: phonemes).segments.filter { !$0.phoneme.isPause }
    }

    private func dealt(_ phonemes: String, _ syllables: [String]) throws -> [String] {
        let segments = try segments(phonemes)
        return Syllabification.deal(segments, to: syllables).map { String(segments[$0].map(\.phoneme.symbol)) }
    }

    @Test func onsetsAreMaximal() throws {
        #expect(try dealt("bəɡˈɪn", ["be", "gin"]) == ["bə", "ɡɪn"])
        #expect(try dealt("twˈɪŋkəl", ["twin", "kle"]) == ["twɪŋ", "kəl"])
        #expect(try dealt("ɪkstɹˈim", ["ex", "treme"]) == ["ɪk", "stɹim"])
        #expect(try dealt("sˈɪŋɪŋ", ["sing", "ing"]) == ["sɪŋ", "ɪŋ"])
    }

    @Test func moreVowelsThanSyllablesFollowTheSpelling() throws {
        #expect(try dealt("ˈɛvəɹi", ["ev'", "ery"]) == ["ɛ", "vəɹi"])
    }

    @Test func fewerVowelsLeaveTheLastSyllablesEmpty() throws {
        #expect(try dealt("pɹˈɛɹ", ["pray", "er"]) == ["pɹɛɹ", ""])
    }

    @Test func newLyricsTakeTheOldOnesPlaces() throws {
        var warnings: [String] = []
        let part = try SampleScores.read("twinkle.musicxml").parts[0]
        let words = part.withLyrics("Fu-ry hello _ sun", syllableCount: { $0 == "hello" ? 2 : 1 }, warnings: &warnings).words
        #expect(words.prefix(3).map(\.text) == ["Fury", "hello", "sun"])
        #expect(words[1].syllables[1].notes == 3..<5)
        #expect(words.last?.text == "la")
        #expect(warnings.count == 1 && warnings[0].contains("notes early"))
    }
}

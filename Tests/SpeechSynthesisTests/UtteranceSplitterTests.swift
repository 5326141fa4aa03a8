import SpeechData
import Testing

@testable import SpeechSynthesis

@Suite struct UtteranceSplitterTests {
    private func parts(_ phonemes: String, limit: Int) throws -> [UtteranceSplitter.Part] {
        try UtteranceSplitter(limit: limit).parts(of: Utterance(phonemes: phonemes))
    }

    @Test func shortOnesStayWhole() throws {
        let utterance = try Utterance(phonemes: "həlˈO, wˈɜɹld.")
        #expect(UtteranceSplitter(limit: 30).parts(of: utterance).map(\.utterance) == [utterance])
    }

    @Test func cutsAtTheBestPause() throws {
        let cut = try parts("bˈA bˈA bˈA, bˈA bˈA; bˈA bˈA bˈA bˈA.", limit: 16)
        #expect(cut.map(\.utterance.phonemes) == ["bˈA bˈA bˈA, bˈA bˈA;", "bˈA bˈA bˈA bˈA."])
        #expect(cut.allSatisfy { $0.endsAtPause })
    }

    @Test func cutsBetweenWordsAndOnlyThenInside() throws {
        let between = try parts("bˈAdA bˈAdA bˈAdA bˈAdA", limit: 12)
        #expect(between.map(\.utterance.words.count) == [2, 2] && !between[0].endsAtPause && !between[1].continuesWord)
        let inside = try parts(String(repeating: "bˈA", count: 20), limit: 12)
        #expect(inside.count > 3 && inside.dropFirst().allSatisfy { $0.continuesWord } && !inside[0].continuesWord)
    }

    @Test(arguments: [8, 9, 13, 40])
    func nothingIsLost(limit: Int) throws {
        let whole = try Utterance(phonemes: "hˌWdˈI, wˈɜɹld; jˈu ænd mˈi: " + String(repeating: "lˈʌ", count: 30) + " ʌv, ., ɔl!")
        let cut = UtteranceSplitter(limit: limit).parts(of: whole)
        #expect(cut.allSatisfy { $0.utterance.segments.count <= limit })
        let joined = cut.flatMap { $0.utterance.segments.dropFirst().dropLast().map(\.phoneme) }
        #expect(joined == whole.segments.dropFirst().dropLast().map(\.phoneme))
        var words: [String] = []
        for part in cut {
            for (index, word) in part.utterance.words.enumerated() {
                if index == 0, part.continuesWord { continue }
                words.append(word.text)
                #expect(part.firstWord + index == words.count - 1)
            }
            for segment in part.utterance.segments { if let word = segment.word { #expect(part.utterance.words.indices.contains(word)) } }
        }
        #expect(words == whole.words.map(\.text))
    }
}

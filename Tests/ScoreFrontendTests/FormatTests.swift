import Foundation
import ScoreFrontend
import Testing

@Suite struct FormatTests {
    static let pitches = [60.0, 60, 67, 67, 69, 69, 67, 65, 65, 64, 64, 62, 62, 60]

    @Test(arguments: ["twinkle.musicxml", "twinkle.mid", "twinkle.ust", "twinkle.ustx", "twinkle.ds"])
    func everyFormatGivesTheSameTune(_ name: String) throws {
        let score = try SampleScores.read(name)
        let part = score.parts[try #require(score.vocalPart)]
        let notes = Array(part.notes.prefix(14))
        #expect(notes.map(\.pitch) == Self.pitches)
        let seconds = score.tempoMap.seconds(atAscending: notes.map(\.start))
        for (index, time) in seconds.enumerated() {
            let beats = index < 7 ? Double(index) : Double(index) + 1
            #expect(abs(time - beats * 60 / 90) < 0.002)
        }
    }

    @Test(arguments: ["twinkle.musicxml", "twinkle.mid"])
    func syllablesJoinToWords(_ name: String) throws {
        let words = try SampleScores.read(name).parts[0].words
        #expect(words.prefix(7).map(\.text) == ["Twinkle,", "twinkle,", "little", "star,", "how", "I", "wonder"])
        #expect(words[0].syllables.map(\.notes) == [0..<1, 1..<2])
    }

    @Test func phonemesOfDiffSingerAreTakenAsTheyAre() throws {
        let words = try SampleScores.read("twinkle.ds").parts[0].words
        #expect(words.prefix(4).map(\.phonemes) == ["twɪŋ", "kəl", "twɪŋ", "kəl"])
    }

    @Test func openUtauPitchIsRead() throws {
        let note = try SampleScores.read("twinkle.ustx").parts[0].notes[0]
        #expect(abs(note.pitchCurve[48] - 0.5) < 1e-9)
    }

    @Test func shiftJISIsRead() throws {
        let ust = Data("[#SETTING]\nTempo=120\n[#0000]\nLength=480\nLyric=".utf8) + Data([0x82, 0xA0]) + Data("\nNoteNum=60\n".utf8)
        let score = try Score(ust, format: .ust, source: "a.ust")
        #expect(score.parts[0].notes[0].lyric == .syllable("あ", beginsWord: true, endsWord: true))
    }

    @Test func utauRestsAndHints() throws {
        let items = ["R", "la[hh aa]", "+", "br", "[h ɑ]"]
        let body = items.enumerated().map { "[#000\($0)]\nLength=480\nLyric=\($1)\nNoteNum=60\n" }.joined()
        let notes = try Score(Data(body.utf8), format: .ust, source: "a.ust").parts[0].notes
        #expect(notes.map(\.lyric) == [.phonemes("hɑ"), .extender, .phonemes("hɑ")])
        #expect(notes.map(\.start) == [1, 2, 4])
        #expect(notes[1].articulations.contains(.breath))
    }

    @Test func timewiseIsPartwiseTurned() throws {
        let note = SampleScores.note("C", lyric: "la")
        let timewise = "<score-timewise><measure number=\"1\"><part id=\"P1\">\(note)</part></measure><measure number=\"2\"><part id=\"P1\">\(note)</part></measure></score-timewise>"
        let score = try Score(Data(timewise.utf8), format: .musicXML, source: "t.xml")
        #expect(score.parts.map { $0.notes.map(\.start) } == [[0, 1]])
    }
}

import Foundation
import ScoreFrontend
import SpeechData
import Testing

@Suite struct MusicXMLTests {
    private func bar(_ number: Int, _ content: String) -> String { "<measure number=\"\(number)\">\(number == 1 ? "<attributes/>" : "")\(content)</measure>" }
    private let n = SampleScores.note

    @Test func tiesMergeAcrossBars() throws {
        let score = try SampleScores.score(bar(1, n("C", 4, 4, "<tie type=\"start\"/>", "la")) + bar(2, n("C", 2, 4, "<tie type=\"stop\"/>", nil)))
        #expect(score.parts[0].notes.map(\.length) == [6])
    }

    @Test func repeatsAndEndingsUnroll() throws {
        let content =
            bar(1, "<barline><repeat direction=\"forward\"/></barline>" + n("C", 1, 4, "", "a"))
            + bar(2, "<barline location=\"left\"><ending number=\"1\" type=\"start\"/></barline>" + n("D", 1, 4, "", "b")
                + "<barline location=\"right\"><ending number=\"1\" type=\"stop\"/><repeat direction=\"backward\"/></barline>")
            + bar(3, "<barline location=\"left\"><ending number=\"2\" type=\"start\"/></barline>" + n("E", 1, 4, "", "c")
                + "<barline location=\"right\"><ending number=\"2\" type=\"discontinue\"/></barline>")
            + bar(4, n("F", 1, 4, "", "d"))
        let score = try SampleScores.score(content)
        #expect(score.bars.map(\.number) == ["1", "2", "1", "3", "4"])
        #expect(score.parts[0].notes.map(\.pitch) == [60, 62, 60, 64, 65])
    }

    @Test func daCapoAlFine() throws {
        let content = bar(1, n("C", 1, 4, "", "a")) + bar(2, n("D", 1, 4, "", "b") + "<direction><direction-type><words>Fine</words></direction-type></direction>")
            + bar(3, n("E", 1, 4, "", "c") + "<direction><sound dacapo=\"yes\"/></direction>")
        #expect(try SampleScores.score(content).bars.map(\.number) == ["1", "2", "3", "1", "2"])
    }

    @Test func dalSegnoAlCoda() throws {
        let mark = { (attribute: String) in "<sound \(attribute)/>" }
        let content = bar(1, n("C", 1, 4, "", "a")) + bar(2, mark("segno=\"s\"") + n("D", 1, 4, "", "b") + mark("tocoda=\"c\""))
            + bar(3, n("E", 1, 4, "", "c") + mark("dalsegno=\"s\"")) + bar(4, mark("coda=\"c\"") + n("F", 1, 4, "", "d"))
        #expect(try SampleScores.score(content).bars.map(\.number) == ["1", "2", "3", "2", "4"])
    }

    @Test func repeatedPassagesSingTheirVerses() throws {
        let lyrics = "<lyric number=\"1\"><text>one</text></lyric><lyric number=\"2\"><text>two</text></lyric>"
        let score = try SampleScores.score(bar(1, n("C", 1, 4, lyrics, nil) + "<barline><repeat direction=\"backward\"/></barline>") + bar(2, n("D", 1, 4, "", "end")))
        #expect(score.parts[0].words.map(\.text) == ["one", "two", "end"])
        let second = try Score(SampleScores.musicXML(bar(1, n("C", 1, 4, lyrics, nil))), format: .musicXML, source: "t", options: .init(verse: 2))
        #expect(second.parts[0].words.map(\.text) == ["two"])
    }

    @Test func chordsGiveTheirTopNoteAndSaySo() throws {
        let score = try SampleScores.score(bar(1, n("C", 1, 4, "", "a") + n("G", 1, 4, "<chord/>", nil) + n("D", 1, 4, "", "b")))
        #expect(score.parts[0].notes.map(\.pitch) == [67, 62])
        #expect(score.parts[0].words.map(\.text) == ["a", "b"])
        #expect(score.warnings.contains { $0.contains("chord") && $0.contains("bar 1") && $0.contains("Voice") })
    }

    @Test func graceNotesTakeTimeAndSyllableOfTheirNote() throws {
        let grace = "<note><grace slash=\"yes\"/><pitch><step>D</step><octave>4</octave></pitch></note>"
        let notes = try SampleScores.score(bar(1, grace + n("C", 2, 4, "", "la"))).parts[0].notes
        #expect(notes.map(\.pitch) == [62, 60])
        #expect(notes.map(\.start) == [0, 0.125])
        #expect(notes[0].lyric.isSyllable && notes[1].lyric == .extender && notes[1].end == 2)
    }

    @Test func transposingInstrumentsSoundTransposed() throws {
        let transpose = "<attributes><transpose><chromatic>-2</chromatic><octave-change>-1</octave-change></transpose></attributes>"
        #expect(try SampleScores.score(bar(1, transpose + n("D", 1, 5, "", "a"))).parts[0].notes[0].pitch == 60)
    }

    @Test func pickupBarsAreAsLongAsTheirNotes() throws {
        let score = try SampleScores.score(bar(0, "<attributes><divisions>1</divisions><time><beats>4</beats><beat-type>4</beat-type></time></attributes>" + n("C", 1, 4, "", "a")) + bar(1, n("D", 4, 4, "", "b")))
        #expect(score.bars.map(\.start) == [0, 1])
    }

    @Test func temposDynamicsAndFermatas() throws {
        let tempo = "<direction><direction-type><metronome><beat-unit>half</beat-unit><per-minute>c. 60</per-minute></metronome></direction-type></direction>"
        let loud = "<direction><direction-type><dynamics><ff/></dynamics></direction-type></direction>"
        let content = bar(1, tempo + loud + n("C", 2, 4, "", "a") + n("D", 2, 4, "<notations><fermata/><articulations><staccato/><breath-mark/></articulations></notations>", "b"))
        let score = try SampleScores.score(content)
        #expect(score.tempoMap.seconds(at: 2) == 1)
        #expect(score.tempoMap.seconds(at: 4) > 2.2)
        let notes = score.parts[0].notes
        #expect(notes[0].dynamics > 4)
        #expect(notes[1].articulations.isSuperset(of: [.fermata, .staccato, .breath]))
    }

    @Test func hairpinsGlide() throws {
        let wedge = { (type: String) in "<direction><direction-type><wedge type=\"\(type)\"/></direction-type></direction>" }
        let mark = { (name: String) in "<direction><direction-type><dynamics><\(name)/></dynamics></direction-type></direction>" }
        let content = bar(1, mark("p") + wedge("crescendo") + n("C", 1, 4, "", "a") + n("C", 1, 4, "", "a") + wedge("stop") + mark("f") + n("C", 1, 4, "", "a"))
        let levels = try SampleScores.score(content).parts[0].notes.map(\.dynamics)
        #expect(levels[0] < levels[1] && levels[1] < levels[2])
    }

    @Test func notesWithoutSyllableGoOn() throws {
        let score = try SampleScores.score(bar(1, n("C", 1, 4, "", "glo") + n("D", 1, 4, "", nil) + "<note><rest/><duration>1</duration></note>" + n("E", 1, 4, "", nil)))
        #expect(score.parts[0].notes.map(\.lyric.isSyllable) == [true, false, false])
        #expect(score.parts[0].words.map(\.text) == ["glo", "la"])
        #expect(score.warnings.contains { $0.contains("'la'") })
    }

    @Test func aStretchOfBarsMovesToTheBeginning() throws {
        let score = try SampleScores.read("twinkle.musicxml").bars(from: "5", to: "6")
        #expect(score.parts[0].words.map(\.text) == ["Up", "above", "the", "world", "so", "high,"])
        #expect(score.parts[0].notes[0].start == 0 && score.bars.count == 2)
        #expect(throws: SpeechError.self) { try SampleScores.read("twinkle.musicxml").bars(from: "50", to: "60") }
    }

    @Test(arguments: [
        ("<note><pitch><step>C</step><octave>4</octave></pitch><duration>-4</duration></note>", "negative"),
        ("<note><pitch><step>H</step><octave>4</octave></pitch><duration>4</duration></note>", "pitch"),
        ("<note><pitch><step>C</step><octave>4</octave></pitch><duration>four</duration></note>", "duration"),
        (
            "<note><pitch><step>C</step><octave>4</octave></pitch><duration>4</duration><lyric><text>"
                + String(repeating: "la", count: 101) + "</text></lyric></note>", "202 characters"
        ),
    ])
    func faultsNameFilePartAndBar(_ content: String, _ word: String) throws {
        let error = #expect(throws: SpeechError.self) { try SampleScores.score(bar(1, n("C", 1, 4, "", "a")) + bar(2, content)) }
        let line = try #require(error).description
        for expected in ["test.xml", "Voice", "bar 2", word] { #expect(line.contains(expected)) }
    }

    @Test func tenThousandBarsAreRead() throws {
        let content = (1...10_000).map { bar($0, n("C", 1, 4, "", "la")) }.joined()
        #expect(try SampleScores.score(content).parts[0].notes.count == 10_000)
    }

    @Test func entitiesThatExplodeAreRefused() {
        let entities = (1...9).map { "<!ENTITY e\($0) \"\(String(repeating: "&e\($0 - 1);", count: 10))\">" }.joined()
        let bomb = "<!DOCTYPE s [<!ENTITY e0 \"lol\">\(entities)]><score-partwise><work><work-title>&e9;</work-title></work></score-partwise>"
        #expect(throws: SpeechError.self) { try Score(Data(bomb.utf8), format: .musicXML, source: "bomb.xml") }
    }

    @Test func deepNestingIsRefused() {
        #expect(throws: SpeechError.self) { try Score(Data(String(repeating: "<a>", count: 100_000).utf8), format: .musicXML, source: "deep.xml") }
        #expect(throws: SpeechError.self) { try Score(Data(String(repeating: "[", count: 100_000).utf8), format: .ustx, source: "deep.ustx") }
    }
}

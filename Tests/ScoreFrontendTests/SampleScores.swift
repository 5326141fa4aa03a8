import Foundation
import ScoreFrontend

/// The scores that come with the project.
enum SampleScores {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../Samples/scores").standardizedFileURL

    static func read(_ name: String) throws -> Score { try Score(contentsOf: folder.appending(path: name)) }
    static func data(_ name: String) throws -> Data { try Data(contentsOf: folder.appending(path: name)) }

    /// A MusicXML score of one part with these measures.
    static func musicXML(_ measures: String, divisions: Int = 1, parts: String = "") -> Data {
        Data(
            """
            <score-partwise version="4.0"><part-list><score-part id="P1"><part-name>Voice</part-name></score-part></part-list>
            <part id="P1">\(measures.replacing("<attributes/>", with: "<attributes><divisions>\(divisions)</divisions></attributes>"))</part>\(parts)</score-partwise>
            """.utf8)
    }

    static func note(_ step: String, _ duration: Int = 1, octave: Int = 4, _ extra: String = "", lyric: String? = nil) -> String {
        let words = lyric.map { "<lyric number=\"1\"><syllabic>single</syllabic><text>\($0)</text></lyric>" } ?? ""
        return "<note>\(extra.contains("<chord/>") ? "<chord/>" : "")<pitch><step>\(step)</step><octave>\(octave)</octave></pitch>"
            + "<duration>\(duration)</duration>\(extra.replacing("<chord/>", with: ""))\(words)</note>"
    }

    static func score(_ measures: String, divisions: Int = 1) throws -> Score {
        try Score(musicXML(measures, divisions: divisions), format: .musicXML, source: "test.xml")
    }
}

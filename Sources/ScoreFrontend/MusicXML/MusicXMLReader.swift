internal import Foundation
internal import SpeechData

/// Reads MusicXML 1 to 4 (W3C), partwise or timewise, plain or in a zip.
struct MusicXMLReader {
    let source: String
    let options: ScoreReadingOptions

    func read(_ data: Data) throws(SpeechError) -> Score {
        let isArchive = data.starts(with: [0x50, 0x4B])
        let document = isArchive ? try CompressedMusicXML.document(in: data, source: source) : data
        let root = try XMLTree.parse(document, source: source)
        guard root.name == "score-partwise" || root.name == "score-timewise" else {
            throw SpeechError(.malformedInput, "'\(source)' is XML but not a MusicXML score: its root is '\(root.name.prefix(40))'")
        }
        let names = partNames(root)
        var warnings: [String] = []
        var parts: [(name: String, bars: [WrittenBar])] = []
        for (id, measures) in measures(of: root) {
            var reader = MusicXMLBarReader(part: names[id] ?? id, source: source)
            var bars: [WrittenBar] = []
            for (index, measure) in measures.enumerated() { bars.append(try reader.read(measure, index: index)) }
            warnings += reader.warnings
            parts.append((names[id] ?? id, bars))
        }
        let title = root["work"]?["work-title"]?.text ?? root["movement-title"]?.text ?? ""
        var score = PlayedScore(parts: parts, verse: options.verse).score(title: title)
        score.warnings = warnings + score.warnings
        return score
    }

    private func partNames(_ root: XMLTree) -> [String: String] {
        var names: [String: String] = [:]
        for part in root["part-list"]?.all("score-part") ?? [] {
            guard let id = part.attributes["id"] else { continue }
            let name = part["part-name"]?.text ?? ""
            let instrument = part["score-instrument"]?["instrument-name"]?.text ?? ""
            names[id] = name.isEmpty ? (instrument.isEmpty ? id : instrument) : name
        }
        return names
    }

    /// Each part's measures, in the order of the score, whichever way round the file nests them.
    private func measures(of root: XMLTree) -> [(id: String, measures: [XMLTree])] {
        if root.name == "score-partwise" {
            return root.all("part").map { ($0.attributes["id"] ?? "", $0.all("measure")) }
        }
        var order: [String] = []
        var byPart: [String: [XMLTree]] = [:]
        for measure in root.all("measure") {
            for part in measure.all("part") {
                let id = part.attributes["id"] ?? ""
                if byPart[id] == nil { order.append(id) }
                byPart[id, default: []].append(part)
            }
        }
        return order.map { ($0, byPart[$0] ?? []) }
    }
}

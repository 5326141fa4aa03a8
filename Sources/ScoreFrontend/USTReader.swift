internal import Foundation
internal import SpeechData

/// Reads UTAU's `.ust`: an INI-like list of notes end to end, 480 ticks a quarter note, in UTF-8 or Shift-JIS.
struct USTReader {
    let source: String

    private static let ticksPerQuarter = 480.0
    /// UTAU gives drawn pitch (`PitchBend`) every 5 ticks, in cents.
    private static let bendUnit = 100.0

    func read(_ data: Data) throws(SpeechError) -> Score {
        guard let text = String(validating: data, as: UTF8.self) ?? String(data: data, encoding: .shiftJIS) else {
            throw SpeechError(.malformedInput, "'\(source)' is neither UTF-8 nor Shift-JIS text")
        }
        var notes: [Note] = []
        var tempi: [TempoMap.Change] = []
        var title = ""
        var position = 0.0
        for section in sections(of: text) {
            if section.name == "#SETTING" {
                title = section.values["ProjectName"] ?? ""
                if let tempo = number(section.values["Tempo"]), tempo > 0 { tempi.append(TempoMap.Change(position: 0, quartersPerMinute: tempo)) }
            }
            guard section.name.dropFirst().allSatisfy(\.isNumber), section.name.count > 1 else { continue }
            func malformed(_ what: String) -> SpeechError {
                SpeechError(.malformedInput, "'\(source)', note \(section.name), bar \(Int(min(position / 4, 1e6)) + 1): \(what)")
            }
            guard let ticks = number(section.values["Length"]) else { throw malformed("no proper Length") }
            guard ticks >= 0, ticks < 1e7 else { throw malformed("a Length of \(ticks) is not possible") }
            if let tempo = number(section.values["Tempo"]), tempo > 0 { tempi.append(TempoMap.Change(position: position, quartersPerMinute: tempo)) }
            let length = ticks / Self.ticksPerQuarter
            let text = section.values["Lyric"] ?? ""
            defer { position += length }
            if LyricText.isRest(text) {
                if LyricText.isBreath(text), let last = notes.indices.last { notes[last].articulations.insert(.breath) }
                continue
            }
            guard let key = number(section.values["NoteNum"]), (0...127).contains(key) else { throw malformed("no proper NoteNum") }
            guard length > 0 else { continue }
            let intensity = number(section.values["Intensity"]) ?? 100
            let bends = (section.values["PitchBend"] ?? section.values["Piches"] ?? "").split(separator: ",", omittingEmptySubsequences: false)
            notes.append(
                Note(
                    bar: 0, start: position, length: length, pitch: key, lyric: LyricText.lyric(text),
                    dynamics: min(max((intensity - 100) * 0.06, -12), 6),
                    pitchCurve: bends.count > 1 ? bends.prefix(10_000).map { (number(String($0)) ?? 0) / Self.bendUnit } : []))
        }
        return Score.ofEditor(title: title, tempoMap: TempoMap(tempi), parts: [Score.Part(name: "vocal", notes: notes)], signatures: [])
    }

    private func number(_ text: String?) -> Double? {
        text.flatMap { Double($0.trimmingCharacters(in: .whitespaces).replacing(",", with: ".")) }.flatMap { $0.isFinite ? $0 : nil }
    }

    private func sections(of text: String) -> [(name: String, values: [String: String])] {
        var result: [(name: String, values: [String: String])] = []
        for line in text.split(whereSeparator: \.isNewline) {
            let trimmed = line.drop { $0 == "\u{FEFF}" }
            if trimmed.hasPrefix("["), let close = trimmed.firstIndex(of: "]") {
                result.append((String(trimmed[trimmed.index(after: trimmed.startIndex)..<close]), [:]))
            } else if let equals = trimmed.firstIndex(of: "="), let last = result.indices.last {
                result[last].values[String(trimmed[..<equals])] = String(trimmed[trimmed.index(after: equals)...])
            }
        }
        return result
    }
}

extension Score {
    /// A score of a singing editor's notes: bars from time signatures, lines made singable.
    static func ofEditor(title: String, tempoMap: TempoMap, parts: [Part], signatures: [(position: Double, length: Double)]) -> Score {
        let end = parts.flatMap(\.notes).map(\.end).max() ?? 0
        var score = Score(title: title, tempoMap: tempoMap, bars: MIDIReader.bars(signatures, until: end), parts: parts)
        for index in parts.indices {
            let notes = parts[index].notes.map { note in
                var placed = note
                placed.bar = score.bar(at: note.start)
                return placed
            }
            let line = Monophony.line(notes, part: parts[index].name, bars: score.bars, warnings: &score.warnings)
            score.parts[index].notes = Melisma.resolved(line, part: parts[index].name, bars: score.bars, warnings: &score.warnings)
        }
        return score
    }
}

/// Makes a line that one voice can sing of notes that sound together.
enum Monophony {
    /// The top note of each chord, in order of time, with the chord's lyric wherever it was written; `onChord` hears the bar
    /// of the first chord.
    static func topNotes<Item>(_ items: [Item], note: WritableKeyPath<Item, Note>, onChord: (Int) -> Void) -> [Item] {
        var result: [Item] = []
        var warned = false
        for (_, item) in items.enumerated().sorted(by: { ($0.element[keyPath: note].start, $0.offset) < ($1.element[keyPath: note].start, $1.offset) }) {
            guard let last = result.last, abs(last[keyPath: note].start - item[keyPath: note].start) < 1e-6 else {
                result.append(item)
                continue
            }
            if !warned { onChord(item[keyPath: note].bar) }
            warned = true
            var top = item[keyPath: note].pitch > last[keyPath: note].pitch ? item : last
            let other = item[keyPath: note].pitch > last[keyPath: note].pitch ? last : item
            if top[keyPath: note].lyric == .none { top[keyPath: note].lyric = other[keyPath: note].lyric }
            result[result.count - 1] = top
        }
        return result
    }

    /// `line` with those notes of `others` added that sound where it rests.
    static func filled(_ line: [Note], with others: [Note]) -> [Note] {
        var result = line
        var index = 0
        for note in others {
            while index < line.count, line[index].end <= note.start + 1e-6 { index += 1 }
            if index == line.count || line[index].start >= note.end - 1e-6 { result.append(note) }
        }
        return result.enumerated().sorted { ($0.element.start, $0.offset) < ($1.element.start, $1.offset) }.map(\.element)
    }

    /// Chords reduced and overlapping notes cut at the beginning of the next; what is lost is told in `warnings`.
    static func line(_ notes: [Note], part: String, bars: [Score.Bar], warnings: inout [String]) -> [Note] {
        func name(_ bar: Int) -> String { bars.indices.contains(bar) ? bars[bar].number : String(bar + 1) }
        var chordBar: Int?
        var line = topNotes(notes, note: \.self) { chordBar = $0 }
        if let chordBar { warnings.append("part '\(part)', bar \(name(chordBar)): only the top note of a chord is sung") }
        var overlaps: [Int] = []
        for index in line.indices.dropLast() where line[index].end > line[index + 1].start + 1e-6 {
            // Players of MIDI files hold notes a little into the next; only more than that is worth a word.
            if line[index].end - line[index + 1].start > 0.25 { overlaps.append(line[index].bar) }
            line[index].length = line[index + 1].start - line[index].start
        }
        if let first = overlaps.first {
            warnings.append("part '\(part)', bar \(name(first)): overlapping notes are cut where the next begins (\(overlaps.count) in all)")
        }
        return line.filter { $0.length > 1e-6 }
    }
}

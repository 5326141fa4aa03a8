/// A printed note at its place in the playing order, on its way to a `Note`.
struct PlayedNote {
    var note: Note
    let tiedFromBefore: Bool
    let tiedToNext: Bool
    let slurStarts: Bool
    let slurStops: Bool
    let graces: [WrittenNote]

    init(_ written: WrittenNote, bar: Int, barStart: Double, lyric: Lyric, graces: [WrittenNote]) {
        note = Note(
            bar: bar, start: barStart + written.position, length: written.length, pitch: written.pitch, lyric: lyric,
            articulations: written.articulations)
        tiedFromBefore = written.tiedFromBefore
        tiedToNext = written.tiedToNext
        slurStarts = written.slurStarts
        slurStops = written.slurStops
        self.graces = graces
    }

    /// One line of notes from the voices of a part.
    ///
    /// The voice with most syllables leads (of equals the one named first); others fill in where it rests and they have
    /// words.
    static func notes(
        of voices: [String: [PlayedNote]], part: String, bars: [Score.Bar], warnings: inout [String]
    ) -> [Note] {
        func syllables(_ voice: String) -> Int { voices[voice]?.count { $0.note.lyric.isSyllable } ?? 0 }
        let ranked = voices.keys.sorted { (-syllables($0), $0.count, $0) < (-syllables($1), $1.count, $1) }
        guard let leader = ranked.first else { return [] }
        let mostSyllables = syllables(leader)
        var line: [Note] = []
        for voice in ranked where voice == leader || syllables(voice) > 0 || mostSyllables == 0 {
            let notes = joined(voices[voice] ?? [], part: part, bars: bars, warnings: &warnings)
            if line.isEmpty { line = notes } else { line = Monophony.filled(line, with: notes) }
        }
        return line
    }

    /// Chords reduced, ties merged, slurs and grace notes played out.
    private static func joined(_ played: [PlayedNote], part: String, bars: [Score.Bar], warnings: inout [String]) -> [Note] {
        let top = Monophony.topNotes(played, note: \.note) { place in
            warnings.append("part '\(part)', bar \(bars[place].number): only the top note of a chord is sung")
        }
        var result: [Note] = []
        var isTied = false
        var openSlurs = 0
        for item in top {
            var note = item.note
            if isTied || item.tiedFromBefore, let last = result.indices.last, result[last].pitch == note.pitch,
                abs(result[last].end - note.start) < 1e-6
            {
                result[last].length += note.length
                result[last].articulations.formUnion(note.articulations)
            } else {
                note.isSlurred = openSlurs > 0
                appendGraces(item.graces, before: &note, to: &result)
                result.append(note)
            }
            openSlurs = max(0, openSlurs + (item.slurStarts ? 1 : 0) - (item.slurStops ? 1 : 0))
            isTied = item.tiedToNext
        }
        return result
    }

    /// Grace notes take their time from the note they ornament, at most half of it, and its syllable begins on the first.
    private static func appendGraces(_ graces: [WrittenNote], before note: inout Note, to result: inout [Note]) {
        guard !graces.isEmpty else { return }
        let each = min(0.125, note.length / 2 / Double(graces.count))
        for (index, grace) in graces.enumerated() {
            let lyric: Lyric = index == 0 ? note.lyric : .extender
            result.append(
                Note(
                    bar: note.bar, start: note.start, length: each, pitch: grace.pitch, lyric: lyric,
                    isSlurred: index == 0 ? note.isSlurred : true, isGrace: true))
            note.start += each
            note.length -= each
        }
        note.lyric = note.lyric.isSyllable || note.lyric == .extender ? .extender : .none
        note.isSlurred = true
    }
}

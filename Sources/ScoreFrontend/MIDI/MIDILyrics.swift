/// The words of a MIDI file, dealt to the notes that begin with them.
struct MIDILyrics {
    private var syllables: [(tick: Int, lyric: Lyric)] = []
    /// The track that the words stand in.
    private var track: Int?

    /// How far, in quarter notes, a syllable may stand from its note.
    private static let tolerance = 0.13

    init(_ tracks: [MIDIFile.Track]) {
        func words(_ events: [(tick: Int, event: MIDIFile.Event)], lyrics: Bool) -> [(tick: Int, text: String)] {
            events.compactMap { tick, event in
                switch event {
                case .lyric(let text) where lyrics: (tick, text)
                // Karaoke: '@' lines are about the file.
                case .text(let text) where !lyrics && !text.hasPrefix("@"): (tick, text)
                default: nil
                }
            }
        }
        var best: [(tick: Int, text: String)] = []
        for useLyrics in [true, false] where best.isEmpty {
            for (index, events) in tracks.map(\.events).enumerated() {
                let found = words(events, lyrics: useLyrics)
                // A text at the very beginning is a title, not a word.
                if found.count > max(best.count, useLyrics ? 0 : 3) { (best, track) = (found, index) }
            }
        }
        syllables = Self.syllables(best)
    }

    /// Hyphens join where any are written (`be-`, `gin`); else spaces part where any are written (karaoke: `be`, `gin `);
    /// else each text is a word.
    private static func syllables(_ texts: [(tick: Int, text: String)]) -> [(tick: Int, lyric: Lyric)] {
        func bare(_ text: String) -> String { String(text.filter { !"/\\\r\n".contains($0) }) }
        let usesHyphens = texts.contains { bare($0.text).hasSuffix("-") && bare($0.text).count > 1 }
        let usesSpaces = !usesHyphens && texts.contains { bare($0.text).hasPrefix(" ") || bare($0.text).hasSuffix(" ") }
        var result: [(tick: Int, lyric: Lyric)] = []
        for (index, (tick, text)) in texts.enumerated() {
            let plain = bare(text)
            let core = plain.filter { !$0.isWhitespace }
            guard !core.isEmpty else { continue }
            let after = index + 1 < texts.count ? texts[index + 1].text : " "
            let before = index > 0 ? texts[index - 1].text : " "
            let startsLine = { (text: String) in text.hasPrefix("/") || text.hasPrefix("\\") }
            let endsLine = { (text: String) in text.hasSuffix("\r") || text.hasSuffix("\n") || text.hasSuffix("/") }
            var begins = true
            var ends = true
            if usesHyphens {
                begins = index == 0 || !bare(before).hasSuffix("-")
                ends = !plain.hasSuffix("-")
            } else if usesSpaces {
                begins = index == 0 || plain.hasPrefix(" ") || before.hasSuffix(" ") || startsLine(text) || endsLine(before)
                ends = plain.hasSuffix(" ") || after.hasPrefix(" ") || startsLine(after) || endsLine(text) || index + 1 == texts.count
            }
            let word = usesHyphens && core.count > 1 && core.hasSuffix("-") ? String(core.dropLast()) : core
            result.append((tick, LyricText.lyric(word, beginsWord: begins, endsWord: ends)))
        }
        return result
    }

    /// Deals to the part on whose notes most syllables fall.
    func deal(to parts: inout [Score.Part], quarters: (Int) -> Double) {
        guard !syllables.isEmpty else { return }
        var best: (part: Int, lyrics: [Int: Lyric])?
        for (index, part) in parts.enumerated() {
            var dealt: [Int: Lyric] = [:]
            var note = 0
            for (tick, lyric) in syllables {
                let position = quarters(tick)
                while note < part.notes.count, part.notes[note].start < position - Self.tolerance { note += 1 }
                guard note < part.notes.count else { break }
                if abs(part.notes[note].start - position) <= Self.tolerance {
                    dealt[note] = lyric
                    let start = part.notes[note].start
                    while note < part.notes.count, part.notes[note].start == start { note += 1 }
                }
            }
            if dealt.count > best?.lyrics.count ?? 0 { best = (index, dealt) }
        }
        guard let best else { return }
        for (note, lyric) in best.lyrics { parts[best.part].notes[note].lyric = lyric }
    }
}

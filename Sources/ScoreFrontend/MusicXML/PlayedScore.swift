/// Plays printed bars out: repeats unrolled, verses chosen, ties joined, dynamics and fermatas applied.
struct PlayedScore {
    let parts: [(name: String, bars: [WrittenBar])]
    let verse: Int?

    /// How much longer a fermata makes its note.
    static let fermataFactor = 1.6

    func score(title: String) -> Score {
        let barCount = parts.map(\.bars.count).max() ?? 0
        var marks = [RepeatMarks](repeating: RepeatMarks(), count: barCount)
        var lengths = [Double](repeating: 0, count: barCount)
        for part in parts {
            for (index, bar) in part.bars.enumerated() {
                marks[index].formUnion(bar.repeats)
                lengths[index] = max(lengths[index], bar.length)
            }
        }
        let order = RepeatMarks.playingOrder(of: marks)
        var position = 0.0
        var bars: [Score.Bar] = []
        var tempi: [TempoMap.Change] = []
        for (index, _) in order {
            let number = parts.first { $0.bars.count > index }?.bars[index].number ?? String(index + 1)
            bars.append(Score.Bar(number: number, start: position, length: lengths[index]))
            for part in parts where part.bars.count > index {
                tempi += part.bars[index].tempi.map { TempoMap.Change(position: position + $0.position, quartersPerMinute: $0.quartersPerMinute) }
            }
            position += lengths[index]
        }
        var warnings: [String] = []
        var held: [(start: Double, end: Double)] = []
        let repeatsVerses = Set(order.map(\.pass)).count > 1
        var played = parts.map { part in
            play(part, order: order, bars: bars, repeatsVerses: repeatsVerses, held: &held, warnings: &warnings)
        }
        for index in played.indices where played[index].name.isEmpty { played[index].name = "part \(index + 1)" }
        var map = TempoMap(tempi)
        for fermata in held { map = map.slowed(from: fermata.start, to: fermata.end, by: Self.fermataFactor) }
        return Score(title: title, tempoMap: map, bars: bars, parts: played, warnings: warnings)
    }

    private func play(
        _ part: (name: String, bars: [WrittenBar]), order: [(bar: Int, pass: Int)], bars: [Score.Bar], repeatsVerses: Bool,
        held: inout [(start: Double, end: Double)], warnings: inout [String]
    ) -> Score.Part {
        let verses = VerseChoice(bars: part.bars, wanted: verse, isRepeated: repeatsVerses)
        if let warning = verses.warning { warnings.append("part '\(part.name)': \(warning)") }
        var marks: [(position: Double, mark: DynamicMark)] = []
        var voices: [String: [PlayedNote]] = [:]
        for (index, played) in order.enumerated() where played.bar < part.bars.count {
            let written = part.bars[played.bar]
            let start = bars[index].start
            marks += written.dynamics.map { (start + $0.position, $0.mark) }
            var graces: [String: [WrittenNote]] = [:]
            for note in written.notes {
                if note.isGrace {
                    graces[note.voice, default: []].append(note)
                    continue
                }
                let played = PlayedNote(
                    note, bar: index, barStart: start, lyric: verses.lyric(of: note, pass: played.pass),
                    graces: graces.removeValue(forKey: note.voice) ?? [])
                voices[note.voice, default: []].append(played)
            }
        }
        let sortedMarks = marks.enumerated().sorted { ($0.element.position, $0.offset) < ($1.element.position, $1.offset) }.map(\.element)
        let curve = DynamicCurve(sortedMarks)
        var notes = PlayedNote.notes(of: voices, part: part.name, bars: bars, warnings: &warnings)
        for index in notes.indices {
            notes[index].dynamics = curve.level(at: notes[index].start)
            if curve.accents.contains(where: { abs($0 - notes[index].start) < 1e-6 }) { notes[index].articulations.insert(.accent) }
            guard notes[index].articulations.contains(.fermata) else { continue }
            let span = (start: notes[index].start, end: notes[index].end)
            if !held.contains(where: { $0.start < span.end && span.start < $0.end }) { held.append(span) }
        }
        return Score.Part(name: part.name, notes: Melisma.resolved(notes, part: part.name, bars: bars, warnings: &warnings))
    }
}

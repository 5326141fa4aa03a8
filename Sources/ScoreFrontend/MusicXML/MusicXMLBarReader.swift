internal import SpeechData

/// Reads the `measure` elements of one part, carrying what stands until it is changed: divisions, transposition, endings.
struct MusicXMLBarReader {
    let part: String
    let source: String
    private var divisions = 1.0
    private var transposition = 0.0
    private var endings: Set<Int> = []
    var warnings: [String] = []

    init(part: String, source: String) {
        self.part = part
        self.source = source
    }

    /// Longest bar that is believed, in quarter notes.
    private static let longest = 10_000.0

    mutating func read(_ measure: XMLTree, index: Int) throws(SpeechError) -> WrittenBar {
        var bar = WrittenBar()
        bar.number = measure.attributes["number"].map { String($0.prefix(20)) } ?? String(index + 1)
        var cursor = 0.0
        var chordStart = 0.0
        for element in measure.children {
            switch element.name {
            case "attributes": readAttributes(element, bar: bar.number)
            case "note":
                let isChord = element.has("chord")
                var length = 0.0
                if !element.has("grace") { length = try duration(of: element, bar: bar.number) }
                let start = isChord ? chordStart : cursor
                if let note = try note(element, at: start, length: length, bar: bar.number) { bar.notes.append(note) }
                if !isChord {
                    chordStart = cursor
                    cursor += length
                }
            case "backup": cursor = max(0, cursor - (try duration(of: element, bar: bar.number)))
            case "forward": cursor += try duration(of: element, bar: bar.number)
            case "direction": readDirection(element, at: cursor, into: &bar)
            case "sound": readSound(element, at: cursor, into: &bar)
            case "barline": readBarline(element, into: &bar)
            default: break
            }
            bar.length = max(bar.length, cursor)
            if bar.length > Self.longest { throw malformed("is longer than \(Int(Self.longest)) quarter notes", bar.number) }
        }
        bar.repeats.endings = bar.repeats.endings.union(endings)
        if endsEnding(measure) { endings = [] }
        return bar
    }

    private func malformed(_ what: String, _ bar: String) -> SpeechError {
        SpeechError(.malformedInput, "'\(source)', part '\(part)', bar \(bar): \(what)")
    }

    private func duration(of element: XMLTree, bar: String) throws(SpeechError) -> Double {
        guard let child = element["duration"] else { return 0 }
        guard let value = child.number else { throw malformed("'\(child.text.prefix(20))' is not a duration", bar) }
        guard value >= 0 else { throw malformed("a negative duration (\(child.text.prefix(20)))", bar) }
        return value / divisions
    }

    private mutating func readAttributes(_ element: XMLTree, bar: String) {
        if let value = element["divisions"]?.number {
            if value > 0 { divisions = value } else { warnings.append("part '\(part)', bar \(bar): divisions of \(value) are not possible; kept \(divisions)") }
        }
        if let transpose = element["transpose"] {
            let semitones = (transpose["chromatic"]?.number ?? 0) + 12 * (transpose["octave-change"]?.number ?? 0)
            transposition = min(max(semitones, -60), 60)
        }
    }

    private mutating func note(_ element: XMLTree, at start: Double, length: Double, bar: String) throws(SpeechError) -> WrittenNote? {
        guard !element.has("rest"), !element.has("cue"), let pitch = element["pitch"] else { return nil }
        let steps: [String: Double] = ["C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11]
        guard let step = pitch["step"].flatMap({ steps[$0.text] }), let octave = pitch["octave"]?.number, (-1...10).contains(octave) else {
            throw malformed("a note without a proper pitch", bar)
        }
        var note = WrittenNote(position: start, length: length)
        let alter = min(max(pitch["alter"]?.number ?? 0, -4), 4)
        note.pitch = min(max(12 * (octave + 1) + step + alter + transposition, 0), 127)
        note.voice = element["voice"]?.text ?? "1"
        note.isGrace = element.has("grace")
        if length == 0, !note.isGrace {
            warnings.append("part '\(part)', bar \(bar): a note without length is left out")
            return nil
        }
        for tie in element.all("tie") {
            if tie.attributes["type"] == "start" { note.tiedToNext = true } else { note.tiedFromBefore = true }
        }
        for notations in element.all("notations") {
            for slur in notations.all("slur") {
                if slur.attributes["type"] == "start" { note.slurStarts = true }
                if slur.attributes["type"] == "stop" { note.slurStops = true }
            }
            for tied in notations.all("tied") where element["tie"] == nil {
                if tied.attributes["type"] == "start" { note.tiedToNext = true }
                if tied.attributes["type"] == "stop" { note.tiedFromBefore = true }
            }
            if notations.has("fermata") { note.articulations.insert(.fermata) }
            for mark in notations.all("articulations").flatMap(\.children) { note.articulations.formUnion(Self.articulation(mark.name)) }
        }
        for (order, lyric) in element.all("lyric").enumerated() {
            let verse = lyric.attributes["number"].flatMap { Int($0) } ?? order + 1
            if let read = MusicXMLLyric.read(lyric) { note.lyrics[min(max(verse, 1), 99)] = read }
        }
        return note
    }

    private static func articulation(_ name: String) -> Note.Articulations {
        switch name {
        case "staccato", "detached-legato": .staccato
        case "staccatissimo", "spiccato": .staccatissimo
        case "tenuto": .tenuto
        case "accent", "soft-accent", "stress": .accent
        case "strong-accent": .marcato
        case "breath-mark", "caesura": .breath
        default: []
        }
    }

    private func readDirection(_ element: XMLTree, at cursor: Double, into bar: inout WrittenBar) {
        let position = max(0, cursor + (element["offset"]?.number ?? 0) / divisions)
        let ownTempo = element["sound"]?.attributes["tempo"] != nil
        for type in element.all("direction-type").flatMap(\.children) {
            switch type.name {
            case "dynamics":
                for mark in type.children.compactMap({ DynamicMark(name: $0.name == "other-dynamics" ? $0.text : $0.name) }) {
                    bar.dynamics.append((position, mark))
                }
            case "wedge":
                switch type.attributes["type"] {
                case "crescendo": bar.dynamics.append((position, .crescendo))
                case "diminuendo": bar.dynamics.append((position, .diminuendo))
                case "stop": bar.dynamics.append((position, .hairpinEnds))
                default: break
                }
            case "metronome" where !ownTempo:
                if let tempo = Self.tempo(of: type) { bar.tempi.append((position, tempo)) }
            case "segno": bar.repeats.segno = true
            // A coda sign stands both where the jump leaves and where it lands; `sound` or the words tell which.
            case "words": readJump(type.text, into: &bar)
            default: break
            }
        }
        if let sound = element["sound"] { readSound(sound, at: position, into: &bar) }
    }

    private func readJump(_ words: String, into bar: inout WrittenBar) {
        let text = words.lowercased().filter { !$0.isWhitespace && $0 != "." }
        if text.hasPrefix("dc") || text.hasPrefix("dacapo") { bar.repeats.daCapo = true }
        if text.hasPrefix("ds") || text.hasPrefix("dalsegno") { bar.repeats.dalSegno = true }
        if text == "fine" { bar.repeats.fine = true }
        if text.hasPrefix("tocoda") { bar.repeats.toCoda = true }
        if text == "coda" { bar.repeats.coda = true }
    }

    private static func tempo(of metronome: XMLTree) -> Double? {
        let units: [String: Double] = ["breve": 8, "whole": 4, "half": 2, "quarter": 1, "eighth": 0.5, "16th": 0.25, "32nd": 0.125]
        guard let unit = metronome["beat-unit"].flatMap({ units[$0.text] }), let rate = metronome["per-minute"] else { return nil }
        let digits = rate.text.drop { !$0.isNumber }.prefix { $0.isNumber || $0 == "." }
        return Double(digits).map { $0 * unit * (metronome.has("beat-unit-dot") ? 1.5 : 1) }
    }

    private func readSound(_ sound: XMLTree, at position: Double, into bar: inout WrittenBar) {
        if let tempo = sound.attributes["tempo"].flatMap(Double.init), tempo > 0, tempo.isFinite { bar.tempi.append((position, tempo)) }
        if sound.attributes["dacapo"] == "yes" { bar.repeats.daCapo = true }
        if sound.attributes["dalsegno"] != nil { bar.repeats.dalSegno = true }
        if sound.attributes["segno"] != nil { bar.repeats.segno = true }
        if sound.attributes["tocoda"] != nil { bar.repeats.toCoda = true }
        if sound.attributes["coda"] != nil { bar.repeats.coda = true }
        if sound.attributes["fine"] != nil { bar.repeats.fine = true }
    }

    private mutating func readBarline(_ barline: XMLTree, into bar: inout WrittenBar) {
        if let mark = barline["repeat"] {
            if mark.attributes["direction"] == "forward" { bar.repeats.forward = true }
            if mark.attributes["direction"] == "backward" {
                bar.repeats.backward = min(max(mark.attributes["times"].flatMap { Int($0) } ?? 2, 2), 99)
            }
        }
        if let ending = barline["ending"], ending.attributes["type"] == "start" {
            let numbers = (ending.attributes["number"] ?? "").split { !$0.isNumber }.compactMap { Int($0) }
            endings = Set(numbers.filter { (1...99).contains($0) })
        }
        if barline.has("segno") { bar.repeats.segno = true }
        if barline.has("fermata"), var last = bar.notes.popLast() {
            last.articulations.insert(.fermata)
            bar.notes.append(last)
        }
    }

    private func endsEnding(_ measure: XMLTree) -> Bool {
        measure.all("barline").compactMap { $0["ending"]?.attributes["type"] }.contains { $0 == "stop" || $0 == "discontinue" }
    }
}

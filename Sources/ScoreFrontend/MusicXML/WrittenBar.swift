/// A bar as it is printed, before repeats are unrolled. Positions are in quarter notes from its beginning.
struct WrittenBar {
    var number = ""
    var length = 0.0
    var notes: [WrittenNote] = []
    var tempi: [(position: Double, quartersPerMinute: Double)] = []
    var dynamics: [(position: Double, mark: DynamicMark)] = []
    var repeats = RepeatMarks()
}

/// A note as it is printed: perhaps tied, perhaps one of a chord, with the syllables of all verses.
struct WrittenNote {
    var position = 0.0
    /// 0 for a grace note.
    var length = 0.0
    var pitch = 0.0
    var voice = "1"
    var isGrace = false
    var tiedFromBefore = false
    var tiedToNext = false
    var slurStarts = false
    var slurStops = false
    var articulations: Note.Articulations = []
    /// By verse number, from 1.
    var lyrics: [Int: Lyric] = [:]
}

/// Where the playing order leaves the printed one.
struct RepeatMarks: Equatable {
    var forward = false
    /// Times that the passage is played, at its end; nil where no repeat ends.
    var backward: Int?
    /// Passes on which the bar is played, where it stands under an ending bracket.
    var endings: Set<Int> = []
    var daCapo = false
    var dalSegno = false
    var segno = false
    var toCoda = false
    var coda = false
    var fine = false

    mutating func formUnion(_ other: RepeatMarks) {
        forward = forward || other.forward
        backward = [backward, other.backward].compactMap { $0 }.max()
        endings.formUnion(other.endings)
        daCapo = daCapo || other.daCapo
        dalSegno = dalSegno || other.dalSegno
        segno = segno || other.segno
        toCoda = toCoda || other.toCoda
        coda = coda || other.coda
        fine = fine || other.fine
    }

    /// The order in which bars with these `marks` are played, and on which pass: repeats, endings, da capo and dal segno
    /// to a fine or a coda. After a jump back repeats are not taken again, as is the custom.
    ///
    /// Ends after `limit` bars, so that marks that contradict each other cannot play for ever.
    static func playingOrder(of marks: [RepeatMarks], limit: Int = 20_000) -> [(bar: Int, pass: Int)] {
        // The highest ending of each row of brackets: the pass after which the repeat is over.
        var highestEnding = marks.map { $0.endings.max() ?? 0 }
        for index in marks.indices.dropFirst() where highestEnding[index] > 0 && highestEnding[index - 1] > 0 {
            highestEnding[index] = max(highestEnding[index], highestEnding[index - 1])
        }
        for index in marks.indices.dropLast().reversed() where highestEnding[index] > 0 && highestEnding[index + 1] > 0 {
            highestEnding[index] = max(highestEnding[index], highestEnding[index + 1])
        }
        var order: [(bar: Int, pass: Int)] = []
        var bar = 0
        var sectionStart = 0
        var pass = 1
        var hasJumped = false
        while bar < marks.count, order.count < limit {
            let here = marks[bar]
            if here.forward, sectionStart != bar { (sectionStart, pass) = (bar, 1) }
            if !here.endings.isEmpty, !here.endings.contains(hasJumped ? highestEnding[bar] : pass) {
                bar += 1
                continue
            }
            order.append((bar, pass))
            if hasJumped, here.fine { break }
            if hasJumped, here.toCoda, let coda = marks.indices.first(where: { $0 > bar && marks[$0].coda }) {
                bar = coda
                continue
            }
            if !hasJumped, let times = here.backward {
                if pass < max(times, highestEnding[bar]) {
                    pass += 1
                    bar = sectionStart
                    continue
                }
                (sectionStart, pass) = (bar + 1, 1)
            }
            let leavesEndings = highestEnding[bar] > 0 && (bar + 1 == marks.count || highestEnding[bar + 1] == 0)
            if leavesEndings { (sectionStart, pass) = (bar + 1, 1) }
            if !hasJumped, here.daCapo || here.dalSegno {
                hasJumped = true
                pass = 1
                bar = here.dalSegno ? marks.firstIndex { $0.segno } ?? 0 : 0
                continue
            }
            bar += 1
        }
        return order
    }
}

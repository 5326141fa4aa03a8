internal import Foundation
public import SpeechData

/// A piece of music with words, in whatever format it was written: what is sung, when and how high.
///
/// All positions are in quarter notes as played, with repeats unrolled; `tempoMap` makes seconds of them.
public struct Score: Equatable, Sendable, Codable {
    /// A bar as played: a bar of a repeat comes as often as it is played.
    public struct Bar: Equatable, Sendable, Codable {
        /// The number printed, as text: a pickup is `0`, some editions have `12a`.
        public var number: String
        /// Quarter notes from the beginning.
        public var start: Double
        public var length: Double

        public init(number: String, start: Double, length: Double) {
            self.number = number
            self.start = start
            self.length = length
        }
    }

    /// One voice of the score, sung by one singer: its notes ascend and do not overlap.
    public struct Part: Equatable, Sendable, Codable {
        public var name: String
        public var notes: [Note]

        public init(name: String, notes: [Note]) {
            self.name = name
            self.notes = notes
        }

        /// Notes on which a syllable begins.
        public var syllableCount: Int { notes.count { $0.lyric.isSyllable } }
        /// Lowest and highest pitch, or nil without notes.
        public var range: ClosedRange<Double>? {
            guard let low = notes.map(\.pitch).min(), let high = notes.map(\.pitch).max() else { return nil }
            return low...high
        }
    }

    public var title: String
    public var tempoMap: TempoMap
    public var bars: [Bar]
    public var parts: [Part]
    /// What was read otherwise than written, one line each, with part and bar.
    public var warnings: [String]

    public init(title: String = "", tempoMap: TempoMap = TempoMap(), bars: [Bar] = [], parts: [Part], warnings: [String] = []) {
        self.title = title
        self.tempoMap = tempoMap
        self.bars = bars
        self.parts = parts
        self.warnings = warnings
    }

    /// Index of the part that is sung when none is named: the one with most syllables, of equals the first; without any
    /// words the highest part by its mean pitch that has notes. Nil if no part has a note.
    public var vocalPart: Int? {
        let sung = parts.indices.filter { !parts[$0].notes.isEmpty }
        if let most = sung.map({ parts[$0].syllableCount }).max(), most > 0 {
            return sung.first { parts[$0].syllableCount == most }
        }
        func mean(_ part: Part) -> Double { part.notes.map(\.pitch).reduce(0, +) / Double(part.notes.count) }
        return sung.max { mean(parts[$0]) < mean(parts[$1]) }
    }

    /// The stretch of the score from the first bar numbered `first` to the last bar numbered `last`, both included, moved
    /// to begin at 0. Notes that begin in the stretch belong to it. With repeats, the first passage is taken.
    ///
    /// Throws `.usage` where a bar is not in the score.
    public func bars(from first: String, to last: String) throws(SpeechError) -> Score {
        func missing(_ number: String) -> SpeechError {
            let known = bars.isEmpty ? "it has no bars" : "its bars are \(bars.first?.number ?? "") to \(bars.last?.number ?? "")"
            return SpeechError(.usage, "there is no bar '\(number.prefix(20))' in the score", remedy: known)
        }
        guard let from = bars.firstIndex(where: { $0.number == first }) else { throw missing(first) }
        guard let to = bars.indices.last(where: { $0 >= from && bars[$0].number == last && !bars[from..<$0].contains { $0.number == last } })
        else { throw missing(last) }
        let offset = bars[from].start
        let end = bars[to].start + bars[to].length
        var result = self
        result.bars = bars[from...to].map { Bar(number: $0.number, start: $0.start - offset, length: $0.length) }
        result.tempoMap = TempoMap(
            [TempoMap.Change(position: 0, quartersPerMinute: tempoMap.tempo(at: offset))]
                + tempoMap.changes.filter { $0.position > offset && $0.position < end }
                .map { TempoMap.Change(position: $0.position - offset, quartersPerMinute: $0.quartersPerMinute) })
        for index in parts.indices {
            result.parts[index].notes = parts[index].notes.compactMap { note in
                guard note.start >= offset - 1e-9, note.start < end - 1e-9 else { return nil }
                var moved = note
                moved.start -= offset
                moved.bar -= from
                return moved
            }
        }
        return result
    }

    /// The index of the bar that `position` lies in; 0 if there are no bars.
    func bar(at position: Double) -> Int {
        var low = 0
        var high = bars.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if bars[middle].start <= position + 1e-9 { low = middle } else { high = middle }
        }
        return low
    }
}

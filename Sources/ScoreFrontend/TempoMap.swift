/// Tempo over the course of a score: turns quarter notes into seconds and back.
///
/// Tempo is constant between changes; before the first change it is that of the first.
public struct TempoMap: Equatable, Sendable, Codable {
    /// From `position` (quarter notes) on, `quartersPerMinute` quarter notes a minute.
    public struct Change: Equatable, Sendable, Codable {
        public var position: Double
        public var quartersPerMinute: Double

        public init(position: Double, quartersPerMinute: Double) {
            self.position = position
            self.quartersPerMinute = quartersPerMinute
        }
    }

    /// Tempi that make musical sense; what lies outside is clamped.
    public static let bounds = 5.0...1000.0
    /// The tempo of a score that states none.
    public static let defaultTempo = 100.0

    /// In order of position; the first at 0, no two at one position.
    public private(set) var changes: [Change]

    /// Orders `changes`, drops those that are not finite, and clamps tempi to `bounds`. Of several at one position the
    /// last wins. An empty list gives `defaultTempo` throughout.
    public init(_ changes: [Change] = []) {
        var ordered: [Change] = []
        let usable = changes.filter { $0.position.isFinite && $0.quartersPerMinute.isFinite && $0.quartersPerMinute > 0 }
        for (_, change) in usable.enumerated().sorted(by: { ($0.element.position, $0.offset) < ($1.element.position, $1.offset) }) {
            let tempo = min(max(change.quartersPerMinute, Self.bounds.lowerBound), Self.bounds.upperBound)
            let position = max(0, change.position)
            if ordered.last?.position == position { ordered.removeLast() }
            if ordered.last?.quartersPerMinute != tempo { ordered.append(Change(position: position, quartersPerMinute: tempo)) }
        }
        if ordered.isEmpty { ordered = [Change(position: 0, quartersPerMinute: Self.defaultTempo)] }
        ordered[0].position = 0
        self.changes = ordered
    }

    /// The tempo at `position`, in quarter notes a minute.
    public func tempo(at position: Double) -> Double {
        changes[index(at: position) { $0.position }].quartersPerMinute
    }

    /// Seconds from the beginning to `position` quarter notes. Negative positions give negative seconds.
    public func seconds(at position: Double) -> Double {
        var total = 0.0
        for (index, change) in changes.enumerated() {
            let isLast = index + 1 == changes.count || changes[index + 1].position >= position
            let end = isLast ? position : changes[index + 1].position
            total += (end - change.position) * 60 / change.quartersPerMinute
            if isLast { break }
        }
        return total
    }

    /// Seconds at each of `positions`, which must ascend, in one pass over the map.
    public func seconds(atAscending positions: [Double]) -> [Double] {
        var index = 0
        var base = 0.0
        return positions.map { position in
            while index + 1 < changes.count, changes[index + 1].position < position {
                base += (changes[index + 1].position - changes[index].position) * 60 / changes[index].quartersPerMinute
                index += 1
            }
            return base + (position - changes[index].position) * 60 / changes[index].quartersPerMinute
        }
    }

    /// This map with the stretch from `start` to `end` slowed `factor`-fold: a fermata. Nothing else moves.
    public func slowed(from start: Double, to end: Double, by factor: Double) -> TempoMap {
        guard end > start, factor > 0, factor.isFinite else { return self }
        var result = changes.filter { $0.position < start }
        result.append(Change(position: start, quartersPerMinute: tempo(at: start) / factor))
        result += changes.filter { $0.position > start && $0.position < end }
            .map { Change(position: $0.position, quartersPerMinute: $0.quartersPerMinute / factor) }
        result.append(Change(position: end, quartersPerMinute: tempo(at: end)))
        result += changes.filter { $0.position > end }
        return TempoMap(result)
    }

    /// This map with every tempo multiplied by `factor`.
    public func scaled(by factor: Double) -> TempoMap {
        TempoMap(changes.map { Change(position: $0.position, quartersPerMinute: $0.quartersPerMinute * factor) })
    }

    private func index(at position: Double, _ key: (Change) -> Double) -> Int {
        var low = 0
        var high = changes.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if key(changes[middle]) <= position { low = middle } else { high = middle }
        }
        return low
    }
}

internal import Foundation

/// The pitches that a voice sings well, as MIDI note numbers; stored in `voice.json` for each speaker.
public struct SingingRange: Codable, Equatable, Sendable {
    public var lowest: Double
    public var highest: Double

    public init(lowest: Double, highest: Double) {
        self.lowest = lowest
        self.highest = highest
    }

    /// What can be expected of a speaker that nobody measured: from 8 semitones under the mean pitch of its speech to 19
    /// above.
    init(meanF0: Double) {
        let mean = 69 + 12 * log2(meanF0 / 440)
        self.init(lowest: (mean - 8).rounded(), highest: (mean + 19).rounded())
    }

    /// Semitones of `written`, moved by `shift`, that lie outside.
    func excess(of written: ClosedRange<Double>, shift: Int) -> Double {
        max(0, lowest - written.lowerBound - Double(shift)) + max(0, written.upperBound + Double(shift) - highest)
    }

    /// Semitones by which each part is moved so that its voice can sing it.
    ///
    /// Nothing moves where all fit; else up to 3 semitones are tried, then octaves, then all else by its size. Several parts keep
    /// their harmony: all change key alike, and each may move by octaves besides. Where nothing fits, what leaves least outside is
    /// taken.
    ///
    /// - Parameter parts: what is written, and the range of the voice that sings it.
    public static func transposition(of parts: [(written: ClosedRange<Double>, range: SingingRange)]) -> [Int] {
        let away = (1...36).flatMap { [-$0, $0] }
        if parts.count == 1, let part = parts.first {
            return [part.range.best(of: [0] + away.prefix(6) + [-12, 12] + away, for: part.written).shift]
        }
        var best: (excess: Double, shifts: [Int]) = (.infinity, [])
        func consider(key: Int, octaves: [Int]) {
            let fits = parts.map { part in part.range.best(of: octaves.map { key + $0 }, for: part.written) }
            let excess = fits.reduce(0) { $0 + $1.excess }
            if excess < best.excess { best = (excess, fits.map(\.shift)) }
        }
        for key in [0] + away.prefix(6) where best.excess > 0 { consider(key: key, octaves: [0]) }
        for key in [0] + away.prefix(12) where best.excess > 0 { consider(key: key, octaves: [0, -12, 12, -24, 24]) }
        return best.shifts
    }

    /// The first of `shifts` that leaves least of `written` outside.
    private func best(of shifts: [Int], for written: ClosedRange<Double>) -> (shift: Int, excess: Double) {
        var best = (shift: 0, excess: Double.infinity)
        for shift in shifts {
            let excess = excess(of: written, shift: shift)
            if excess < best.excess { best = (shift, excess) }
        }
        return best
    }
}

/// A printed dynamic.
enum DynamicMark: Equatable {
    /// From here on, in decibels over mezzo-forte.
    case level(Double)
    case crescendo
    case diminuendo
    case hairpinEnds
    /// sf, sfz, fz: this note only.
    case accent

    /// The mark of this name (`pp`, `mf`, `sfz`), or nil. Steps of 3.5 dB: singers' dynamics span far less than the 10 dB
    /// a step of instruments (after Sundberg, The Science of the Singing Voice, 1987).
    init?(name: String) {
        let levels: [String: Double] = [
            "pppppp": -17, "ppppp": -16, "pppp": -15, "ppp": -13, "pp": -9.5, "p": -6, "mp": -2.5, "mf": 0, "f": 3, "ff": 5.5,
            "fff": 7, "ffff": 8, "fffff": 8, "ffffff": 8, "fp": -4, "pf": 2, "n": -18,
        ]
        if let level = levels[name] {
            self = .level(level)
        } else if ["sf", "sfz", "fz", "rf", "rfz", "sffz", "sfp", "sfpp", "sfzp"].contains(name) {
            self = .accent
        } else {
            return nil
        }
    }
}

/// Loudness over time that a row of marks asks for.
struct DynamicCurve {
    /// Decibels that a hairpin moves by where no level stands at its end.
    static let hairpinChange = 3.0

    private var points: [(position: Double, level: Double)] = []
    private(set) var accents: [Double] = []

    /// - Parameter marks: in order of position.
    init(_ marks: [(position: Double, mark: DynamicMark)]) {
        var level = 0.0
        var hairpin: (start: Double, direction: Double)?
        func end(at position: Double, level target: Double?) {
            guard let open = hairpin else { return }
            let reached = target ?? min(max(level + open.direction * Self.hairpinChange, -18), 8)
            points.append((open.start, level))
            points.append((position, reached))
            level = reached
            hairpin = nil
        }
        for (position, mark) in marks {
            switch mark {
            case .level(let value):
                if hairpin != nil { end(at: position, level: value) } else { points.append((position, level)) }
                // A level just after a hairpin's end is what the hairpin led to.
                points.append((position, value))
                level = value
            case .crescendo: hairpin = (position, 1)
            case .diminuendo: hairpin = (position, -1)
            case .hairpinEnds: end(at: position, level: nil)
            case .accent: accents.append(position)
            }
        }
    }

    func level(at position: Double) -> Double {
        guard let next = points.firstIndex(where: { $0.position > position + 1e-9 }) else { return points.last?.level ?? 0 }
        guard next > 0 else { return 0 }
        let (before, after) = (points[next - 1], points[next])
        let span = after.position - before.position
        return span <= 0 ? after.level : before.level + (after.level - before.level) * (position - before.position) / span
    }
}

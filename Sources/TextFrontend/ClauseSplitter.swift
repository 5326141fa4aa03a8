internal import SpeechData

/// Splits sentences that are too long for the models at the best places: clause punctuation, then conjunctions, then any
/// word boundary, and as evenly as these allow.
struct ClauseSplitter: Sendable {
    /// Phonemes that a part may have.
    let longest: Int

    private static let conjunctions: Set<String> = [
        "and", "but", "or", "nor", "because", "which", "who", "that", "while", "when", "where", "if", "although", "though", "since", "until",
        "after", "before", "so", "unless", "than", "as",
    ]
    private static let prepositions: Set<String> = ["of", "in", "on", "at", "for", "with", "from", "to", "by", "about", "into", "over", "under", "through"]

    /// Ranges that cover all parts; a single word longer than `longest` is a range of its own.
    func ranges(of parts: [UtteranceBuilder.Part]) -> [Range<Int>] {
        var remaining = parts.reduce(0) { $0 + $1.length }
        guard remaining > longest else { return [parts.indices] }
        var ranges: [Range<Int>] = []
        var start = 0
        while start < parts.count {
            if remaining <= longest {
                ranges.append(start..<parts.count)
                break
            }
            let pieces = (remaining + longest - 1) / longest
            let target = Double(remaining) / Double(pieces)
            var length = 0
            var best = start + 1
            var bestScore = -Double.infinity
            var index = start
            while index < parts.count {
                length += parts[index].length
                if length > longest, index > start { break }
                index += 1
                guard index < parts.count, parts[index].pause == nil else { continue }
                let score = merit(parts, index) - abs(Double(length) - target) / target * 4
                if score > bestScore, Double(length) > target / 3 || index == start + 1 {
                    bestScore = score
                    best = index
                }
            }
            if index == parts.count, bestScore == -Double.infinity { best = parts.count }
            remaining -= parts[start..<best].reduce(0) { $0 + $1.length }
            ranges.append(start..<best)
            start = best
        }
        return ranges
    }

    /// How good it is to split before the word at `index`.
    private func merit(_ parts: [UtteranceBuilder.Part], _ index: Int) -> Double {
        if let pause = parts[index - 1].pause {
            return [",": 4, ";": 6, ":": 5.5][pause.symbol] ?? 6.5
        }
        if Self.conjunctions.contains(parts[index].word) { return 2.5 }
        return Self.prepositions.contains(parts[index].word) ? 1 : 0
    }
}

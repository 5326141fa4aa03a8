internal import SpeechData

/// Parts utterances that are longer than a model was trained for, at the best places.
///
/// A cut is best at a full stop, then at a colon or semicolon, a comma, a gap between words, and only where one word
/// alone is too long, inside it; of equally good sets of cuts the one with the evenest parts wins. Found by dynamic
/// programming over all places, in time linear in the utterance for a given `limit`.
struct UtteranceSplitter {
    /// One part of a longer utterance.
    struct Part: Equatable {
        /// A full utterance, with `^` and `$`.
        var utterance: Utterance
        /// Index of the part's first word among the words of the whole.
        var firstWord: Int
        /// Whether its first word began in the part before.
        var continuesWord: Bool
        /// Whether a pause of the text ends it (or the text itself does), so that silence may follow.
        var endsAtPause: Bool
    }

    /// Most segments of a part, with its `^` and `$`; at least 8.
    let limit: Int

    /// The parts in order; the utterance itself where it is short enough. Nothing is dropped: the segments of the
    /// parts between `^` and `$` are those of the whole.
    func parts(of utterance: Utterance) -> [Part] {
        let segments = utterance.segments
        guard segments.count > limit else {
            return [Part(utterance: utterance, firstWord: 0, continuesWord: false, endsAtPause: true)]
        }
        let cuts = cuts(in: segments)
        var parts: [Part] = []
        for (start, end) in zip(cuts, cuts.dropFirst()) {
            parts.append(part(of: utterance, from: start, to: end, isFirst: start == 1, isLast: end == segments.count - 1))
        }
        return parts
    }

    /// Places between segments, from 1 (after `^`) to `count - 1` (before `$`), at most `limit - 2` apart.
    private func cuts(in segments: [Utterance.Segment]) -> [Int] {
        let reach = max(limit, 8) - 2
        let last = segments.count - 1
        // best[i]: cheapest way to cut the segments before place i.
        var best = [Double](repeating: .infinity, count: last + 1)
        var previous = [Int](repeating: 0, count: last + 1)
        best[1] = 0
        for place in 2...last {
            let cost = place == last ? 0 : cost(ofCutting: segments, before: place)
            for start in max(1, place - reach)..<place {
                let fill = Double(place - start) / Double(reach)
                // Squares of the lengths: short remnants cost, even parts are cheapest.
                let total = best[start] + cost + (1 - fill) * (1 - fill)
                if total < best[place] {
                    best[place] = total
                    previous[place] = start
                }
            }
        }
        var cuts = [last]
        while let place = cuts.last, place > 1 { cuts.append(previous[place]) }
        return cuts.reversed()
    }

    private func cost(ofCutting segments: [Utterance.Segment], before place: Int) -> Double {
        let (left, right) = (segments[place - 1], segments[place])
        // A pause stays with what it ends.
        if right.phoneme.isPause { return left.word == nil ? 30 : 20 }
        switch left.phoneme.symbol {
        case ".", "!", "?": return 0.5
        case ";", ":": return 1
        case ",": return 1.5
        default: return left.word == right.word ? 40 : 6
        }
    }

    private func part(of whole: Utterance, from start: Int, to end: Int, isFirst: Bool, isLast: Bool) -> Part {
        let body = whole.segments[start..<end]
        // Words are taken by their ranges, so that one without sounds stays in exactly one part.
        let words = whole.words.indices.filter { index in
            let range = whole.words[index].segments
            if range.isEmpty { return (range.lowerBound >= start || isFirst) && (range.lowerBound < end || isLast) }
            return range.lowerBound < end && range.upperBound > start
        }
        let firstWord = words.first ?? 0
        var segments = [isFirst ? whole.segments[0] : Utterance.Segment(.start)]
        segments += body.map { segment in
            var moved = segment
            moved.word = segment.word.map { $0 - firstWord }
            return moved
        }
        segments.append(isLast ? whole.segments[whole.segments.count - 1] : Utterance.Segment(.end))
        let moved = words.map { index in
            var word = whole.words[index]
            let lower = min(max(word.segments.lowerBound, start), end) - start + 1
            let upper = min(max(word.segments.upperBound, start), end) - start + 1
            word.segments = lower..<upper
            return word
        }
        return Part(
            utterance: Utterance(text: whole.text, segments: segments, words: moved),
            firstWord: firstWord,
            continuesWord: words.first.map { !whole.words[$0].segments.isEmpty && whole.words[$0].segments.lowerBound < start } ?? false,
            endsAtPause: isLast || body.last?.word == nil)
    }
}

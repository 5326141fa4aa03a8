
/// A word of a part and the notes that it is sung on.
public struct SungWord: Equatable, Sendable {
    /// A syllable and its notes: the one that it begins on, then those of its melisma.
    public struct Syllable: Equatable, Sendable {
        public var text: String
        /// Indices of the part's notes.
        public var notes: Range<Int>
    }

    /// The whole word as it is written, syllables joined.
    public var text: String
    /// Phonemes given in the score, or nil: the frontend pronounces `text`.
    public var phonemes: String?
    public var syllables: [Syllable]
}

extension Score.Part {
    /// The words of the part in order; every note belongs to exactly one.
    ///
    /// A note that nothing is written for is sung `la`, so a part without any words is a vocalise.
    public var words: [SungWord] {
        var words: [SungWord] = []
        var isOpen = false
        for (index, note) in notes.enumerated() {
            switch note.lyric {
            case .extender where !words.isEmpty:
                let last = words.count - 1
                let syllable = words[last].syllables.count - 1
                words[last].syllables[syllable].notes = words[last].syllables[syllable].notes.lowerBound..<index + 1
            case .extender, .none:
                // Slurred notes of a vocalise share one syllable.
                if note.isSlurred, let last = words.indices.last, words[last].phonemes == Self.vocalise {
                    words[last].syllables[0].notes = words[last].syllables[0].notes.lowerBound..<index + 1
                } else {
                    words.append(SungWord(text: "la", phonemes: Self.vocalise, syllables: [.init(text: "la", notes: index..<index + 1)]))
                }
                isOpen = false
            case .phonemes(let phonemes):
                words.append(SungWord(text: phonemes, phonemes: phonemes, syllables: [.init(text: phonemes, notes: index..<index + 1)]))
                isOpen = false
            case .syllable(let text, let begins, let ends):
                let syllable = SungWord.Syllable(text: text, notes: index..<index + 1)
                if isOpen, !begins, let last = words.indices.last {
                    words[last].text += text
                    words[last].syllables.append(syllable)
                } else {
                    words.append(SungWord(text: text, syllables: [syllable]))
                }
                isOpen = !ends
            }
        }
        return words
    }

    private static let vocalise = "lˈɑ"

    /// This part with other words: `text` has syllables parted by spaces and hyphens (`be-gin`), `_` for a note that goes on
    /// with the syllable before. A word without hyphens takes as many notes as `syllableCount` says it has syllables.
    ///
    /// Where the part has words, theirs are the notes that take syllables; else all that are not slurred do. Notes left
    /// over are sung `la`. Both kinds of misfit are told in `warnings`.
    public func withLyrics(_ text: String, syllableCount: (String) -> Int, warnings: inout [String]) -> Score.Part {
        var queue: [Lyric] = []
        for word in text.split(whereSeparator: \.isWhitespace) {
            let pieces = word.split(separator: "-").map(String.init)
            if pieces.isEmpty || word.allSatisfy({ $0 == "_" }) {
                queue.append(.extender)
            } else if pieces.count > 1 {
                for (index, piece) in pieces.enumerated() {
                    queue.append(.syllable(piece, beginsWord: index == 0, endsWord: index == pieces.count - 1))
                }
            } else {
                let count = min(max(syllableCount(pieces[0]), 1), 20)
                let letters = Array(pieces[0])
                for index in 0..<count {
                    let part = letters[letters.count * index / count..<letters.count * (index + 1) / count]
                    queue.append(.syllable(String(part), beginsWord: index == 0, endsWord: index == count - 1))
                }
            }
        }
        let hasWords = notes.contains(where: \.lyric.isSyllable)
        var result = self
        var next = 0
        var unsung = 0
        for index in notes.indices {
            let takes = hasWords ? notes[index].lyric.isSyllable || notes[index].lyric == .none : !notes[index].isSlurred
            guard takes else {
                result.notes[index].lyric = .extender
                continue
            }
            if next == queue.count { unsung += 1 }
            result.notes[index].lyric = next < queue.count ? queue[next] : .none
            next = min(next + 1, queue.count)
        }
        if unsung > 0 { warnings.append("part '\(name)': the lyrics end \(unsung) notes early; these are sung 'la'") }
        if next < queue.count { warnings.append("part '\(name)': \(queue.count - next) syllables of the lyrics have no note and are left out") }
        return result
    }
}

/// Which of several printed lines of text is sung when.
struct VerseChoice {
    /// Verses that have words, ascending.
    private let verses: [Int]
    /// The verse of the first pass; later passes count up from it.
    private let first: Int
    private let isFixed: Bool
    /// What is not sung, or nil.
    let warning: String?

    /// - Parameters:
    ///   - wanted: the verse asked for, sung on every pass; nil sings verse 1 on the first pass, 2 on the second, …
    ///   - isRepeated: whether the score repeats anything. Without a repeat, of two verses the one with more of the most
    ///     frequent English words is sung, since editions of songs print a translation as a second verse.
    init(bars: [WrittenBar], wanted: Int?, isRepeated: Bool) {
        var englishWords: [Int: Int] = [:]
        for lyrics in bars.flatMap(\.notes).map(\.lyrics) {
            for (verse, lyric) in lyrics {
                guard case .syllable(let text, true, true) = lyric else { continue }
                let bare = text.lowercased().filter(\.isLetter)
                englishWords[verse, default: 0] += Self.commonWords.contains(bare) ? 1 : 0
            }
        }
        let verses = Set(bars.flatMap(\.notes).flatMap(\.lyrics.keys)).sorted()
        self.verses = verses
        if let wanted {
            first = wanted
            isFixed = true
            warning = verses.isEmpty || verses.contains(wanted) ? nil : "there is no verse \(wanted); it has \(verses)"
        } else if isRepeated || verses.count < 2 {
            first = verses.first ?? 1
            isFixed = false
            warning = nil
        } else {
            let lead = verses.max { (englishWords[$0] ?? 0, -$0) < (englishWords[$1] ?? 0, -$1) } ?? 1
            first = lead
            isFixed = true
            warning = "of its verses \(verses) only \(lead) is sung, as nothing is repeated"
        }
    }

    private static let commonWords: Set<String> = [
        "the", "and", "of", "to", "a", "in", "i", "my", "that", "with", "you", "thy", "thou", "thee", "is", "her", "his", "for",
        "on", "me", "from", "when", "all", "not", "but", "be", "your", "she", "he", "this", "love", "o",
    ]

    /// What is sung on `note` on pass `pass`: the verse of the pass or else the last before it, as refrains are printed
    /// once.
    func lyric(of note: WrittenNote, pass: Int) -> Lyric {
        let wanted = isFixed ? first : first + pass - 1
        if let exact = note.lyrics[wanted] { return exact }
        guard let nearest = note.lyrics.keys.filter({ $0 < wanted }).max() else { return .none }
        return note.lyrics[nearest] ?? .none
    }
}

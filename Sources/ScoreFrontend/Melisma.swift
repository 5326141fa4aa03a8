/// Decides what notes without a syllable of their own sing.
enum Melisma {
    /// A note without a lyric that follows directly on another goes on with its syllable; `.extender` after a rest becomes
    /// `.none`. In a part without any words, all are left as they are, but for extenders.
    static func resolved(_ notes: [Note], part: String, bars: [Score.Bar], warnings: inout [String]) -> [Note] {
        guard notes.contains(where: \.lyric.isSyllable) else { return notes }
        var result = Monophony.line(notes, part: part, bars: bars, warnings: &warnings)
        var lost: Int?
        for index in result.indices where !result[index].lyric.isSyllable {
            let follows = index > 0 && result[index].start - result[index - 1].end < 0.05 && result[index - 1].lyric != .none
            if follows {
                result[index].lyric = .extender
                result[index].isSlurred = true
            } else {
                result[index].lyric = .none
                lost = lost ?? result[index].bar
            }
        }
        if let lost {
            let number = bars.indices.contains(lost) ? bars[lost].number : String(lost + 1)
            let count = result.count { $0.lyric == .none }
            warnings.append("part '\(part)', bar \(number): a note without a syllable is sung 'la' (\(count) in all)")
        }
        return result
    }
}

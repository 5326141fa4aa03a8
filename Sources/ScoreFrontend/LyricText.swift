/// Text of a lyric as formats write it, made a `Lyric`.
enum LyricText {
    /// `[h ɑ]` and `word[hh aa]` are phonemes (of the voice's set, or ARPAbet); `+`, `-`, `~`, `_`, `ー` and `+~` go on
    /// with the syllable before; all else is text. Phonemes that are not known are left as text.
    static func lyric(_ raw: String, beginsWord: Bool = true, endsWord: Bool = true) -> Lyric {
        let text = raw.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        if text.isEmpty { return .none }
        if text.allSatisfy({ "+-~_–—ー*".contains($0) }) { return .extender }
        if let open = text.lastIndex(of: "["), text.hasSuffix("]") {
            let inside = text[text.index(after: open)...].dropLast()
            if let phonemes = LyricPhonemes.phonemes(from: String(inside)) { return .phonemes(phonemes) }
        }
        return .syllable(text, beginsWord: beginsWord, endsWord: endsWord)
    }

    /// Whether the text stands for silence: UTAU's `R`, OpenUtau's and DiffSinger's `SP`, `AP`, `br`.
    static func isRest(_ text: String) -> Bool { ["R", "r", "rest", "SP", "sil", "pau", ""].contains(text) || isBreath(text) }
    static func isBreath(_ text: String) -> Bool { ["br", "AP", "breath", "BR"].contains(text) }
}

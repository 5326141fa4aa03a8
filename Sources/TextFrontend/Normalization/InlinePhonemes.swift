/// `[Reykjavik](/ɹˈAkjəvɪk/)`: a word with its phonemes.
enum InlinePhonemes {
    private static let longest = 120

    static let rule: Reader = { stream, index, _ in
        guard stream.isSymbol("[", at: index) else { return nil }
        var at = index + 1
        var label = ""
        while let token = stream[at], token.text != "]" || token.kind != .symbol {
            guard at - index < longest, token.text != "[" else { return nil }
            if token.spaceBefore, !label.isEmpty { label.append(" ") }
            label.append(token.text)
            at += 1
        }
        guard stream.isGlued("]", at: at), stream.isGlued("(", at: at + 1), stream.isGlued("/", at: at + 2), !label.isEmpty else { return nil }
        at += 3
        var phonemes = ""
        while let token = stream[at], token.text != "/" || token.kind != .symbol {
            guard at - index < longest, token.text != "(" else { return nil }
            if token.spaceBefore, !phonemes.isEmpty { phonemes.append(" ") }
            phonemes.append(token.text)
            at += 1
        }
        guard stream.isGlued(")", at: at + 1), !phonemes.isEmpty else { return nil }
        return Match(at + 2 - index, .phonemes, "phonemes.inline", [.word(SpokenWord(label, hint: .phonemes(phonemes)))])
    }
}

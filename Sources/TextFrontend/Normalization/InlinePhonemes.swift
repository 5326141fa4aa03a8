/// Phonemes in the text: `[Reykjavik](/ɹˈAkjəvɪk/)` for a word, `[HH AH0 L OW1]` (ARPAbet) for themselves.
enum InlinePhonemes {
    static let rules: [Reader] = [labelled, arpabet]

    private static let longest = 120

    private static let labelled: Reader = { stream, index, _ in
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

    /// Two phones or more in brackets, a stress digit among them, nothing else.
    private static let arpabet: Reader = { stream, index, _ in
        guard stream.isSymbol("[", at: index), stream[index + 1]?.isAllCapitals == true else { return nil }
        var at = index + 1
        var text = ""
        var hasStress = false
        while let token = stream[at], token.text != "]" {
            guard at - index < longest, token.isAllCapitals && token.text.utf8.count <= 2 else { return nil }
            text += (text.isEmpty ? "" : " ") + token.text
            at += 1
            if let stress = stream.digits(at, 1...1), !stream.spaceBefore(at) {
                text += stress
                hasStress = true
                at += 1
            }
        }
        guard hasStress, stream.isSymbol("]", at: at), at > index + 2, let phonemes = try? PhonemeNotation.arpabet.converted(text) else { return nil }
        return Match(at + 1 - index, .phonemes, "phonemes.arpabet", [.mark("["), .word(SpokenWord(text, hint: .phonemes(phonemes))), .mark("]")])
    }
}

/// Part codes, versions, and words with digits in them.
enum Serials {
    static let rules: [Reader] = [plan, version, grouped, mixed]

    /// American retirement and charity sections: `401(k)`, `501(c)(3)`.
    private static let plan: Reader = { stream, index, _ in
        guard let digits = stream.digits(index, 3...3), ["401", "403", "501", "529", "457"].contains(digits), stream.startsFresh(index) else { return nil }
        var words = NumberWords.year(digits)
        var end = index + 1
        if let letter = stream[end], letter.kind == .word, letter.text.utf8.count == 1, !letter.spaceBefore {
            return Match(2, .serial, "serial.plan", words: words + ["\\" + letter.text])
        }
        while stream.isGlued("(", at: end), stream.isGlued(")", at: end + 2), let inner = stream[end + 1], inner.text.utf8.count == 1 {
            words += inner.kind == .number ? NumberWords.cardinal(inner.text) : ["\\" + inner.text]
            end += 3
        }
        guard end > index + 1 else { return nil }
        return Match(end - index, .serial, "serial.plan", words: words)
    }

    /// `v2.1`, `1.2.3`, `2.0.1-beta`: three numbers or more, or a `v` before.
    private static let version: Reader = { stream, index, _ in
        guard stream.startsFresh(index) else { return nil }
        let hasMark = stream.key(index) == "v" && stream.isNumber(index + 1) && !stream.spaceBefore(index + 1)
        var end = hasMark ? index + 1 : index
        guard let first = stream.digits(end, 1...4) else { return nil }
        var words = (hasMark ? ["version"] : []) + NumberWords.cardinal(first)
        var parts = 1
        end += 1
        while stream.isGlued(".", at: end), !stream.spaceBefore(end + 1), let next = stream.digits(end + 1, 1...6), parts < 8 {
            words += ["point"] + (next.utf8.first == 0x30 && next.utf8.count > 1 ? NumberWords.spelled(next) : NumberWords.cardinal(next))
            end += 2
            parts += 1
        }
        guard parts >= 3 || hasMark, stream.isWord(end) ? stream.spaceBefore(end) : true else { return nil }
        return Match(end - index, .serial, "serial.version", words: words)
    }

    /// Numbers between slashes or hyphens that make no date, telephone number or fraction: `123/261788/2021`.
    private static let grouped: Reader = { stream, index, _ in
        guard stream.startsFresh(index), stream.isNumber(index), let separator = stream[index + 1], ["/", "-"].contains(separator.text), !separator.spaceBefore else { return nil }
        var words = number(stream.tokens[index].text)
        var end = index + 1
        var parts = 1
        while stream.isGlued(separator.text, at: end), !stream.spaceBefore(end + 1), stream.isNumber(end + 1), parts < 40 {
            words += [separator.text == "/" ? "," : "-"] + number(stream.tokens[end + 1].text)
            end += 2
            parts += 1
        }
        guard parts >= 3, stream.endsCleanly(end) else { return nil }
        return Match(end - index, .serial, "serial.groups", words: words)
    }

    /// A number that stands between separators: up to four digits as a number, more digit by digit.
    private static func number(_ digits: String) -> [String] {
        digits.utf8.count > 4 || digits.utf8.first == 0x30 && digits.utf8.count > 1 ? NumberWords.spelled(digits) : NumberWords.cardinal(digits, and: false)
    }

    /// `mid-1980s`: the `s` at `index` is a decade's, and the dates read it.
    private static func isDecade(_ stream: TokenStream, _ index: Int) -> Bool {
        stream[index]?.text == "s" && !stream.spaceBefore(index) && stream[index - 1]?.text.hasSuffix("0") == true && stream.digits(index - 1, 4...4).map(Dates.isYear) == true
    }

    /// Letters and digits in one: `B2A23C`, `ab9453`, `W2s`, `1-413-te-b-1-5`, `MP3`, `3D`.
    private static let mixed: Reader = { stream, index, normalizer in
        guard let first = stream[index], first.kind != .symbol, stream.startsFresh(index) || stream.isSymbol("-", at: index - 1) else { return nil }
        var end = index
        var parts: [Range<Int>] = []
        var partStart = index
        var hasDirectMix = false
        var kinds = 0
        while let token = stream[end], end == index || !token.spaceBefore, end - index < 60 {
            if token.kind == .symbol {
                guard token.text == "-", !stream.spaceBefore(end + 1), stream[end + 1]?.kind != .symbol, stream[end + 1] != nil else { break }
                parts.append(partStart..<end)
                partStart = end + 1
            } else {
                kinds |= token.kind == .word ? 1 : 2
                if end > partStart, stream.tokens[end - 1].kind != token.kind {
                    if isDecade(stream, end) { break }
                    hasDirectMix = true
                }
            }
            end += 1
        }
        guard !isDecade(stream, end) else { return nil }
        parts.append(partStart..<end)
        guard hasDirectMix || (kinds == 3 && first.kind == .number && parts.count >= 3) else { return nil }
        var pieces: [NormalizedToken.Piece] = []
        for (number, part) in parts.enumerated() {
            if number > 0 { pieces.append(.mark("-")) }
            for position in part {
                let token = stream.tokens[position]
                if token.text == "s", position > part.lowerBound, position == part.upperBound - 1, part.count > 2 || number > 0, case .word(let last)? = pieces.last {
                    pieces[pieces.count - 1] = .word(SpokenWord(NumberWords.plural(last.text)))  // MP3s, B-52s
                } else if token.kind == .word {
                    pieces += token.text.utf8.allSatisfy { $0 < 0x80 } ? normalizer.serialPart(token) : Words.read(stream, position, isKnownWord: normalizer.isKnownWord).pieces
                } else if part.count == 1 {
                    pieces += Serials.number(token.text).map(NormalizedToken.Piece.init(reading:))
                } else {
                    pieces += NumberWords.code(token.text).map(NormalizedToken.Piece.init(reading:))
                }
            }
        }
        return Match(end - index, .serial, "serial.letters-digits", pieces)
    }
}

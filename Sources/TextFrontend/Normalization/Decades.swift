extension Dates {
    /// `1980s`, `1980's`, `1980 s`, `1960s-1980s`.
    static let decade: Reader = { stream, index, _ in
        guard stream.startsFresh(index) || stream.isGlued("-", at: index - 1) || stream.isGlued("–", at: index - 1),
            let (words, end) = decade(stream, index)
        else { return nil }
        if stream.isSymbol(in: ["-", "–"], at: end), let (last, lastEnd) = decade(stream, end + 1) {
            return Match(lastEnd - index, .range, "date.decade-range", words: words + ["to"] + last)
        }
        return Match(end - index, .date, "date.decade", words: words)
    }

    private static func decade(_ stream: TokenStream, _ index: Int) -> ([String], Int)? {
        guard let digits = stream.digits(index, 4...4), isYear(digits), digits.utf8.last == 0x30,
            let end = decadeEnding(stream, index + 1, allowsSpace: true)
        else { return nil }
        return (NumberWords.decade(digits), end)
    }

    private static func decadeEnding(_ stream: TokenStream, _ index: Int, allowsSpace: Bool) -> Int? {
        if stream.key(index) == "s", allowsSpace || !stream.spaceBefore(index), stream[index]?.text == "s" { return index + 1 }
        if stream.isGlued("'", at: index), stream.key(index + 1) == "s", !stream.spaceBefore(index + 1) { return index + 2 }
        return nil
    }

    /// `'90s`, `90s`, `the 90's`.
    static let abbreviatedDecade: Reader = { stream, index, _ in
        let at = stream.isSymbol("'", at: index) && !stream.spaceBefore(index + 1) ? index + 1 : index
        guard stream.startsFresh(index), let digits = stream.digits(at, 2...2), digits.utf8.last == 0x30, digits.utf8.first != 0x30,
            let end = decadeEnding(stream, at + 1, allowsSpace: false)
        else { return nil }
        return Match(end - index, .date, "date.decade", words: NumberWords.decade(digits))
    }

    /// `1980-1986`, `2006–2012`, `2020-21`, `1939-45`.
    static let yearRange: Reader = { stream, index, _ in
        guard let first = stream.digits(index, 4...4), isYear(first), stream.startsFresh(index),
            stream.isSymbol(in: ["-", "–", "—"], at: index + 1), stream.spaceBefore(index + 1) == stream.spaceBefore(index + 2),
            stream.endsCleanly(index + 3)
        else { return nil }
        if let last = stream.digits(index + 2, 4...4), isYear(last), last > first {
            return Match(3, .range, "date.year-range", words: NumberWords.year(first) + ["to"] + NumberWords.year(last))
        }
        if !stream.spaceBefore(index + 2), let last = stream.digits(index + 2, 2...2), last > first.suffix(2), stream.isGlued("–", at: index + 1) || first < "2100" {
            return Match(3, .range, "date.year-range", words: NumberWords.year(first) + ["to"] + NumberWords.code(last))
        }
        return nil
    }
}

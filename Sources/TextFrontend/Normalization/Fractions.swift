/// Fractions, and what else is written with a slash or colon between two numbers: ratings, ratios, proverbial pairs.
enum Fractions {
    static let rules: [Reader] = [proverbial, mixed, simple, ratio, vulgar]

    /// `one half`, `three quarters`, `thirty one thirty seconds`, `two over one`.
    static func words(numerator: String, denominator: String, isMixed: Bool = false) -> [String] {
        let top = NumberWords.cardinal(numerator, and: false)
        let isOne = numerator == "1"
        switch denominator.drop(while: { $0 == "0" }) {
        case "", "1": return top + ["over"] + NumberWords.cardinal(denominator)
        case "2": return top + [isOne ? "half" : "halves"]
        case "4": return top + [isOne ? "quarter" : "quarters"]
        default:
            var bottom = NumberWords.ordinal(denominator)
            if !isOne, let last = bottom.popLast() { bottom.append(last + "s") }
            return top + bottom
        }
    }

    private static let pairs: [String: [String]] = [
        "24/7": ["twenty", "four", "seven"], "9/11": ["nine", "eleven"], "50/50": ["fifty", "fifty"],
        "20/20": ["twenty", "twenty"], "7/11": ["seven", "eleven"], "60/40": ["sixty", "forty"], "80/20": ["eighty", "twenty"],
    ]

    private static func slash(_ stream: TokenStream, _ index: Int) -> (String, String)? {
        guard let top = stream.digits(index, 1...6), stream.isGlued("/", at: index + 1) || stream.isGlued("⁄", at: index + 1),
            !stream.spaceBefore(index + 2), let bottom = stream.digits(index + 2, 1...6)
        else { return nil }
        return (top, bottom)
    }

    private static let proverbial: Reader = { stream, index, _ in
        guard let (top, bottom) = slash(stream, index), stream.endsCleanly(index + 3) else { return nil }
        if let words = pairs[top + "/" + bottom] { return Match(3, .fraction, "fraction.proverbial", words: words) }
        if top == bottom, top != "1" {
            let words = NumberWords.cardinal(top) + ["out", "of"] + NumberWords.cardinal(bottom)
            return Match(3, .fraction, "fraction.rating", words: words)
        }
        if stream.key(index + 3) == "stars" || stream.key(index + 3) == "points" {
            let words = NumberWords.cardinal(top) + ["out", "of"] + NumberWords.cardinal(bottom)
            return Match(3, .fraction, "fraction.rating", words: words)
        }
        return nil
    }

    private static let mixed: Reader = { stream, index, _ in
        guard let whole = stream.digits(index, 1...4), let (top, bottom) = slash(stream, index + 1), stream.spaceBefore(index + 1),
            stream.endsCleanly(index + 4)
        else { return nil }
        let words =
            NumberWords.cardinal(whole) + ["and"] + Fractions.words(numerator: top, denominator: bottom, isMixed: true)
        return Match(4, .fraction, "fraction.mixed", words: words)
    }

    private static let simple: Reader = { stream, index, _ in
        guard let (top, bottom) = slash(stream, index) else { return nil }
        var length = 3
        if ["th", "ths", "rd", "rds", "nd", "nds", "st"].contains(stream.key(index + 3)), !stream.spaceBefore(index + 3) { length = 4 }
        guard stream.endsCleanly(index + length) else { return nil }
        return Match(length, .fraction, "fraction.simple", words: words(numerator: top, denominator: bottom))
    }

    /// `3:1`, `16:9`, and scores `3:2`; what could be a time is left to the times.
    private static let ratio: Reader = { stream, index, _ in
        guard let left = stream.digits(index, 1...4), stream.isGlued(":", at: index + 1), !stream.spaceBefore(index + 2),
            let right = stream.digits(index + 2, 1...4), stream.endsCleanly(index + 3)
        else { return nil }
        let words = NumberWords.cardinal(left) + ["to"] + NumberWords.cardinal(right)
        return Match(3, .fraction, "fraction.ratio", words: words)
    }

    private static let vulgar: Reader = { stream, index, _ in
        guard let numeral = stream.numeral(at: index), numeral.vulgar != nil else { return nil }
        return Match(numeral.end - index, .fraction, "fraction.vulgar", words: numeral.words())
    }
}

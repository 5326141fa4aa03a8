/// Plain numbers: cardinals, decimals, ordinals, years that stand alone, long codes.
enum Cardinals {
    static let rules: [Reader] = [scaled, year, code, number]
    /// These come before part codes, which also join digits and letters.
    static let ordinalRules: [Reader] = [ordinal, scientific]

    /// `21st`, `1,000th`; a wrong ending (`13rd`) is spelled after the number.
    private static let ordinal: Reader = { stream, index, _ in
        guard let numeral = stream.numeral(at: index), numeral.fraction == nil, numeral.vulgar == nil, !stream.spaceBefore(numeral.end)
        else { return nil }
        var suffix = stream.key(numeral.end)
        var possessive = ""
        for ending in ["'s", "s"] where suffix.hasSuffix(ending) && suffix.utf8.count > 2 {
            possessive = ending
            suffix = String(suffix.dropLast(ending.count))
            break
        }
        guard ["st", "nd", "rd", "th"].contains(suffix) else { return nil }
        let length = numeral.end + 1 - index
        if suffix == Cardinals.suffix(for: numeral.integer) {
            var words = NumberWords.ordinal(numeral.integer)
            if let last = words.popLast() { words.append(last + possessive) }
            return Match(length, .ordinal, "ordinal", words: words)
        }
        return Match(length, .serial, "ordinal.wrong-ending", words: NumberWords.code(numeral.integer) + ["\\" + suffix + possessive])
    }

    /// `3.2e-5`.
    private static let scientific: Reader = { stream, index, _ in
        guard stream.startsFresh(index), let numeral = stream.numeral(at: index), stream.key(numeral.end) == "e", !stream.spaceBefore(numeral.end),
            !stream.spaceBefore(numeral.end + 1)
        else { return nil }
        let isSigned = stream.isSymbol(in: ["-", "+"], at: numeral.end + 1)
        let at = numeral.end + (isSigned ? 2 : 1)
        guard let exponent = stream.digits(at, 1...3), !stream.spaceBefore(at), stream.endsCleanly(at + 1), numeral.fraction != nil || isSigned || numeral.integer.utf8.count == 1
        else { return nil }
        let sign = stream.isSymbol("-", at: numeral.end + 1) ? ["minus"] : []
        let words = numeral.words() + ["times", "ten", "to", "the"] + sign + NumberWords.cardinal(exponent)
        return Match(at + 1 - index, .decimal, "decimal.scientific", words: words)
    }

    private static func suffix(for digits: String) -> String {
        let value = (Int(digits.suffix(2)) ?? 0)
        if (11...13).contains(value) { return "th" }
        return ["th", "st", "nd", "rd"][value % 10 < 4 ? value % 10 : 0]
    }

    /// `5 million`, `2.5 billion`, `0.1 K`.
    private static let scaled: Reader = { stream, index, _ in
        guard let numeral = stream.numeral(at: index, allowsSign: mayBeSigned(stream, index)), let word = stream.magnitudeWord(at: numeral.end)
        else { return nil }
        var scaled = numeral
        scaled.magnitude = word
        return Match(numeral.end + 1 - index, .cardinal, "cardinal.magnitude", words: scaled.words())
    }

    /// A sign is one only where a number can begin: after a space or an opening bracket.
    static func mayBeSigned(_ stream: TokenStream, _ index: Int) -> Bool {
        guard index > 0 else { return true }
        return stream.spaceBefore(index) || stream.isSymbol(in: ["(", "[", "\"", "=", "<", ">", ":"], at: index - 1)
    }

    /// Four digits without separators from 1000 to 2999 read as a year unless something countable follows.
    private static let year: Reader = { stream, index, _ in
        guard let digits = stream.digits(index, 4...4), digits.utf8.first == 0x31 || digits.utf8.first == 0x32,
            !(stream.isGlued(".", at: index + 1) && stream.isNumber(index + 2) && !stream.spaceBefore(index + 2)),
            !(stream.isGlued(",", at: index + 1) && stream.isNumber(index + 2) && !stream.spaceBefore(index + 2)),
            !isCounted(stream, index)
        else { return nil }
        if codeCues.contains(stream.key(index - 1)) { return nil }
        return Match(1, .date, "date.year", words: NumberWords.year(digits))
    }

    private static func isCounted(_ stream: TokenStream, _ index: Int) -> Bool {
        if NumberContext.countable.contains(stream.key(index + 1)), stream.spaceBefore(index + 1) { return true }
        return NumberContext.quantifiers.contains(stream.key(index - 1))
            || (stream.key(index - 1) == "than" && (stream.key(index - 2) == "more" || stream.key(index - 2) == "less"))
    }

    private static let codeCues: Set<String> = ["ending", "pin", "otp", "code", "passcode", "ext", "extension", "zip"]

    /// Long numbers without separators, and those that a cue word names as codes, are read digit by digit, as are numbers
    /// with leading zeros.
    private static let code: Reader = { stream, index, _ in
        guard let digits = stream.digits(index, 1...Int.max), !(stream.isGlued(",", at: index + 1) && stream.numeral(at: index)?.isGrouped == true)
        else { return nil }
        if stream.isGlued(".", at: index + 1), stream.isNumber(index + 2), !stream.spaceBefore(index + 2) { return nil }
        let isCued =
            digits.utf8.count >= 3
            && (codeCues.contains(stream.key(index - 1)) || ["in", "is", "number"].contains(stream.key(index - 1)) && codeCues.contains(stream.key(index - 2)))
        if digits.utf8.count > 1, digits.utf8.first == 0x30 {
            return Match(1, .cardinal, "cardinal.leading-zero", words: NumberWords.spelled(digits))
        }
        guard isCued || digits.utf8.count >= 5 && !isQuantity(stream, index) else { return nil }
        return Match(1, .cardinal, "cardinal.code", words: NumberWords.spelled(digits))
    }

    /// Whether the words around a long number say that it counts something: `about 45000`, `12500 people`.
    private static func isQuantity(_ stream: TokenStream, _ index: Int) -> Bool {
        if (stream[index]?.text.utf8.count ?? 0) > 15 { return false }
        if isCounted(stream, index) { return true }
        guard let next = stream[index + 1], next.isLowercase, next.spaceBefore, next.text.utf8.count > 2 else { return false }
        return !NumberContext.functionWords.contains(next.key)
    }

    private static let number: Reader = { stream, index, _ in
        guard let numeral = stream.numeral(at: index, allowsSign: mayBeSigned(stream, index)) else { return nil }
        let isDecimal = numeral.fraction != nil
        return Match(
            numeral.end - index, isDecimal ? .decimal : .cardinal, isDecimal ? "decimal" : "cardinal", words: numeral.words())
    }
}

/// Words around a number that say what it is.
enum NumberContext {
    /// Things that are counted, so that a four-digit number before them is no year.
    static let countable: Set<String> = [
        "people", "men", "women", "children", "words", "times", "copies", "users", "students", "soldiers", "troops", "workers",
        "employees", "units", "items", "cases", "deaths", "points", "votes", "pages", "seats", "jobs", "homes", "houses", "cars",
        "years", "days", "hours", "minutes", "seconds", "weeks", "months", "miles", "feet", "meters", "metres", "kilometers",
        "pounds", "tons", "dollars", "euros", "cents", "calories", "acres", "gallons", "degrees", "books", "members", "guests",
        "patients", "families", "residents", "inhabitants", "passengers", "visitors", "customers", "companies", "schools",
        "species", "rounds", "lines", "bytes", "pixels", "steps", "horses", "ships", "planes", "aircraft", "tickets", "articles",
        "animals", "birds", "trees", "stars", "rooms", "beds", "games", "goals", "runs", "yards", "tonnes", "liters", "watts",
    ]
    static let quantifiers: Set<String> = [
        "about", "over", "nearly", "almost", "approximately", "roughly", "exactly", "another", "some", "only", "least", "most",
    ]
    static let functionWords: Set<String> = [
        "and", "the", "for", "was", "were", "are", "has", "had", "have", "with", "from", "that", "this", "but", "not", "then",
        "will", "can", "would", "should", "when", "where", "which", "who", "into", "onto", "now", "here", "there", "please",
        "doors", "via", "again", "today", "yes",
    ]
}

/// Numbers with units, ranges of them, dimensions, feet and inches.
enum Measures {
    static let rules: [Reader] = [dimensions, feetAndInches, range, measure, perUnit]

    struct Expression {
        /// Singular and plural reading.
        var one: [String]
        var many: [String]
        var end: Int
    }

    /// A unit expression at `index`: `kg`, `km²`, `m/s²`, `sq ft`, `°C`; nil if there is none.
    static func unit(_ stream: TokenStream, _ index: Int) -> Expression? {
        guard var left = factor(stream, index) else { return nil }
        while stream.isGlued("/", at: left.end), !stream.spaceBefore(left.end + 1), let right = factor(stream, left.end + 1, isDivisor: true) {
            left.one += ["per"] + right.one
            left.many += ["per"] + right.one
            left.end = right.end
        }
        return left
    }

    private static func factor(_ stream: TokenStream, _ index: Int, isDivisor: Bool = false) -> Expression? {
        guard let token = stream[index] else { return nil }
        var found: Expression?
        // A Greek mu is a token of its own script.
        if token.text == "μ" || token.text == "µ", let next = stream[index + 1], !next.spaceBefore, let unit = Units.unit("µ" + next.text) {
            return Expression(one: unit.one, many: unit.many, end: index + 2)
        }
        if token.kind == .symbol {
            if token.text == "°" {
                if let letter = stream[index + 1], let unit = Units.unit("°" + letter.text) {
                    found = Expression(one: unit.one, many: unit.many, end: index + 2)
                } else {
                    found = Expression(one: ["degree"], many: ["degrees"], end: index + 1)
                }
            } else if token.text == "%" || token.text == "‰" || token.text == "Ω", let unit = Units.unit(token.text) {
                found = Expression(one: unit.one, many: unit.many, end: index + 1)
            }
        } else if token.kind == .word {
            if ["sq", "square", "cu", "cubic"].contains(token.key) {
                let hasStop = stream.isGlued(".", at: index + 1)
                if let inner = stream[index + (hasStop ? 2 : 1)], inner.kind == .word, let unit = Units.unit(inner.text) {
                    let power = token.key.hasPrefix("sq") ? "square" : "cubic"
                    found = Expression(one: [power] + unit.one, many: [power] + unit.many, end: index + (hasStop ? 3 : 2))
                }
            } else if token.key == "fl", stream.key(index + 1) == "oz" || (stream.isGlued(".", at: index + 1) && stream.key(index + 2) == "oz") {
                found = Expression(one: ["fluid", "ounce"], many: ["fluid", "ounces"], end: stream.key(index + 1) == "oz" ? index + 2 : index + 3)
            } else if let unit = Units.unit(token.text) {
                found = Expression(one: unit.one, many: unit.many, end: index + 1)
            } else if isDivisor, let period = Units.periods[token.key] {
                found = Expression(one: [period], many: [period], end: index + 1)
            }
        }
        guard var expression = found else { return nil }
        let power = stream[expression.end]
        if let power, !power.spaceBefore, ["²", "³"].contains(power.text) || (["2", "3"].contains(power.text) && takesPlainPower(token.text)) {
            let isSquare = power.text == "²" || power.text == "2"
            if isDivisor, expression.one == ["second"] {
                expression.one.append(isSquare ? "squared" : "cubed")
            } else {
                expression.one.insert(isSquare ? "square" : "cubic", at: 0)
                expression.many.insert(isSquare ? "square" : "cubic", at: 0)
            }
            expression.end += 1
        }
        return expression
    }

    /// Units after which a plain `2` or `3` is a power: `m2`, `km2`, `ft3`.
    private static func takesPlainPower(_ symbol: String) -> Bool { ["m", "km", "cm", "mm", "ft", "in", "s", "mi", "yd"].contains(symbol) }

    /// Whether a unit may be read here: symbols that are also words need to stand close to the number.
    private static func isCredible(_ stream: TokenStream, _ index: Int, _ end: Int, numeral: Numeral) -> Bool {
        guard let token = stream[index] else { return false }
        if end < stream.count, !stream.endsCleanly(end), !stream.isGlued("-", at: end), !stream.isGlued("–", at: end) { return false }
        if stream.isSymbol("'", at: end), !stream.spaceBefore(end), stream.isWord(end + 1), !stream.spaceBefore(end + 1) { return false }
        // "50 Hertz" reads itself; a capitalised word after a number is a name.
        guard Units.ambiguous.contains(token.text), end == index + 1 else { return true }
        let isGlued = !token.spaceBefore
        switch token.text {
        case "s", "b", "d", "a", "p", "c", "x", "R", "B", "A", "T", "F", "PC", "AM", "PM", "N", "J", "st": return isGlued && numeral.fraction != nil && token.text != "s" && token.text != "x"
        case "in":
            guard let next = stream[index + 1] else { return isGlued }
            return isGlued || next.kind == .symbol
        case "K": return isGlued == (numeral.fraction != nil)  // 4K is a screen or four thousand
        case "C", "H", "L", "V", "W", "t": return isGlued || numeral.fraction != nil
        case "m", "g", "l", "h", "mi", "min", "pt", "mm", "ms", "Pa", "yd", "ha", "bar": return true
        default: return isGlued
        }
    }

    private static let measure: Reader = { stream, index, _ in
        guard let numeral = stream.numeral(at: index, allowsSign: Cardinals.mayBeSigned(stream, index)) else { return nil }
        var at = numeral.end
        var magnitude = numeral
        if let word = stream.magnitudeWord(at: at) {
            magnitude.magnitude = word
            at += 1
        }
        // "7.2-millimeter bullet", "a 5-km run": a hyphen makes it an adjective, in the singular.
        if stream.isGlued("-", at: at), !stream.spaceBefore(at + 1), let unit = unit(stream, at + 1), stream.isWord(at + 1),
            !Units.ambiguous.contains(stream.tokens[at + 1].text) || ["mm", "in", "min", "mi", "yd", "m"].contains(stream.tokens[at + 1].text),
            stream.endsCleanly(unit.end)
        {
            return Match(unit.end - index, .measure, "measure.adjective", words: magnitude.words() + unit.one)
        }
        guard let unit = unit(stream, at), isCredible(stream, at, unit.end, numeral: numeral) else { return inches(stream, index, numeral) }
        let attributive = ["a", "an"].contains(stream.key(index - 1)) && stream[unit.end]?.isLowercase == true && stream.isWord(at) && !NumberContext.functionWords.contains(stream.key(unit.end)) && stream.key(unit.end).utf8.count > 2
        let words = magnitude.words() + (numeral.isOne && magnitude.magnitude == nil || attributive ? unit.one : unit.many)
        // A full stop after an abbreviated unit belongs to it, unless it ends the sentence.
        let hasStop = ["in", "ft", "lb", "lbs", "oz", "min", "hr", "hrs", "sec", "mi", "yd"].contains(stream.key(unit.end - 1))
            && stream.isGlued(".", at: unit.end) && stream[unit.end + 1].map { !$0.isCapitalised && !"\"')]".contains($0.text) } == true
        return Match(unit.end - index + (hasStop ? 1 : 0), .measure, "measure", words: words)
    }

    /// `7"` is seven inches where the quote cannot close a quotation.
    private static func inches(_ stream: TokenStream, _ index: Int, _ numeral: Numeral) -> Match? {
        guard stream.hasOddQuotes, stream.isGlued("\"", at: numeral.end), index == 0 || !stream.isSymbol("\"", at: index - 1) else { return nil }
        return Match(numeral.end + 1 - index, .measure, "measure.inches", words: numeral.words() + [numeral.isOne ? "inch" : "inches"])
    }

    /// `6'2"`, `5' 11"`, `6'`.
    private static let feetAndInches: Reader = { stream, index, _ in
        guard stream.startsFresh(index), let feet = stream.digits(index, 1...2), stream.isGlued("'", at: index + 1) else { return nil }
        if ["tall", "high", "long", "wide", "deep", "by", "x"].contains(stream.key(index + 2)) {
            return Match(2, .measure, "measure.feet", words: NumberWords.cardinal(feet) + [feet == "1" ? "foot" : "feet"])
        }
        guard let inches = stream.digits(index + 2, 1...2), let value = Int(inches), value < 12, stream.isGlued("\"", at: index + 3) || stream.isGlued("'", at: index + 3)
        else { return nil }
        let length = stream.isGlued("'", at: index + 3) && stream.isGlued("'", at: index + 4) ? 5 : 4
        let words = NumberWords.cardinal(feet) + [feet == "1" ? "foot" : "feet"] + NumberWords.cardinal(inches) + [value == 1 ? "inch" : "inches"]
        return Match(length, .measure, "measure.feet-inches", words: words)
    }

    /// `1234-123kg`, `5–10 km`, `20-30%`.
    private static let range: Reader = { stream, index, _ in
        guard let first = stream.numeral(at: index), stream.isSymbol(in: ["-", "–", "—"], at: first.end),
            stream.spaceBefore(first.end) == stream.spaceBefore(first.end + 1), let last = stream.numeral(at: first.end + 1),
            let unit = unit(stream, last.end), isCredible(stream, last.end, unit.end, numeral: last), stream.startsFresh(index)
        else { return nil }
        return Match(unit.end - index, .range, "measure.range", words: first.words() + ["to"] + last.words() + unit.many)
    }

    /// `2x8 m2`, `4 × 6 in`, `1920x1080`.
    private static let dimensions: Reader = { stream, index, _ in
        guard stream.startsFresh(index), let first = stream.numeral(at: index) else { return nil }
        var words = first.words()
        var end = first.end
        var parts = 1
        var isLarge = first.integer.utf8.count > 1
        var isTimesSign = false
        while stream.key(end) == "x" || stream.isSymbol("×", at: end), stream.spaceBefore(end) == stream.spaceBefore(end + 1),
            let next = stream.numeral(at: end + 1), parts < 4
        {
            if stream.isSymbol("×", at: end) { isTimesSign = true }
            words += ["by"] + next.words()
            end = next.end
            parts += 1
            isLarge = isLarge && next.integer.utf8.count > 1
        }
        guard parts > 1 else { return nil }
        if let unit = unit(stream, end), isCredible(stream, end, unit.end, numeral: first) {
            return Match(unit.end - index, .measure, "measure.dimensions", words: words + unit.many)
        }
        guard isLarge || parts > 2, !isTimesSign, stream.endsCleanly(end) else { return nil }
        return Match(end - index, .measure, "measure.dimensions", words: words)
    }

    /// `12/kg`, `5/day`, `1/f`.
    private static let perUnit: Reader = { stream, index, _ in
        guard let numeral = stream.numeral(at: index), stream.isGlued("/", at: numeral.end), !stream.spaceBefore(numeral.end + 1),
            let token = stream[numeral.end + 1], token.kind == .word
        else { return nil }
        var words = numeral.words() + ["per"]
        var end = numeral.end + 2
        if let period = Units.periods[token.key] {
            words.append(period)
        } else if token.text.utf8.count == 1 {
            words.append("\\" + token.text.uppercased())
        } else if let unit = unit(stream, numeral.end + 1) {
            words += unit.one
            end = unit.end
        } else {
            return nil
        }
        guard stream.endsCleanly(end) else { return nil }
        return Match(end - index, .measure, "measure.per", words: words)
    }
}

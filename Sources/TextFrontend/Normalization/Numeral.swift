/// A number as written with digits: sign, grouped integer part, decimals, and a magnitude.
struct Numeral: Sendable {
    var isNegative = false
    var isPositive = false
    /// Digits of the integer part without separators; empty in `.5`.
    var integer: String
    /// Whether the integer part was grouped by commas.
    var isGrouped = false
    /// Digits after the point, or nil.
    var fraction: String?
    /// A vulgar fraction that follows: `2½`, as numerator and denominator.
    var vulgar: (Int, Int)?
    /// `thousand`, `million`, …: from `5 million`, or from a letter where the rule allows it.
    var magnitude: String?
    /// The index of the token after it.
    var end: Int

    var isOne: Bool { integer == "1" && fraction == nil && vulgar == nil && magnitude == nil }

    /// The number in words, with sign and magnitude.
    func words(and: Bool = true) -> [String] {
        var words = isNegative ? ["minus"] : isPositive ? ["plus"] : []
        if let fraction {
            words += (integer.isEmpty ? ["zero"] : Self.integerWords(integer, and: and)) + ["point"] + NumberWords.spelled(fraction)
        } else if let vulgar {
            if !integer.isEmpty { words += NumberWords.cardinal(integer, and: and) + ["and"] }
            words += Fractions.words(numerator: String(vulgar.0), denominator: String(vulgar.1), isMixed: !integer.isEmpty)
        } else {
            words += Self.integerWords(integer, and: and)
        }
        if let magnitude { words.append(magnitude) }
        return words
    }

    private static func integerWords(_ digits: String, and: Bool) -> [String] {
        digits.utf8.count > 1 && digits.utf8.first == 0x30 ? NumberWords.spelled(digits) : NumberWords.cardinal(digits, and: and)
    }

    static let magnitudeWords: Set<String> = [
        "hundred", "thousand", "million", "billion", "trillion", "quadrillion", "quintillion", "lakh", "crore",
    ]
    static let vulgarFractions: [String: (Int, Int)] = [
        "½": (1, 2), "⅓": (1, 3), "⅔": (2, 3), "¼": (1, 4), "¾": (3, 4), "⅕": (1, 5), "⅖": (2, 5), "⅗": (3, 5), "⅘": (4, 5),
        "⅙": (1, 6), "⅚": (5, 6), "⅛": (1, 8), "⅜": (3, 8), "⅝": (5, 8), "⅞": (7, 8), "⅐": (1, 7), "⅑": (1, 9), "⅒": (1, 10),
    ]
}

extension TokenStream {
    /// The numeral that starts at `index`, with an optional sign directly before its digits; nil if there is none.
    ///
    /// Groups are of three digits after commas (`1,234,567`, and India's `12,34,567`); a comma before anything else ends
    /// the number, so `1,23` is two numbers.
    func numeral(at index: Int, allowsSign: Bool = false) -> Numeral? {
        var index = index
        var numeral = Numeral(integer: "", end: index)
        if allowsSign, isSymbol(in: ["-", "+", "−"], at: index), !spaceBefore(index + 1) {
            if isSymbol("+", at: index) { numeral.isPositive = true } else { numeral.isNegative = true }
            index += 1
        }
        if isNumber(index) {
            numeral.integer = tokens[index].text
            index += 1
            if numeral.integer.utf8.count <= 3 {
                while isGlued(",", at: index), !spaceBefore(index + 1), let group = digits(index + 1, 2...3) {
                    let isLast = !(isGlued(",", at: index + 2) && !spaceBefore(index + 3) && isNumber(index + 3))
                    guard group.utf8.count == 3 || !isLast else { break }
                    numeral.integer += group
                    numeral.isGrouped = true
                    index += 2
                }
            }
        }
        if isSymbol(".", at: index), !spaceBefore(index + 1), isNumber(index + 1), numeral.integer.isEmpty || !spaceBefore(index),
            !(isGlued(".", at: index + 2) && !spaceBefore(index + 3) && isNumber(index + 3))
        {
            numeral.fraction = tokens[index + 1].text
            index += 2
        } else if let token = self[index], token.kind == .symbol, let vulgar = Numeral.vulgarFractions[token.text] {
            numeral.vulgar = vulgar
            index += 1
        }
        guard !numeral.integer.isEmpty || numeral.fraction != nil || numeral.vulgar != nil else { return nil }
        numeral.end = index
        return numeral
    }

    /// The magnitude word at `index` (`million`), or nil.
    func magnitudeWord(at index: Int) -> String? { Numeral.magnitudeWords.contains(key(index)) ? key(index) : nil }
}

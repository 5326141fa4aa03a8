/// Numbers in words. Digits come as strings of `0`–`9`, so that no number is too long.
enum NumberWords {
    static let ones = [
        "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
        "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
    ]
    static let tens = ["", "ten", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
    static let scales = [
        "", "thousand", "million", "billion", "trillion", "quadrillion", "quintillion", "sextillion", "septillion", "octillion",
        "nonillion", "decillion",
    ]

    /// A cardinal number; past 36 digits, digit by digit. Leading zeros do not count; no digits at all give nothing.
    ///
    /// With `and`, a hundred or thousand that the last two digits follow has an `and`: `one hundred and five`,
    /// `two thousand and one`, but `one million twelve`.
    static func cardinal(_ digits: some StringProtocol, and: Bool = true) -> [String] {
        let values = digits.utf8.drop { $0 == 0x30 }.map { Int($0) - 0x30 }
        guard !values.isEmpty else { return digits.isEmpty ? [] : ["zero"] }
        guard values.count <= 36 else { return spelled(digits) }
        var words: [String] = []
        let groups = (values.count + 2) / 3
        for group in 0..<groups {
            let scale = groups - 1 - group
            let end = values.count - 3 * scale
            let value = values[max(end - 3, 0)..<end].reduce(0) { $0 * 10 + $1 }
            guard value > 0 else { continue }
            if scale == 0, and, value < 100, words.last == "thousand" { words.append("and") }
            words += below1000(value, and: and && scale == 0)
            if scale > 0 { words.append(scales[scale]) }
        }
        return words
    }

    static func cardinal(_ value: Int, and: Bool = true) -> [String] { cardinal(String(value), and: and) }

    private static func below1000(_ value: Int, and: Bool) -> [String] {
        var words: [String] = []
        if value >= 100 {
            words += [ones[value / 100], "hundred"]
            if and, value % 100 > 0 { words.append("and") }
        }
        if value % 100 > 0 { words += below100(value % 100) }
        return words
    }

    /// - Precondition: `value` is in 0..<100.
    static func below100(_ value: Int) -> [String] {
        if value < 20 { return [ones[value]] }
        return value % 10 == 0 ? [tens[value / 10]] : [tens[value / 10], ones[value % 10]]
    }

    /// An ordinal number: `twenty first`, `one hundred twelfth`.
    static func ordinal(_ digits: some StringProtocol) -> [String] {
        var words = cardinal(digits, and: false)
        guard let last = words.popLast() else { return [] }
        return words + [ordinal(ofWord: last)]
    }

    private static let irregularOrdinals = [
        "one": "first", "two": "second", "three": "third", "five": "fifth", "eight": "eighth", "nine": "ninth",
        "twelve": "twelfth",
    ]

    static func ordinal(ofWord word: String) -> String {
        irregularOrdinals[word] ?? (word.hasSuffix("y") ? word.dropLast() + "ieth" : word + "th")
    }

    /// Digit by digit.
    static func spelled(_ digits: some StringProtocol) -> [String] {
        digits.utf8.compactMap { $0.isASCIIDigit ? ones[Int($0) - 0x30] : nil }
    }

    /// A year: `nineteen oh five`, `twenty twelve`, `two thousand five`, `three forty`.
    static func year(_ digits: some StringProtocol) -> [String] {
        guard let value = Int(digits) else { return spelled(digits) }
        switch value {
        case 1000...9999:
            let (century, rest) = (value / 100, value % 100)
            if century % 10 == 0, rest < 10 { return cardinal(value, and: false) }
            if rest == 0 { return below100(century) + ["hundred"] }
            return below100(century) + (rest < 10 ? ["oh", ones[rest]] : below100(rest))
        case 100...999:
            if value % 100 == 0 { return cardinal(value) }
            return [ones[value / 100]] + (value % 100 < 10 ? ["oh", ones[value % 100]] : below100(value % 100))
        default: return cardinal(digits)
        }
    }

    /// A decade: `nineteen eighties`, `two thousands`, `twenty tens`, `eighties` of two digits.
    static func decade(_ digits: some StringProtocol) -> [String] {
        var words = digits.utf8.count == 2 ? cardinal(digits) : year(digits)
        guard let last = words.popLast() else { return [] }
        return words + [plural(last)]
    }

    /// The plural of a number word or a regular noun.
    static func plural(_ word: String) -> String {
        if word.hasSuffix("y"), let before = word.dropLast().last, !"aeiou".contains(before) { return word.dropLast() + "ies" }
        if word.hasSuffix("x") || word.hasSuffix("s") || word.hasSuffix("ch") || word.hasSuffix("sh") { return word + "es" }
        return word + "s"
    }

    /// A number in a code: digits one by one from the third digit on or after a zero, else as a number.
    static func code(_ digits: some StringProtocol) -> [String] {
        digits.utf8.count > 2 || digits.utf8.first == 0x30 ? spelled(digits) : cardinal(digits)
    }

    /// A house or flight number: `one twenty three`, `fourteen twenty eight`, `nine hundred`, `one oh five`.
    static func house(_ digits: some StringProtocol) -> [String] {
        switch digits.utf8.count {
        case 3 where digits.utf8.first != 0x30, 4 where digits.utf8.first != 0x30: year(digits)
        case 1, 2: cardinal(digits)
        default: spelled(digits)
        }
    }
}

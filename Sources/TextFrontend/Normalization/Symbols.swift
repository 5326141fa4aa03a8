/// Symbols by their names, emoji, and the punctuation that is kept.
enum Symbols {
    static let greek: [String: String] = {
        let names = [
            "alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota", "kappa", "lambda", "mu", "nu", "xi", "omicron", "pi",
            "rho", "sigma", "sigma", "tau", "upsilon", "phi", "chi", "psi", "omega",
        ]
        var table: [String: String] = ["µ": "micro", "ϕ": "phi", "ϵ": "epsilon", "ϑ": "theta"]
        for (offset, name) in names.enumerated() {
            if let lower = Unicode.Scalar(UInt32(0x3B1 + offset)) { table[String(lower)] = name }
            if offset != 17, let upper = Unicode.Scalar(UInt32(0x391 + offset)) { table[String(upper)] = name }
        }
        return table
    }()

    /// Symbols that are always said.
    private static let names: [String: [String]] = [
        "&": ["and"], "%": ["percent"], "‰": ["per", "mille"], "$": ["dollar"], "£": ["pound"], "€": ["euro"], "¥": ["yen"], "¢": ["cent"],
        "₹": ["rupee"], "+": ["plus"], "=": ["equals"], "<": ["less", "than"], ">": ["greater", "than"], "@": ["at"], "#": ["hash"],
        "\\": ["backslash"], "^": ["caret"], "~": ["tilde"], "±": ["plus", "or", "minus"], "×": ["times"], "÷": ["divided", "by"],
        "≈": ["approximately"], "≠": ["not", "equal", "to"], "≤": ["less", "than", "or", "equal", "to"], "≥": ["greater", "than", "or", "equal", "to"],
        "∞": ["infinity"], "√": ["square", "root", "of"], "∑": ["sum"], "∏": ["product"], "∫": ["integral"], "∂": ["partial"], "∆": ["delta"],
        "∇": ["nabla"], "∈": ["in"], "∅": ["empty", "set"], "∀": ["for", "all"], "∃": ["there", "exists"], "∴": ["therefore"], "→": ["to"], "⇒": ["implies"],
        "←": ["from"], "↔": ["to", "and", "from"], "©": ["copyright"], "®": ["registered"], "™": ["trademark"], "§": ["section"], "¶": ["paragraph"],
        "°": ["degrees"], "²": ["squared"], "³": ["cubed"], "¹": ["one"], "№": ["number"], "℃": ["degrees", "Celsius"], "†": ["dagger"], "‡": ["double", "dagger"],
        "Ω": ["ohms"], "℮": ["estimated"], "¬": ["not"], "∧": ["and"], "∨": ["or"], "∩": ["intersection"], "∪": ["union"], "♯": ["sharp"], "♭": ["flat"],
        "⁰": ["zero"], "⁴": ["to", "the", "fourth"], "⁵": ["to", "the", "fifth"], "⁶": ["to", "the", "sixth"], "⁷": ["to", "the", "seventh"], "⁸": ["to", "the", "eighth"], "⁹": ["to", "the", "ninth"],
        "⁺": ["plus"], "⁻": ["minus"], "₿": ["bitcoin"], "₽": ["ruble"], "₩": ["won"], "∝": ["proportional", "to"], "≡": ["equivalent", "to"], "✓": ["check"], "✔": ["check"], "✗": ["cross"],
    ]

    static let kept: Set<String> = [".", ",", "!", "?", ";", ":", "\"", "'", "(", ")", "[", "]", "{", "}", "-", "–", "—"]

    static func read(_ stream: TokenStream, _ index: Int) -> Match {
        let token = stream.tokens[index]
        let text = token.text
        if text == ".", token.spaceBefore || index == 0, !stream.spaceBefore(index + 1), stream[index + 1]?.isCapitalised == true {
            return Match(1, .symbol, "symbol.leading-dot", words: ["dot"])
        }
        if let comparison = comparison(stream, index) { return comparison }
        if kept.contains(text), let mark = text.first {
            return Match(1, .punctuation, "punctuation", [.mark(mark)])
        }
        if text == "*" || text == "_" || text == "|" || text == "`" || text == "/" || text == "•" || text == "·" { return separator(stream, index) }
        if text == "~", stream.isNumber(index + 1), !stream.spaceBefore(index + 1) { return Match(1, .symbol, "symbol.about", words: ["about"]) }
        if text == "#", ["C", "F"].contains(stream[index - 1]?.text), !stream.spaceBefore(index) { return Match(1, .symbol, "symbol.sharp", words: ["sharp"]) }
        if let words = names[text] {
            var length = 1
            while length < 8, stream[index + length]?.text == text, !stream.spaceBefore(index + length), ["=", "+", "~", "<", ">", "#", "^"].contains(text) { length += 1 }
            // A run of the same sign is an ornament, except where languages and people count with it: C++, $$.
            if length > 2 { return Match(length, .punctuation, "punctuation.ornament", [.mark(",")]) }
            return Match(length, .symbol, "symbol.name", words: Array(repeating: words, count: length).flatMap { $0 })
        }
        return Emoji.read(text)
    }

    /// Signs that programmers write with two or three characters.
    private static let comparisons: [(signs: [String], words: [String])] = [
        (["!", "=", "="], ["not", "equal", "to"]), (["=", "=", "="], ["equals"]), (["!", "="], ["not", "equal", "to"]), (["=", "="], ["equals"]),
        (["<", "="], ["less", "than", "or", "equal", "to"]), ([">", "="], ["greater", "than", "or", "equal", "to"]), (["-", ">"], ["to"]),
        (["=", ">"], ["to"]), (["&", "&"], ["and"]),
    ]

    private static func comparison(_ stream: TokenStream, _ index: Int) -> Match? {
        guard ["!", "=", "<", ">", "-", "&"].contains(stream.tokens[index].text), stream[index + 1]?.kind == .symbol, !stream.spaceBefore(index + 1) else { return nil }
        let found = comparisons.first { signs, _ in
            signs.indices.allSatisfy { stream[index + $0]?.text == signs[$0] && ($0 == 0 || !stream.spaceBefore(index + $0)) }
        }
        // A longer run is an ornament.
        guard let found, stream[index + found.signs.count]?.text != found.signs.last || stream.spaceBefore(index + found.signs.count) else { return nil }
        return Match(found.signs.count, .symbol, "symbol.comparison", words: found.words)
    }

    private static func separator(_ stream: TokenStream, _ index: Int) -> Match {
        let text = stream.tokens[index].text
        var length = 1
        while stream[index + length]?.text == text, length < 200 { length += 1 }
        let isAlone = length == 1
        switch text {
        case "/" where isAlone: return Match(1, .symbol, "symbol.name", words: ["slash"])
        case "*" where isAlone && stream.isNumber(index - 1) && stream.isNumber(index + 1):
            return Match(1, .symbol, "symbol.times", words: ["times"])
        case "*" where isAlone && !stream.spaceBefore(index): return Match(1, .symbol, "symbol.name", words: ["star"])
        case "_" where isAlone && !stream.spaceBefore(index) && !stream.spaceBefore(index + 1):
            return Match(1, .symbol, "symbol.name", words: ["underscore"])
        default: return Match(length, .punctuation, "punctuation.separator", [.mark(",")])
        }
    }
}

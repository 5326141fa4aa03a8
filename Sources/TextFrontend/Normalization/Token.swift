/// A run of letters, a run of digits, or one symbol of a sentence.
struct Token: Equatable, Sendable {
    enum Kind: Sendable { case word, number, symbol }

    var kind: Kind
    var text: String
    /// `text` in lower case.
    var key: String
    /// Whether a space stands before it.
    var spaceBefore: Bool
    /// Where it stands in the sentence, in UTF-8 bytes.
    var range: Range<Int>

    var isCapitalised: Bool { kind == .word && text.utf8.first!.isASCIIUppercase }
    var isAllCapitals: Bool { kind == .word && text.utf8.allSatisfy { $0.isASCIIUppercase || $0 == 0x27 } }
    var isLowercase: Bool { kind == .word && text.utf8.first!.isASCIILowercase }
}

/// The tokens of a sentence, with bounds-safe look-around for rules.
struct TokenStream: Sendable {
    var tokens: [Token]
    /// Whether most words of the sentence are in capitals, so that capitals mean nothing.
    var isShouted = false
    /// Whether the sentence has an odd number of double quotes, so that one of them may stand for inches.
    var hasOddQuotes = false

    var count: Int { tokens.count }

    subscript(_ index: Int) -> Token? { tokens.indices.contains(index) ? tokens[index] : nil }

    func isSymbol(_ symbol: String, at index: Int) -> Bool {
        index >= 0 && index < tokens.count && tokens[index].kind == .symbol && tokens[index].text == symbol
    }

    func isSymbol(in symbols: Set<String>, at index: Int) -> Bool {
        index >= 0 && index < tokens.count && tokens[index].kind == .symbol && symbols.contains(tokens[index].text)
    }

    /// The symbol directly after the token before it, without a space.
    func isGlued(_ symbol: String, at index: Int) -> Bool {
        index >= 0 && index < tokens.count && !tokens[index].spaceBefore && tokens[index].kind == .symbol && tokens[index].text == symbol
    }

    func isNumber(_ index: Int) -> Bool { index >= 0 && index < tokens.count && tokens[index].kind == .number }
    func isWord(_ index: Int) -> Bool { index >= 0 && index < tokens.count && tokens[index].kind == .word }

    /// True at the end of the sentence as well.
    func spaceBefore(_ index: Int) -> Bool { index < 0 || index >= tokens.count || tokens[index].spaceBefore }

    /// The lower-case text of the word at this index, or "".
    func key(_ index: Int) -> String {
        index >= 0 && index < tokens.count && tokens[index].kind == .word ? tokens[index].key : ""
    }

    /// The digits at this index if there are between the given numbers of them, or nil.
    func digits(_ index: Int, _ counts: ClosedRange<Int>) -> String? {
        guard index >= 0, index < tokens.count, tokens[index].kind == .number, counts.contains(tokens[index].text.utf8.count) else { return nil }
        return tokens[index].text
    }

    /// Whether a token starts here that nothing is glued to from the left, except an opening bracket or quote or a dash.
    func startsFresh(_ index: Int) -> Bool {
        guard index > 0, index < tokens.count, !tokens[index].spaceBefore else { return true }
        return tokens[index - 1].kind == .symbol && !Self.isJoiner(tokens[index - 1].text)
    }

    /// Whether nothing is glued to the right of the token before this index, except closing punctuation.
    func endsCleanly(_ index: Int) -> Bool {
        guard index >= 0, index < tokens.count, !tokens[index].spaceBefore else { return true }
        guard tokens[index].kind == .symbol else { return false }
        if Self.isJoiner(tokens[index].text) || tokens[index].text == "," || tokens[index].text == ":" {
            return spaceBefore(index + 1) || !(isNumber(index + 1) || isWord(index + 1))
        }
        return true
    }

    /// `-`, `_`, `/`, `\`, `@`, `&`, `#`, `.`
    private static func isJoiner(_ symbol: String) -> Bool {
        guard symbol.utf8.count == 1, let byte = symbol.utf8.first else { return false }
        return byte == 0x2D || byte == 0x5F || byte == 0x2F || byte == 0x5C || byte == 0x40 || byte == 0x26 || byte == 0x23 || byte == 0x2E
    }
}

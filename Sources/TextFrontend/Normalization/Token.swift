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
        guard let token = self[index] else { return false }
        return token.kind == .symbol && token.text == symbol
    }

    func isSymbol(in symbols: Set<String>, at index: Int) -> Bool {
        guard let token = self[index], token.kind == .symbol else { return false }
        return symbols.contains(token.text)
    }

    /// The symbol directly after the token before it, without a space.
    func isGlued(_ symbol: String, at index: Int) -> Bool { isSymbol(symbol, at: index) && !spaceBefore(index) }

    func isNumber(_ index: Int) -> Bool { self[index]?.kind == .number }
    func isWord(_ index: Int) -> Bool { self[index]?.kind == .word }

    /// True at the end of the sentence as well.
    func spaceBefore(_ index: Int) -> Bool { self[index]?.spaceBefore ?? true }

    /// The lower-case text of the word at this index, or "".
    func key(_ index: Int) -> String {
        guard let token = self[index], token.kind == .word else { return "" }
        return token.key
    }

    /// The digits at this index if there are between the given numbers of them, or nil.
    func digits(_ index: Int, _ counts: ClosedRange<Int>) -> String? {
        guard let token = self[index], token.kind == .number, counts.contains(token.text.utf8.count) else { return nil }
        return token.text
    }

    /// Whether a token starts here that nothing is glued to from the left, except an opening bracket or quote or a dash.
    func startsFresh(_ index: Int) -> Bool {
        guard let token = self[index], !token.spaceBefore, index > 0 else { return true }
        let before = tokens[index - 1]
        return before.kind == .symbol && !Self.joiners.contains(before.text)
    }

    /// Whether nothing is glued to the right of the token before this index, except closing punctuation.
    func endsCleanly(_ index: Int) -> Bool {
        guard let token = self[index], !token.spaceBefore else { return true }
        guard token.kind == .symbol else { return false }
        if Self.joiners.contains(token.text) || token.text == "." || token.text == "," || token.text == ":" {
            return spaceBefore(index + 1) || !(isNumber(index + 1) || isWord(index + 1))
        }
        return true
    }

    private static let joiners: Set<String> = ["-", "_", "/", "\\", "@", "&", "#", "."]
}

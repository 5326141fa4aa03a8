/// Turns a sentence as written into the words that are spoken.
///
/// A chain of named rules is tried at each token, the first that fits reads it. Every rule looks at a bounded number of
/// tokens, so that the whole is linear in the text. Normalising a normalised text changes nothing.
public struct TextNormalizer: Sendable {
    /// Whether the lexicon has this lower-case word; decides how capitals and stretched words are read.
    let isKnownWord: @Sendable (String) -> Bool

    public init(isKnownWord: @escaping @Sendable (String) -> Bool) { self.isKnownWord = isKnownWord }

    /// The tokens of a sentence with their readings, in order; together they cover it all.
    public func tokens(in sentence: String) -> [NormalizedToken] {
        let stream = Tokenizer.tokenize(sentence)
        var result: [NormalizedToken] = []
        result.reserveCapacity(stream.count)
        let bytes = Array(sentence.utf8)
        var index = 0
        while index < stream.count {
            let token = stream.tokens[index]
            let match = isPlain(stream, index) ? plain(token) : read(stream, index)
            let length = max(1, min(match.length, stream.count - index))
            let end = stream.tokens[index + length - 1].range.upperBound
            let source = length == 1 ? token.text : String(decoding: bytes[token.range.lowerBound..<end], as: UTF8.self)
            result.append(
                NormalizedToken(
                    source: source, category: match.category, rule: match.rule, pieces: match.pieces, spaceBefore: token.spaceBefore, range: token.range.lowerBound..<end))
            index += length
        }
        return result
    }

    /// The sentence as it is spoken, with its punctuation.
    public func normalize(_ sentence: String) -> String { Self.text(of: tokens(in: sentence)) }

    /// The text of normalised tokens.
    public static func text(of tokens: [NormalizedToken]) -> String {
        var text = ""
        for token in tokens { NormalizedToken.append(token.pieces, to: &text, spaceBefore: token.spaceBefore) }
        return text
    }

    /// The fast path: a lower-case ASCII word that is no abbreviation and that nothing but common punctuation touches.
    private func isPlain(_ stream: TokenStream, _ index: Int) -> Bool {
        let token = stream.tokens[index]
        let next = stream[index + 1] ?? Self.sentinel
        guard token.kind == .word, token.key == token.text, (3...Words.longestWord).contains(token.text.utf8.count),
            next.spaceBefore || next.kind == .symbol && (Self.plainFollowers.contains(next.text) || next.text == "." && stream.spaceBefore(index + 2)),
            Abbreviations.table[token.key] == nil, !Dates.isMonth(token.key), !Self.hasTripleOrNonASCII(token.text)
        else { return false }
        return token.key != "drs"
    }

    private static let sentinel = Token(kind: .symbol, text: ",", key: ",", spaceBefore: true, range: 0..<0)
    private static let plainFollowers: Set<String> = [",", ";", "!", "?", "\"", ")", "—"]

    private static func hasTripleOrNonASCII(_ text: String) -> Bool {
        var previous: UInt8 = 0
        var run = 0
        for byte in text.utf8 {
            if byte >= 0x80 { return true }
            run = byte == previous ? run + 1 : 1
            if run >= 3 { return true }
            previous = byte
        }
        return false
    }

    private func plain(_ token: Token) -> Match { Match(1, .plain, "word", [.word(SpokenWord(token.text))]) }

    private func read(_ stream: TokenStream, _ index: Int) -> Match {
        let token = stream.tokens[index]
        let rules: [Reader]
        switch token.kind {
        case .number: rules = Self.numberRules
        case .word: rules = Self.wordRules
        case .symbol:
            if Symbols.kept.contains(token.text), ![".", "-", "'", "(", "["].contains(token.text) { return Symbols.read(stream, index) }
            rules = Self.mayStartReading(stream, index) ? Self.symbolRules : []
        }
        for rule in rules {
            if let match = rule(stream, index, self) { return match }
        }
        return token.kind == .word ? Words.read(stream, index, isKnownWord: isKnownWord) : Symbols.read(stream, index)
    }

    /// Whether any rule can begin with the symbol here; spares runs of brackets and signs the whole chain.
    private static func mayStartReading(_ stream: TokenStream, _ index: Int) -> Bool {
        let isOpen = stream.isNumber(index + 1) || stream.isWord(index + 1)
        switch stream.tokens[index].text {
        case "(": return stream.isNumber(index + 1) || stream.isSymbol("-", at: index + 1) || isOpen && stream.isSymbol(in: ["+", "-", "*", "/", "=", "^"], at: index + 2)
        case "-", "+", "#", "'": return isOpen || stream.spaceBefore(index + 1) == false
        case ".", "/", "~": return isOpen || stream.isSymbol("/", at: index + 1)
        case "[", "@": return isOpen || stream.isSymbol("_", at: index + 1)
        case "&", "%", "=", "<", ">", "*", "_", "|", "\\", "^", "`", ")", "]", "–", "—": return false
        default: return isOpen || stream.isSymbol(".", at: index + 1) || Numeral.vulgarFractions[stream.tokens[index].text] != nil
        }
    }

    private static let numberRules: [Reader] =
        Electronic.rules + Telephones.rules + Dates.rules + Times.rules + Money.rules + Measures.rules + Fractions.rules + Ranges.rules
        + Addresses.numberRules + Cardinals.ordinalRules + Serials.rules + Cardinals.rules
    private static let wordRules: [Reader] =
        Electronic.rules + Dates.rules + Money.rules + Addresses.wordRules + Abbreviations.rules + Romans.rules + Ranges.rules
        + [Words.hyphenated] + Serials.rules
    private static let symbolRules: [Reader] =
        InlinePhonemes.rules + Electronic.symbolRules + Telephones.rules + Dates.rules + Money.rules
        + [signed(Measures.rules), signed(Ranges.rules), signed(Cardinals.rules)]

    /// Number rules at a sign or a point, where a number may start.
    private static func signed(_ rules: [Reader]) -> Reader {
        { stream, index, normalizer in
            guard let token = stream[index], ["-", "+", ".", "("].contains(token.text) || Numeral.vulgarFractions[token.text] != nil,
                Cardinals.mayBeSigned(stream, index) || Numeral.vulgarFractions[token.text] != nil
            else { return nil }
            for rule in rules {
                if let match = rule(stream, index, normalizer) { return match }
            }
            return nil
        }
    }

    /// The letters of a part code: as a word if it is one, else spelled.
    func serialPart(_ token: Token) -> [NormalizedToken.Piece] {
        if Words.hasRun(token.text), token.text.utf8.count > 3 { return [.word(SpokenWord(Words.squeezeRuns(token.text)))] }
        let isWord = token.text.utf8.count > 3 ? !token.isAllCapitals || isKnownWord(token.key) : isKnownWord(token.key) && token.text.utf8.count == 3 && token.isLowercase
        return [.word(SpokenWord(token.text, hint: isWord || token.text.utf8.contains { $0 >= 0x80 } ? .none : .spelled))]
    }
}

/// Readings of `<say-as>`.
enum SayAs {
    /// The pieces for a text and an `interpret-as` value; nil leaves the text to the normaliser, which is also what happens
    /// to values that are not known (SSML 1.1, 3.1.9).
    static func pieces(of text: String, as kind: String, format: String?, tokens: (String) -> [NormalizedToken]) -> [NormalizedToken.Piece]? {
        let stream = Tokenizer.tokenize(text)
        switch kind {
        case "characters", "spell-out", "verbatim", "letters": return spelled(text)
        case "digits", "digit": return text.unicodeScalars.contains { $0.isASCII && UInt8($0.value).isASCIIDigit } ? spelled(text) : nil
        case "cardinal", "number":
            guard let numeral = stream.numeral(at: 0, allowsSign: true), numeral.end == stream.count else {
                return Romans.value(text.filter { $0 != " " }).map { words(NumberWords.cardinal($0)) }
            }
            return words(numeral.words())
        case "ordinal":
            if let numeral = stream.numeral(at: 0), numeral.fraction == nil, numeral.end == stream.count { return words(NumberWords.ordinal(numeral.integer)) }
            return Romans.value(text.filter { $0 != " " }).map { words(NumberWords.ordinal(String($0))) }
        case "fraction":
            guard stream.count == 3, let top = stream.digits(0, 1...9), let bottom = stream.digits(2, 1...9) else { return nil }
            return words(Fractions.words(numerator: top, denominator: bottom))
        case "telephone":
            let read = tokens(text)
            if read.count == 1, read[0].category == .telephone { return nil }
            return digitGroups(stream)
        case "date": return date(stream, format: format)
        case "expletive", "bleep": return words(["bleep"])
        default: return nil
        }
    }

    private static func words(_ words: [String]) -> [NormalizedToken.Piece] { words.map(NormalizedToken.Piece.init(reading:)) }

    private static func spelled(_ text: String) -> [NormalizedToken.Piece] {
        text.unicodeScalars.flatMap { scalar -> [NormalizedToken.Piece] in
            if scalar.value == 0x20 { return [] }
            if scalar.isASCII {
                let byte = UInt8(scalar.value)
                if byte.isASCIIDigit { return words([NumberWords.ones[Int(byte) - 0x30]]) }
                if byte.isASCIILetter { return [.word(SpokenWord(String(scalar).uppercased(), hint: .spelled))] }
                if let name = Electronic.names[String(scalar)] { return words(name) }
            }
            if scalar.properties.isAlphabetic { return [.word(SpokenWord(String(scalar)))] }
            return words(Emoji.name(scalar))
        }
    }

    private static func digitGroups(_ stream: TokenStream) -> [NormalizedToken.Piece]? {
        var result: [String] = []
        for token in stream.tokens {
            if token.kind == .number {
                if let last = result.last, last != "plus" { result.append(",") }
                result += NumberWords.spelled(token.text)
            } else if token.text == "+" {
                result.append("plus")
            } else if token.kind == .word {
                return nil
            }
        }
        return result.isEmpty ? nil : words(result)
    }

    /// `mdy`, `dmy`, `ymd` and their shorter forms over the numbers of the text.
    private static func date(_ stream: TokenStream, format: String?) -> [NormalizedToken.Piece]? {
        guard let format else { return nil }
        let numbers = stream.tokens.filter { $0.kind == .number }.map(\.text)
        let letters = Array(format.filter { "ymd".contains($0) })
        let others = stream.tokens.contains { $0.kind == .word }
        guard numbers.count == letters.count, !numbers.isEmpty, !others else { return nil }
        var parts: [Character: String] = [:]
        for (letter, number) in zip(letters, numbers) { parts[letter] = number }
        var result: [String] = []
        if let month = parts["m"] {
            guard let value = Int(month), Dates.months.indices.contains(value - 1) else { return nil }
            result = [Dates.months[value - 1]] + (parts["d"].map { NumberWords.ordinal($0) } ?? [])
        } else if let day = parts["d"] {
            result = NumberWords.ordinal(day)
        }
        if let year = parts["y"] { result += NumberWords.year(year) }
        return words(result)
    }
}

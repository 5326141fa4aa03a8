/// Telephone numbers, Internet addresses in digits, and other number groups that are read digit by digit.
enum Telephones {
    static let rules: [Reader] = [internetAddress, emergency, telephone, tollFree, socialSecurity]

    /// `911` where it is called, not counted.
    private static let emergency: Reader = { stream, index, _ in
        guard stream[index]?.text == "911", stream.startsFresh(index), stream.endsCleanly(index + 1) else { return nil }
        let isCalled = ["call", "calls", "called", "calling", "dial", "dialed", "dialing", "phone", "phoned"].contains(stream.key(index - 1))
        guard isCalled || ["call", "calls", "operator", "dispatcher"].contains(stream.key(index + 1)) else { return nil }
        return Match(1, .telephone, "telephone.emergency", words: NumberWords.spelled("911"))
    }

    /// `123.123.0.40`: four groups of one to three digits; also with a port, `127.0.0.1:8080`.
    private static let internetAddress: Reader = { stream, index, _ in
        guard stream.startsFresh(index), stream.digits(index, 1...3) != nil else { return nil }
        var words = NumberWords.spelled(stream.tokens[index].text)
        var end = index + 1
        for _ in 0..<3 {
            guard stream.isGlued(".", at: end), !stream.spaceBefore(end + 1), let group = stream.digits(end + 1, 1...3) else { return nil }
            words += ["dot"] + NumberWords.spelled(group)
            end += 2
        }
        if stream.isGlued(":", at: end), !stream.spaceBefore(end + 1), let port = stream.digits(end + 1, 1...5) {
            words += ["colon"] + NumberWords.spelled(port)
            end += 2
        }
        guard stream.endsCleanly(end) else { return nil }
        return Match(end - index, .telephone, "telephone.internet-address", words: words)
    }

    /// Groups of three, three and four digits, with a country code and an extension if there are any:
    /// `+1 (123)-123-5678`, `555.123.4567 ext. 12`.
    private static let telephone: Reader = { stream, index, _ in
        guard stream.startsFresh(index) else { return nil }
        var at = index
        var words: [String] = []
        if stream.isSymbol("+", at: at), !stream.spaceBefore(at + 1), let country = stream.digits(at + 1, 1...3) {
            words = ["plus"] + NumberWords.spelled(country) + [","]
            at += 2
        } else if let country = stream.digits(at, 1...1), country == "1", stream.isSymbol(in: ["-", ".", "("], at: at + 1) || stream.spaceBefore(at + 1) {
            words = ["one", ","]
            at += 1
        }
        if !words.isEmpty, stream.isSymbol(in: ["-", "."], at: at), !stream.spaceBefore(at) { at += 1 }
        let isInternational = words.first == "plus"
        guard let (area, afterArea) = area(stream, at) else {
            return isInternational ? international(stream, index, at, words) : nil
        }
        at = afterArea
        guard let exchange = stream.digits(at, 3...3), let (separated, afterExchange) = separator(stream, at + 1, isLoose: false),
            let line = stream.digits(afterExchange, 4...4), separated
        else { return isInternational ? international(stream, index, index + 2, words) : nil }
        at = afterExchange + 1
        guard stream.endsCleanly(at) else { return nil }
        words += group(area) + [","] + group(exchange) + [","] + NumberWords.spelled(line)
        (words, at) = withExtension(stream, at, words)
        return Match(at - index, .telephone, "telephone", words: words)
    }

    /// `(123)-`, `(123) `, `123-`, `123.`, `123 `.
    private static func area(_ stream: TokenStream, _ index: Int) -> (String, Int)? {
        if stream.isSymbol("(", at: index), let digits = stream.digits(index + 1, 3...3), stream.isGlued(")", at: index + 2) {
            let at = index + 3
            return (digits, stream.isSymbol(in: ["-", "."], at: at) ? at + 1 : at)
        }
        guard let digits = stream.digits(index, 3...3), let (separated, end) = separator(stream, index + 1, isLoose: true), separated else { return nil }
        return (digits, end)
    }

    private static func separator(_ stream: TokenStream, _ index: Int, isLoose: Bool) -> (Bool, Int)? {
        if stream.isSymbol(in: ["-", ".", "–"], at: index), !stream.spaceBefore(index), !stream.spaceBefore(index + 1) { return (true, index + 1) }
        return stream.isNumber(index) && stream.spaceBefore(index) ? (true, index) : nil
    }

    private static func group(_ digits: String) -> [String] {
        digits == "800" ? ["eight", "hundred"] : NumberWords.spelled(digits)
    }

    /// `+44 20 7946 0958`: groups after a country code, with a pause between them.
    private static func international(_ stream: TokenStream, _ index: Int, _ start: Int, _ country: [String]) -> Match? {
        var at = start
        var words = country
        var groups = 0
        while groups < 6 {
            if stream.isSymbol("(", at: at), stream.isGlued(")", at: at + 2) { at += 1 }
            guard let digits = stream.digits(at, 1...12) else { break }
            if groups > 0 { words.append(",") }
            words += NumberWords.spelled(digits)
            at += 1
            if stream.isGlued(")", at: at) { at += 1 }
            groups += 1
            if stream.isGlued("-", at: at), !stream.spaceBefore(at + 1), stream.isNumber(at + 1) { at += 1 }
        }
        let digitCount = (start..<at).reduce(0) { $0 + (stream.isNumber($1) ? stream.tokens[$1].text.utf8.count : 0) }
        guard digitCount >= 7, stream.endsCleanly(at) else { return nil }
        return Match(at - index, .telephone, "telephone.international", words: words)
    }

    private static func withExtension(_ stream: TokenStream, _ index: Int, _ words: [String]) -> ([String], Int) {
        var at = index
        if stream.isGlued(",", at: at) { at += 1 }
        guard ["ext", "extension", "x"].contains(stream.key(at)) else { return (words, index) }
        at += 1
        if stream.isGlued(".", at: at) { at += 1 }
        guard let digits = stream.digits(at, 1...6) else { return (words, index) }
        return (words + [",", "extension"] + NumberWords.spelled(digits), at + 1)
    }

    /// `1-800-GO-U-HAUL`, `1-800-FLOWERS`.
    private static let tollFree: Reader = { stream, index, _ in
        guard stream.startsFresh(index), stream.digits(index, 1...1) == "1", stream.isGlued("-", at: index + 1),
            let area = stream.digits(index + 2, 3...3), stream.isGlued("-", at: index + 3)
        else { return nil }
        var words = ["one", ","] + (area.hasSuffix("00") ? NumberWords.cardinal(area) : NumberWords.spelled(area)) + [","]
        var at = index + 4
        var hasLetters = false
        while let token = stream[at], !token.spaceBefore, at - index < 16 {
            if token.kind == .number {
                words += NumberWords.spelled(token.text)
            } else if token.isAllCapitals {
                words.append(token.text.utf8.count <= 2 ? "\\" + token.text : token.text)
                hasLetters = true
            } else if token.text != "-" || stream.spaceBefore(at + 1) {
                break
            }
            at += 1
        }
        guard hasLetters else { return nil }
        return Match(at - index, .telephone, "telephone.letters", words: words)
    }

    /// `123-45-6789`, and seven-digit numbers `555-1234`.
    private static let socialSecurity: Reader = { stream, index, _ in
        guard stream.startsFresh(index), let first = stream.digits(index, 3...3), stream.isGlued("-", at: index + 1), !stream.spaceBefore(index + 2) else { return nil }
        if let second = stream.digits(index + 2, 2...2), stream.isGlued("-", at: index + 3), let third = stream.digits(index + 4, 4...4),
            stream.endsCleanly(index + 5)
        {
            let words = NumberWords.spelled(first) + [","] + NumberWords.spelled(second) + [","] + NumberWords.spelled(third)
            return Match(5, .telephone, "telephone.social-security", words: words)
        }
        if let line = stream.digits(index + 2, 4...4), stream.endsCleanly(index + 3), first == "555" || cues.contains(stream.key(index - 1)) {
            return Match(3, .telephone, "telephone.local", words: NumberWords.spelled(first) + [","] + NumberWords.spelled(line))
        }
        return nil
    }

    private static let cues: Set<String> = ["call", "phone", "tel", "telephone", "fax", "at", "number", "dial", "text"]
}

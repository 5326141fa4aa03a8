/// Sums of money: symbol or ISO code before or after, magnitudes, cents, ranges, and `per` something.
enum Money {
    static let rules: [Reader] = [range, leading, trailing, cents]

    struct Currency: Sendable {
        var one: String
        var many: String
        /// The hundredth, singular and plural; nil for currencies that are not said with one.
        var cent: (one: String, many: String)?

        init(_ one: String, _ many: String? = nil, _ cent: (String, String)? = nil) {
            self.one = one
            self.many = many ?? one
            self.cent = cent.map { (one: $0.0, many: $0.1) }
        }
    }

    private static let centNames = ("cent", "cents")

    private static let symbols: [String: Currency] = [
        "$": Currency("dollar", "dollars", centNames), "£": Currency("pound", "pounds", ("penny", "pence")),
        "€": Currency("euro", "euros", centNames), "¥": Currency("yen"), "₹": Currency("rupee", "rupees", ("paisa", "paise")),
        "₩": Currency("won"), "₽": Currency("ruble", "rubles", ("kopeck", "kopecks")), "₺": Currency("lira"),
        "₴": Currency("hryvnia"), "₪": Currency("shekel", "shekels"), "₫": Currency("dong"), "₦": Currency("naira"),
        "฿": Currency("baht"), "₱": Currency("peso", "pesos", ("centavo", "centavos")), "₿": Currency("bitcoin", "bitcoins"),
        "₡": Currency("colon", "colones"), "₲": Currency("guarani"), "₵": Currency("cedi"), "₸": Currency("tenge"),
        "৳": Currency("taka"), "₭": Currency("kip"), "₮": Currency("tugrik"),
    ]

    /// What stands before `$`: `US$`, `C$`, `HK$`.
    private static let dollarPrefixes: [String: String] = [
        "US": "\\US", "C": "Canadian", "CA": "Canadian", "CAD": "Canadian", "A": "Australian", "AU": "Australian",
        "NZ": "New Zealand", "HK": "Hong Kong", "S": "Singapore", "NT": "Taiwan", "R": "Brazilian",
    ]

    private static let codes: [String: Currency] = [
        "USD": Currency("\\US dollar", "\\US dollars", centNames), "EUR": Currency("euro", "euros", centNames),
        "GBP": Currency("British pound", "British pounds", ("penny", "pence")), "JPY": Currency("yen"),
        "CHF": Currency("Swiss franc", "Swiss francs"), "CNY": Currency("yuan"), "RMB": Currency("yuan"),
        "INR": Currency("Indian rupee", "Indian rupees"), "CAD": Currency("Canadian dollar", "Canadian dollars", centNames),
        "AUD": Currency("Australian dollar", "Australian dollars", centNames), "KRW": Currency("won"),
        "NZD": Currency("New Zealand dollar", "New Zealand dollars", centNames), "SEK": Currency("Swedish krona", "Swedish kronor"),
        "NOK": Currency("Norwegian krone", "Norwegian kroner"), "DKK": Currency("Danish krone", "Danish kroner"),
        "MXN": Currency("Mexican peso", "Mexican pesos"), "BRL": Currency("real", "reals"), "RUB": Currency("ruble", "rubles"),
        "ZAR": Currency("rand"), "SGD": Currency("Singapore dollar", "Singapore dollars", centNames),
        "HKD": Currency("Hong Kong dollar", "Hong Kong dollars"), "PLN": Currency("zloty"), "CZK": Currency("Czech koruna"),
        "HUF": Currency("forint"), "TRY": Currency("lira"), "THB": Currency("baht"), "ILS": Currency("shekel", "shekels"),
        "AED": Currency("dirham", "dirhams"), "SAR": Currency("riyal", "riyals"), "BTC": Currency("bitcoin", "bitcoins"),
        "Rs": Currency("rupee", "rupees"),
    ]

    private static let magnitudes: [String: String] = [
        "k": "thousand", "K": "thousand", "m": "million", "M": "million", "mm": "million", "MM": "million", "mn": "million",
        "mln": "million", "b": "billion", "B": "billion", "bn": "billion", "Bn": "billion", "BN": "billion", "bln": "billion",
        "t": "trillion", "T": "trillion", "tn": "trillion", "trn": "trillion",
    ]

    /// A currency at `index`, the index after it; `$`, `US$`, `EUR`, `Rs.`.
    private static func currency(_ stream: TokenStream, _ index: Int) -> (Currency, Int)? {
        guard let token = stream[index] else { return nil }
        if token.kind == .symbol, let currency = symbols[token.text] { return (currency, index + 1) }
        guard token.kind == .word else { return nil }
        if let prefix = dollarPrefixes[token.text], stream.isGlued("$", at: index + 1) {
            if token.text == "R" { return (Currency("real", "reals"), index + 2) }
            return (Currency(prefix + " dollar", prefix + " dollars", centNames), index + 2)
        }
        guard let currency = codes[token.text] else { return nil }
        return (currency, index + (token.text == "Rs" && stream.isGlued(".", at: index + 1) ? 2 : 1))
    }

    private struct Amount {
        var numeral: Numeral
        var end: Int
    }

    /// A numeral and its magnitude: `5`, `2.5 million`, `30bn`.
    private static func amount(_ stream: TokenStream, _ index: Int) -> Amount? {
        guard var numeral = stream.numeral(at: index) else { return nil }
        var end = numeral.end
        if let word = stream.magnitudeWord(at: end) {
            numeral.magnitude = word
            end += 1
        } else if let token = stream[end], token.kind == .word, !token.spaceBefore, let magnitude = magnitudes[token.text] {
            numeral.magnitude = magnitude
            end += 1
        } else if let token = stream[end], ["bn", "mn", "tn", "mln", "bln", "B"].contains(token.text), let magnitude = magnitudes[token.text] {
            numeral.magnitude = magnitude
            end += 1
        }
        return Amount(numeral: numeral, end: end)
    }

    private static func words(_ amount: Amount, _ currency: Currency, attributive: Bool = false) -> [String] {
        let numeral = amount.numeral
        let one = currency.one.split(separator: " ").map(String.init)
        let many = attributive ? one : currency.many.split(separator: " ").map(String.init)
        guard numeral.magnitude == nil, numeral.vulgar == nil, let fraction = numeral.fraction else {
            return numeral.words() + (numeral.isOne ? one : many)
        }
        // Cents are two digits and perhaps zeros; anything finer is a decimal.
        let cents = fraction.utf8.count == 1 ? fraction + "0" : String(fraction.prefix(2))
        let isFiner = fraction.utf8.dropFirst(2).contains { $0 != 0x30 }
        if isFiner || currency.cent == nil && cents != "00" { return numeral.words() + many }
        var words: [String] = []
        let whole = numeral.integer.drop { $0 == "0" }
        if !whole.isEmpty || cents == "00" { words += NumberWords.cardinal(whole.isEmpty ? "0" : whole) + (whole == "1" ? one : many) }
        if cents != "00", let unit = currency.cent {
            words += NumberWords.cardinal(cents) + [cents == "01" ? unit.one : unit.many]
        }
        return words
    }

    /// Whether a sum stands before a noun as an adjective: `a $5 bill`.
    private static func isAttributive(_ stream: TokenStream, _ index: Int, _ end: Int) -> Bool {
        guard ["a", "an", "another", "every"].contains(stream.key(index - 1)), let next = stream[end], next.isLowercase else { return false }
        return ![
            "per", "of", "to", "for", "in", "a", "an", "and", "or", "at", "on", "is", "was", "each", "by", "from", "as", "with", "the", "if", "but",
        ].contains(next.key)
    }

    private static let leading: Reader = { stream, index, _ in
        var start = index
        var sign: [String] = []
        if stream.isSymbol(in: ["-", "+"], at: index), Cardinals.mayBeSigned(stream, index), !stream.spaceBefore(index + 1) {
            sign = [stream.isSymbol("-", at: index) ? "minus" : "plus"]
            start += 1
        }
        guard let (currency, number) = currency(stream, start) else { return nil }
        if stream.isGlued("-", at: number), let amount = amount(stream, number + 1) {
            return Match(amount.end - index, .money, "money.negative", words: ["minus"] + words(amount, currency))
        }
        guard let amount = amount(stream, number) else { return nil }
        let (per, end) = perUnit(stream, amount.end)
        if stream.isWord(end), !stream.spaceBefore(end) { return nil }
        var length = end - index
        var isAttributive = per.isEmpty && isAttributive(stream, index, end)
        if per.isEmpty, stream.isGlued("-", at: end), !stream.spaceBefore(end + 1), stream.isWord(end + 1) { isAttributive = true }
        // "$5 dollars" and "$50 USD" say it twice.
        if stream.key(end) == currency.many || stream.key(end) == currency.one || stream[end]?.text == "USD" { length += 1 }
        return Match(length, .money, "money.symbol-first", words: sign + words(amount, currency, attributive: isAttributive) + per)
    }

    private static let trailing: Reader = { stream, index, _ in
        guard stream.startsFresh(index), let amount = amount(stream, index), let (currency, end) = currency(stream, amount.end),
            stream.endsCleanly(end), !stream.isNumber(end)
        else { return nil }
        return Match(end - index, .money, "money.symbol-last", words: words(amount, currency))
    }

    private static let cents: Reader = { stream, index, _ in
        guard let numeral = stream.numeral(at: index), stream.isSymbol(in: ["¢"], at: numeral.end) else { return nil }
        return Match(numeral.end + 1 - index, .money, "money.cents", words: numeral.words() + [numeral.isOne ? "cent" : "cents"])
    }

    /// `$250-$300`, `$5–10 million`.
    private static let range: Reader = { stream, index, _ in
        guard let (currency, number) = currency(stream, index), let first = amount(stream, number),
            stream.isSymbol(in: ["-", "–", "—"], at: first.end), stream.spaceBefore(first.end) == stream.spaceBefore(first.end + 1)
        else { return nil }
        let hasSecond = Money.currency(stream, first.end + 1)
        guard let last = amount(stream, hasSecond?.1 ?? first.end + 1), stream.endsCleanly(last.end) else { return nil }
        var start = words(first, currency)
        if hasSecond == nil { start = first.numeral.words() }
        let (per, end) = perUnit(stream, last.end)
        return Match(end - index, .range, "money.range", words: start + ["to"] + words(last, hasSecond?.0 ?? currency) + per)
    }

    /// `/mo`, `/hour` after a sum: words and the index after them.
    private static func perUnit(_ stream: TokenStream, _ index: Int) -> ([String], Int) {
        guard stream.isGlued("/", at: index), !stream.spaceBefore(index + 1), stream.isWord(index + 1) else { return ([], index) }
        let key = stream.key(index + 1)
        let unit = Units.periods[key].map { [$0] } ?? Units.unit(stream.tokens[index + 1].text)?.one ?? [key]
        return (["per"] + unit, index + 2)
    }
}

/// Emoji and other pictures by their Unicode names.
enum Emoji {
    static func read(_ text: String) -> Match {
        let scalars = Array(text.unicodeScalars)
        if let flag = flag(scalars) { return Match(1, .emoji, "emoji.flag", flag) }
        if scalars.count > 1, scalars.contains(where: { $0.value == 0x20E3 }) {
            return Match(1, .emoji, "emoji.keycap", words: scalars.first.map { name($0) } ?? [])
        }
        var words: [String] = []
        for scalar in scalars where scalar.value != 0x200D && scalar.value != 0xFE0F && !(0xE0020...0xE007F).contains(scalar.value) {
            if (0x1F3FB...0x1F3FF).contains(scalar.value) { continue }
            if !words.isEmpty { words.append("and") }
            words += name(scalar)
        }
        guard !words.isEmpty else { return Match(1, .punctuation, "punctuation.invisible", []) }
        return Match(1, scalars[0].properties.isEmoji ? .emoji : .symbol, scalars[0].properties.isEmoji ? "emoji.name" : "symbol.unicode-name", words: words)
    }

    /// Common ones whose formal name is not what people call them.
    private static let names: [UInt32: String] = [
        0x2665: "heart", 0x2764: "red heart", 0x1F44D: "thumbs up", 0x1F44E: "thumbs down", 0x1F4A9: "pile of poo", 0x1F602: "tears of joy",
        0x1F923: "rolling on the floor laughing", 0x1F64F: "folded hands", 0x1F44F: "clapping hands", 0x2705: "check mark",
        0x2B50: "star", 0x2728: "sparkles", 0x1F525: "fire", 0x1F4AF: "one hundred points", 0x1F389: "party popper",
        0x1F62D: "loudly crying face", 0x1F914: "thinking face", 0x1F937: "shrug", 0x1F926: "facepalm", 0x263A: "smiling face",
        0x1F44B: "waving hand", 0x1F680: "rocket", 0x274C: "cross mark", 0x26A0: "warning", 0x1F4A1: "light bulb", 0x2600: "sun",
        0x2640: "woman", 0x2642: "man", 0x1F5A4: "black heart", 0xFFFD: "unknown character", 0x1F60A: "smiling face",
    ]

    static func name(_ scalar: Unicode.Scalar) -> [String] {
        if let name = names[scalar.value] { return name.split(separator: " ").map(String.init) }
        guard let name = scalar.properties.name ?? scalar.properties.nameAlias else { return ["unknown", "symbol"] }
        let dropped: Set<Substring> = ["SIGN", "HEAVY", "SYMBOL"]
        let parts = name.split { $0 == " " || $0 == "-" }
        let kept = parts.count > 1 ? parts.filter { !dropped.contains($0) } : parts
        return (kept.isEmpty ? parts : kept).flatMap { part -> [String] in
            // "FACE WITH OPEN MOUTH" reads; "IDEOGRAPH-4E00" has digits.
            if part.utf8.contains(where: \.isASCIIDigit) { return part.utf8.filter(\.isASCIIDigit).map { NumberWords.ones[Int($0) - 0x30] } }
            return [part.lowercased()]
        }
    }

    private static func flag(_ scalars: [Unicode.Scalar]) -> [NormalizedToken.Piece]? {
        guard scalars.count == 2, scalars.allSatisfy({ (0x1F1E6...0x1F1FF).contains($0.value) }) else { return nil }
        let code = String(String.UnicodeScalarView(scalars.compactMap { Unicode.Scalar($0.value - 0x1F1E6 + 0x41) }))
        let words = ["flag", "of"] + (countries[code]?.split(separator: " ").map(String.init) ?? ["\\" + code])
        return words.map(NormalizedToken.Piece.init(reading:))
    }

    private static let countries: [String: String] = [
        "US": "the United States", "GB": "the United Kingdom", "FR": "France", "DE": "Germany", "IT": "Italy", "ES": "Spain", "JP": "Japan",
        "CN": "China", "KR": "South Korea", "IN": "India", "BR": "Brazil", "CA": "Canada", "MX": "Mexico", "RU": "Russia", "UA": "Ukraine",
        "AU": "Australia", "NZ": "New Zealand", "CH": "Switzerland", "AT": "Austria", "NL": "the Netherlands", "BE": "Belgium", "SE": "Sweden",
        "NO": "Norway", "DK": "Denmark", "FI": "Finland", "IS": "Iceland", "PL": "Poland", "PT": "Portugal", "IE": "Ireland", "GR": "Greece",
        "TR": "Turkey", "IL": "Israel", "EG": "Egypt", "ZA": "South Africa", "NG": "Nigeria", "KE": "Kenya", "AR": "Argentina", "CL": "Chile",
        "CO": "Colombia", "PE": "Peru", "EU": "the European Union", "SA": "Saudi Arabia", "ID": "Indonesia", "TH": "Thailand", "VN": "Vietnam",
        "PH": "the Philippines", "SG": "Singapore", "CZ": "Czechia", "HU": "Hungary", "RO": "Romania", "JM": "Jamaica", "CU": "Cuba",
    ]
}

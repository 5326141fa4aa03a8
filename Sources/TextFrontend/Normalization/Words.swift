import Foundation

/// Words that are not plain lower case: acronyms, stretched words, other scripts.
enum Words {
    /// Acronyms that are said as words.
    private static let spokenAcronyms: Set<String> = [
        "NASA", "NATO", "UNESCO", "UNICEF", "OPEC", "AIDS", "LASER", "RADAR", "SCUBA", "NAFTA", "ASCII", "JPEG", "GIF", "RAM", "ROM", "SIM", "PIN",
        "SWAT", "FIFA", "UEFA", "OSHA", "FEMA", "NOAA", "SARS", "COVID", "MIDI", "WASP", "YOLO", "CERN", "IKEA", "LIDAR", "SONAR", "BASIC", "CAPTCHA",
        "FOMO", "MOMA", "NIMBY", "OLED", "RAID", "REIT", "SAT", "TASER", "VIN", "WIFI", "ZIP", "BIOS", "CAD", "DOS", "LAN", "WAN", "NAS", "NASDAQ", "MERS",
        "PETA", "SCOTUS", "POTUS", "FLOTUS", "ISIS", "ASEAN", "MENSA", "INTERPOL", "ESPRIT", "BAFTA", "NIST", "DARPA", "LEGO", "ISO", "YAML", "JSON", "GNU", "LED",
    ]
    /// Words in capitals that are nevertheless spelled.
    private static let spelledWords: Set<String> = ["US", "IT", "AM", "PM", "AI", "UN", "EU", "ID", "OK", "TV", "PC", "DC", "LA", "IQ", "HR", "PR", "ER", "OS", "AC", "WHO", "CEO", "CIA", "LED", "ATM", "PA", "UK"]

    static let greekAndCyrillic: [Character: String] = {
        var table: [Character: String] = [:]
        let cyrillic = [
            "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ё": "yo", "ж": "zh", "з": "z", "и": "i", "й": "y", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o",
            "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ы": "y", "ь": "", "э": "e", "ю": "yu", "я": "ya",
            "і": "i", "ї": "yi", "є": "ye", "ґ": "g", "ў": "u", "ј": "y", "љ": "ly", "њ": "ny", "ћ": "ch", "ђ": "j", "џ": "j",
            "α": "a", "β": "v", "γ": "g", "δ": "d", "ε": "e", "ζ": "z", "η": "i", "θ": "th", "ι": "i", "κ": "k", "λ": "l", "μ": "m", "ν": "n", "ξ": "x", "ο": "o", "π": "p", "ρ": "r",
            "σ": "s", "ς": "s", "τ": "t", "υ": "y", "φ": "f", "χ": "h", "ψ": "ps", "ω": "o", "ά": "a", "έ": "e", "ή": "i", "ί": "i", "ό": "o", "ύ": "y", "ώ": "o",
        ]
        for (letter, latin) in cyrillic { table[Character(letter)] = latin }
        return table
    }()

    /// `follow-up`, `twenty-two`, `mother-in-law`: up to four words with hyphens between that the lexicon has as one.
    static let hyphenated: Reader = { stream, index, normalizer in
        guard stream.isGlued("-", at: index + 1), stream.isWord(index + 2), !stream.spaceBefore(index + 2), stream.startsFresh(index) else { return nil }
        var ends = [index + 3]
        while ends.count < 3, let end = ends.last, stream.isGlued("-", at: end), stream.isWord(end + 1), !stream.spaceBefore(end + 1) { ends.append(end + 2) }
        for end in ends.reversed() where stream.endsCleanly(end) {
            let tokens = stream.tokens[index..<end]
            let key = tokens.map(\.key).joined()
            guard key.utf8.count <= 40, key.utf8.allSatisfy({ $0 < 0x80 }), normalizer.isKnownWord(key) else { continue }
            return Match(end - index, .plain, "word.hyphenated", [.word(SpokenWord(tokens.map(\.text).joined()))])
        }
        return nil
    }

    /// The reading of a word token that no rule took.
    static func read(_ stream: TokenStream, _ index: Int, isKnownWord: (String) -> Bool) -> Match {
        let token = stream.tokens[index]
        let text = token.text
        guard text.utf8.allSatisfy({ $0 < 0x80 }) else { return nonASCII(token) }
        let length = text.utf8.count
        if length > longestWord { return overlong(text) }
        if token.key == text {
            if hasRun(text), let short = unstretched(text, isKnownWord: isKnownWord) {
                return Match(1, .plain, "word.stretched", words: [short])
            }
            if length == 1, text != "a", text != "o" { return Match(1, .plain, "word.letter", [.word(SpokenWord(text, hint: .spelled))]) }
            return Match(1, .plain, "word", [.word(SpokenWord(text))])
        }
        if length == 1 {
            let isArticle = text == "A" && stream[index + 1]?.kind == .word && stream.spaceBefore(index + 1)
            return Match(1, .plain, "word.letter", [.word(SpokenWord(text, hint: text == "I" || isArticle || text == "O" ? .none : .spelled))])
        }
        if let (stem, ending) = capitals(text), stem.utf8.count > 1 {
            if isSpelled(stem, stream, index, isKnownWord: isKnownWord) {
                return Match(1, .acronym, "acronym.spelled", [.word(SpokenWord(stem + ending, hint: .spelled))])
            }
            if hasRun(text), let short = unstretched(text, isKnownWord: isKnownWord) { return Match(1, .plain, "word.stretched", words: [short]) }
            let rule = spokenAcronyms.contains(stem) ? "acronym.word" : "word.capitals"
            return Match(1, rule == "word.capitals" ? .plain : .acronym, rule, [.word(SpokenWord(text))])
        }
        if hasRun(text), let short = unstretched(text, isKnownWord: isKnownWord) { return Match(1, .plain, "word.stretched", words: [short]) }
        return Match(1, .plain, "word", [.word(SpokenWord(text))])
    }

    /// Capitals with an optional lower-case `s` or `'s`: `PCs`, `NASA's`.
    private static func capitals(_ text: String) -> (stem: String, ending: String)? {
        for ending in ["'s", "s", ""] where text.hasSuffix(ending) {
            let stem = String(text.dropLast(ending.count))
            if !stem.isEmpty, stem.utf8.allSatisfy({ $0.isASCIIUppercase }) { return (stem, ending) }
        }
        return nil
    }

    static func isSpelled(_ stem: String, _ stream: TokenStream, _ index: Int, isKnownWord: (String) -> Bool) -> Bool {
        if spokenAcronyms.contains(stem) { return false }
        let vowels = stem.utf8.count { [0x41, 0x45, 0x49, 0x4F, 0x55, 0x59].contains($0) }
        if vowels == 0 { return stem.utf8.count <= 6 || !isKnownWord(stem.lowercased()) }
        let key = stem.lowercased()
        let isShouted = stream.isShouted || isShout(stream, index - 1, isKnownWord) || isShout(stream, index + 1, isKnownWord)
        if isShouted, isKnownWord(key) { return false }
        if spelledWords.contains(stem) { return true }
        if stem.utf8.count <= 3 { return !(commonShort.contains(key)) }
        if isKnownWord(key) { return false }
        return stem.utf8.count <= 4
    }

    /// Short words that people do put in capitals for emphasis.
    private static let commonShort: Set<String> = [
        "the", "and", "not", "you", "all", "any", "are", "can", "did", "for", "get", "had", "has", "her", "him", "his", "how", "may", "new", "no", "now", "off", "old", "one",
        "our", "out", "own", "she", "so", "too", "two", "was", "way", "why", "yes", "yet", "be", "do", "go", "he", "if", "in", "is", "me", "my", "of", "on", "or", "to", "up", "we", "at", "by", "an", "as",
        "but", "big", "bad", "hot", "red", "see", "say", "let", "end", "day", "man", "men", "war", "sun", "sea", "air", "art", "car", "dog", "cat", "fun", "run", "top", "try", "use", "act", "god", "ever", "stop",
        "wow", "hey", "oh", "ah", "aha", "ooh", "lol", "ad", "hi", "bye", "ask", "six", "ten", "mom", "dad", "sad", "mad", "per", "via", "yeah", "boy", "ice", "eye", "law", "job", "key", "low", "win", "buy", "pay", "set", "put", "sit", "cut", "raw", "box", "bus", "add", "age", "arm", "bed", "bit", "eat", "far", "few", "who's",
    ]

    private static func isShout(_ stream: TokenStream, _ index: Int, _ isKnownWord: (String) -> Bool) -> Bool {
        guard let token = stream[index], token.isAllCapitals, token.text.utf8.count > 2, !spokenAcronyms.contains(token.text) else { return false }
        return token.text.utf8.count > 3 ? isKnownWord(token.key) : commonShort.contains(token.key)
    }

    static func hasRun(_ text: String) -> Bool {
        var previous: UInt8 = 0
        var run = 0
        for byte in text.utf8 {
            run = byte | 0x20 == previous | 0x20 ? run + 1 : 1
            if run >= 3 { return true }
            previous = byte
        }
        return false
    }

    /// A word without its stretching, or nil for what is no stretched word: numerals, `www`, one letter alone.
    private static func unstretched(_ text: String, isKnownWord: (String) -> Bool) -> String? {
        guard !["www", "iii", "xxx"].contains(text), Romans.value(text) == nil, text.uppercased() != text || Set(text).count > 1 || text.utf8.count > 4 else { return nil }
        func squeezed(to limit: Int) -> String {
            var result = ""
            var previous: Character = " "
            var run = 0
            for character in text {
                run = character.lowercased() == previous.lowercased() ? run + 1 : 1
                // Runs of two are spelling; only longer ones are squeezed.
                if run <= limit { result.append(character) }
                previous = character
            }
            return result
        }
        let double = squeezed(to: 2)
        let single = squeezeRuns(text)
        if isKnownWord(single.lowercased()) || !isKnownWord(double.lowercased()) { return single }
        return double
    }

    /// Runs of three and more of a letter become one; pairs stay.
    static func squeezeRuns(_ text: String) -> String {
        var result = ""
        let characters = Array(text)
        var index = 0
        while index < characters.count {
            var end = index
            while end < characters.count, characters[end].lowercased() == characters[index].lowercased() { end += 1 }
            result.append(contentsOf: end - index >= 3 ? characters[index..<(index + 1)] : characters[index..<end])
            index = end
        }
        return result
    }

    static let longestWord = 60
    private static let pieceLength = 12

    /// No word is this long: its stretching is taken out, and the rest is spelled in groups of letters.
    private static func overlong(_ text: String) -> Match {
        let letters = Array(squeezeRuns(text))
        let groups = stride(from: 0, to: letters.count, by: pieceLength).map { String(letters[$0..<min($0 + pieceLength, letters.count)]) }
        if groups.count == 1 { return Match(1, .plain, "word.stretched", words: groups) }
        return Match(1, .serial, "word.overlong", groups.map { .word(SpokenWord($0.trimmingCharacters(in: ["'"]), hint: .spelled)) })
    }

    private static func nonASCII(_ token: Token) -> Match {
        let scalars = token.text.unicodeScalars
        guard let first = scalars.first(where: { $0.value >= 0x80 }) else { return Match(1, .plain, "word", [.word(SpokenWord(token.text))]) }
        switch Script(first) {
        case .latin: return Match(1, .plain, "word.diacritics", [.word(SpokenWord(token.text))])
        case .greek, .cyrillic:
            if scalars.count == 1, let name = Symbols.greek[token.text] { return Match(1, .symbol, "symbol.greek", words: [name]) }
            let latin = token.text.lowercased().precomposedStringWithCanonicalMapping.map { greekAndCyrillic[$0] ?? "" }.joined()
            if !latin.isEmpty { return Match(1, .foreign, "foreign.transliterated", words: [latin]) }
        case .han, .kana, .hangul, .other:
            let latin = token.text.applyingTransform(.toLatin, reverse: false)?.applyingTransform(.stripDiacritics, reverse: false) ?? ""
            let words = latin.lowercased().split { $0 == " " || $0 == "-" }.map { $0.filter { $0.isASCII && $0.isLetter } }.filter { !$0.isEmpty }
            let share = latin.isEmpty ? 0 : latin.unicodeScalars.count { $0.isASCII || $0.value == 0x2BC || $0.value == 0x2BF }
            if !words.isEmpty, share * 2 > latin.unicodeScalars.count { return Match(1, .foreign, "foreign.transliterated", words: words.map { hasRun($0) ? squeezeRuns($0) : $0 }) }
        }
        return Match(1, .foreign, "foreign.letter-names", words: scalars.prefix(40).flatMap(letterName))
    }

    /// The letter's own name from its Unicode name: `HEBREW LETTER ALEF` is `alef`.
    private static func letterName(_ scalar: Unicode.Scalar) -> [String] {
        let name = Emoji.name(scalar)
        guard let letter = name.firstIndex(where: { $0 == "letter" || $0 == "syllable" }), letter + 1 < name.count else { return Array(name.prefix(4)) }
        return Array(name[(letter + 1)...].prefix(3))
    }
}

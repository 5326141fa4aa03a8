/// Roman numerals where they are numerals.
enum Romans {
    static let rules: [Reader] = [numeral]

    /// Words after which even a single letter is a numeral, read as a cardinal.
    private static let headings: Set<String> = [
        "part", "chapter", "volume", "vol", "section", "act", "scene", "book", "appendix", "article", "phase", "type", "war", "bowl",
        "class", "title", "level", "stage", "grade", "category", "figure", "table", "canto", "page", "unit", "lesson", "psalm", "verse",
        "episode", "season", "round", "factor", "corps", "mark", "apollo", "fantasy", "schedule", "tier", "group", "sonata", "no",
        "saturn", "rocky", "wrestlemania", "olympiad", "exhibit", "division", "trial", "cohort", "area",
    ]
    private static let singleLetterHeadings: Set<String> = [
        "part", "chapter", "volume", "vol", "section", "act", "scene", "book", "appendix", "article", "phase", "war", "canto", "stage",
    ]
    /// Names of monarchs, popes and of people with namesakes: a numeral after them is an ordinal.
    private static let names: Set<String> = [
        "henry", "louis", "edward", "george", "william", "james", "charles", "richard", "elizabeth", "mary", "john", "paul", "pius",
        "benedict", "gregory", "leo", "clement", "innocent", "alexander", "nicholas", "peter", "catherine", "frederick", "wilhelm",
        "philip", "ferdinand", "napoleon", "francis", "joseph", "leopold", "albert", "victor", "umberto", "otto", "ludwig", "gustav",
        "gustavus", "christian", "olaf", "haakon", "harald", "margaret", "margrethe", "isabella", "alfonso", "juan", "carlos", "felipe",
        "pedro", "manuel", "ivan", "boris", "michael", "theodore", "constantine", "justinian", "ramses", "ramesses", "thutmose",
        "amenhotep", "ptolemy", "cleopatra", "darius", "xerxes", "cyrus", "artaxerxes", "sixtus", "urban", "boniface", "celestine",
        "adrian", "julius", "eugene", "stephen", "malcolm", "robert", "david", "kenneth", "duncan", "mehmed", "suleiman", "selim",
        "murad", "ahmed", "mustafa", "osman", "hussein", "abdullah", "hassan", "mohammed", "akbar", "rama", "sam", "thomas", "jack",
        "joe", "frank", "walter", "arthur", "harry", "adolf", "anthony", "andrew", "edmund", "harold", "matthew", "martin", "patrick",
        "daniel", "samuel", "benjamin", "jane", "anne", "sigismund", "rudolf", "maximilian", "matthias", "ladislaus", "bela", "casimir",
        "augustus", "tiberius", "theodosius", "valentinian", "antiochus", "seleucus", "mithridates", "seti", "pepi", "psamtik", "kamehameha",
    ]

    private static let numeral: Reader = { stream, index, _ in
        guard let token = stream[index], token.isCapitalised else { return nil }
        let isPossessive = token.text.hasSuffix("'s")
        let text = isPossessive ? String(token.text.dropLast(2)) : token.text
        guard let value = value(text), stream.endsCleanly(index + 1),
            !(stream.isSymbol("-", at: index - 1) && !token.spaceBefore) || headings.contains(stream.key(index - 2))
        else { return nil }
        let previous = stream.key(index - 1)
        let length = text.utf8.count
        if names.contains(previous), stream[index - 1]?.isCapitalised == true, length > 1 || ["I", "V", "X"].contains(text) && isMonarch(stream, index) {
            return reading("roman.name", ["the"] + NumberWords.ordinal(String(value)), isPossessive)
        }
        if headings.contains(previous), length > 1 || singleLetterHeadings.contains(previous) && "IVXL".contains(text) {
            if length == 1, text == "I", stream[index + 1]?.isLowercase == true, stream[index - 1]?.isCapitalised != true { return nil }
            return reading("roman.heading", NumberWords.cardinal(value), isPossessive)
        }
        // Without a cue only the letters I, V, X make numerals, and not where they are known as words or initials.
        guard !stream.isShouted, length > 1, text.allSatisfy({ "IVX".contains($0) }), !["VI", "IV", "XI", "XX", "XXX"].contains(text) || stream[index - 1]?.isCapitalised == true
        else {
            if length >= 5, value >= 1500, value < 2100 { return Match(1, .roman, "roman.year", words: NumberWords.year(String(value))) }
            return nil
        }
        return reading("roman", NumberWords.cardinal(value), isPossessive)
    }

    private static func reading(_ rule: String, _ words: [String], _ isPossessive: Bool) -> Match {
        var words = words
        if isPossessive, let last = words.popLast() { words.append(last + "'s") }
        return Match(1, .roman, rule, words: words)
    }

    /// `King James I`, `Elizabeth I,`: a numeral rather than the pronoun.
    private static func isMonarch(_ stream: TokenStream, _ index: Int) -> Bool {
        guard let next = stream[index + 1] else { return true }
        return ["king", "queen", "pope", "emperor", "tsar", "czar", "sultan"].contains(stream.key(index - 2)) || [",", ".", ")", "'"].contains(next.text) || next.key == "of"
    }

    private static let digits: [UInt8: Int] = [0x49: 1, 0x56: 5, 0x58: 10, 0x4C: 50, 0x43: 100, 0x44: 500, 0x4D: 1000]

    /// The value of a well-formed numeral (each number has one spelling), or nil.
    static func value(_ text: String) -> Int? {
        guard text.utf8.count <= 15 else { return nil }
        var total = 0
        var previous = 0
        for byte in text.utf8.reversed() {
            guard let digit = digits[byte] else { return nil }
            total += digit < previous ? -digit : digit
            previous = max(previous, digit)
        }
        return total > 0 && total < 4000 && numeral(total) == text ? total : nil
    }

    private static func numeral(_ value: Int) -> String {
        let steps = [
            (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"),
            (5, "V"), (4, "IV"), (1, "I"),
        ]
        var rest = value
        var text = ""
        for (step, letters) in steps {
            while rest >= step {
                text += letters
                rest -= step
            }
        }
        return text
    }
}

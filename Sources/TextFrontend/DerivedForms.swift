/// Says words that the lexicon lacks but whose parts it has: inflections, common suffixes and prefixes, compounds.
///
/// Suffixes that move the stress (`-ity`, `-ation`, `-ic`) are left to the letter-to-sound model, which knows them better
/// than a rule would.
struct DerivedForms {
    /// How a derived word is said and the rule that said so.
    struct Result: Equatable {
        var phones: [UInt8]
        var rule: String
    }

    /// The lexicon's entry of a word in lower-case ASCII.
    let entry: ([UInt8]) -> Lexicon.Entry?

    /// Longest word that rules look into; longer ones are no English words.
    private static let maximumLength = 40

    /// The pronunciation of `word` (lower-case ASCII letters and apostrophes), or nil if no rule fits.
    func derive(_ word: [UInt8]) -> Result? {
        guard word.count >= 4, word.count <= Self.maximumLength else { return nil }
        return derive(word, depth: 2)
    }

    private func derive(_ word: [UInt8], depth: Int) -> Result? {
        inflection(word, depth: depth) ?? suffixed(word, depth: depth) ?? prefixed(word, depth: depth) ?? compound(word)
    }

    /// The phones of a stem, from the lexicon or derived in turn.
    private func stem(_ word: some Collection<UInt8>, depth: Int) -> [UInt8]? {
        let word = Array(word)
        if let entry = entry(word) { return entry.phones }
        return depth > 0 && word.count >= 4 ? derive(word, depth: depth - 1)?.phones : nil
    }

    // MARK: Inflections

    /// `-s`, `-es`, `-ed`, `-ing`, `-in'`.
    private func inflection(_ word: [UInt8], depth: Int) -> Result? {
        if ends(word, "ies"), let phones = stem(word.dropLast(3) + Array("y".utf8), depth: depth) {
            return Result(phones: Self.plural(of: phones), rule: "plural")
        }
        if ends(word, "s"), !ends(word, "ss"), !ends(word, "us") {
            for dropped in ends(word, "es") ? [1, 2] : [1] {
                if let phones = stem(word.dropLast(dropped), depth: depth), dropped == 1 || endsSibilant(phones) || ends(word, "oes") {
                    return Result(phones: Self.plural(of: phones), rule: "plural")
                }
            }
        }
        if ends(word, "ied"), let phones = stem(word.dropLast(3) + Array("y".utf8), depth: depth) {
            return Result(phones: Self.past(of: phones), rule: "past")
        }
        if ends(word, "ed"), let phones = verbStem(word.dropLast(2), depth: depth) {
            return Result(phones: Self.past(of: phones), rule: "past")
        }
        for ending in ["ing", "in'"] where ends(word, ending) {
            if let phones = verbStem(word.dropLast(3), depth: depth) {
                return Result(phones: phones + Self.phones(ending == "ing" ? "ɪŋ" : "ɪn"), rule: "-ing")
            }
        }
        return nil
    }

    /// The stem before a suffix that begins with a vowel: as it stands, with its `e` back, or with its consonant single.
    private func verbStem(_ rest: ArraySlice<UInt8>, depth: Int) -> [UInt8]? {
        guard rest.count >= 2, let last = rest.last else { return nil }
        let doubled = rest.dropLast().last == last && !Self.vowelLetters.contains(last)
        if doubled, let phones = stem(rest.dropLast(), depth: depth) { return phones }
        let withE = rest + [UInt8(ascii: "e")]
        let single = rest.count >= 2 && !Self.vowelLetters.contains(last) && rest.dropLast().last.map(Self.vowelLetters.contains) == true
        if single, let phones = entry(Array(withE))?.phones { return phones }
        return stem(rest, depth: depth) ?? stem(withE, depth: depth)
    }

    // MARK: Suffixes and prefixes

    private static let vowelSuffixes: [(spelling: String, phones: String)] = [
        ("ers", "əɹz"), ("er", "əɹ"), ("est", "əst"), ("able", "əbəl"), ("ish", "ɪʃ"), ("ism", "ˌɪzəm"), ("ist", "ɪst"), ("ists", "ɪsts"),
        ("y", "i"), ("ey", "i"), ("ize", "ˌIz"), ("izes", "ˌIzɪz"), ("ized", "ˌIzd"), ("izing", "ˌIzɪŋ"), ("ings", "ɪŋz"), ("age", "ɪʤ"),
    ]
    private static let consonantSuffixes: [(spelling: String, phones: String)] = [
        ("ness", "nəs"), ("less", "ləs"), ("ful", "fəl"), ("fully", "fəli"), ("ment", "mənt"), ("ments", "mənts"), ("ship", "ʃˌɪp"),
        ("like", "lˌIk"), ("wise", "wˌIz"), ("hood", "hˌʊd"), ("dom", "dəm"), ("ward", "wəɹd"), ("wards", "wəɹdz"), ("some", "səm"),
        ("proof", "pɹˌuf"), ("lessly", "ləsli"), ("lessness", "ləsnəs"), ("ly", "li"),
    ]
    private static let prefixes: [(spelling: String, phones: String)] = [
        ("un", "ˌʌn"), ("re", "ɹˌi"), ("non", "nˌɑn"), ("dis", "dɪs"), ("mis", "mɪs"), ("over", "ˌOvəɹ"), ("under", "ˌʌndəɹ"), ("out", "ˌWt"),
        ("pre", "pɹˌi"), ("anti", "ˌænti"), ("inter", "ˌɪntəɹ"), ("super", "sˌupəɹ"), ("sub", "sˌʌb"), ("semi", "sˌɛmi"), ("multi", "mˌʌlti"),
        ("micro", "mˌIkɹO"), ("mega", "mˌɛɡə"), ("nano", "nˌænO"), ("hyper", "hˌIpəɹ"), ("ultra", "ˌʌltɹə"), ("mini", "mˌɪni"),
        ("cyber", "sˌIbəɹ"), ("counter", "kˌWntəɹ"), ("co", "kˌO"), ("de", "dˌi"), ("auto", "ˌɔTO"), ("bio", "bˌIO"), ("geo", "ʤˌiO"),
        ("neuro", "nˌʊɹO"), ("pseudo", "sˌudO"), ("trans", "tɹˌænz"), ("post", "pˌOst"), ("fore", "fˌɔɹ"), ("up", "ˌʌp"), ("tele", "tˌɛlə"),
        ("kilo", "kˌɪlO"), ("giga", "ɡˌɪɡə"), ("electro", "ɪlˌɛktɹO"), ("photo", "fˌOTO"), ("thermo", "θˌɜɹmO"), ("macro", "mˌækɹO"),
        ("mono", "mˌɑnO"), ("poly", "pˌɑli"), ("proto", "pɹˌOTO"), ("meta", "mˌɛTə"), ("infra", "ˌɪnfɹə"), ("intra", "ˌɪntɹə"), ("quasi", "kwˌɑzi"),
    ]

    private func suffixed(_ word: [UInt8], depth: Int) -> Result? {
        for (spelling, sounds) in Self.consonantSuffixes where ends(word, spelling) && word.count - spelling.utf8.count >= 3 {
            let rest = word.dropLast(spelling.utf8.count)
            if spelling == "ly", let phones = adverb(rest, depth: depth) { return Result(phones: phones, rule: "-ly") }
            if let phones = stem(rest, depth: depth) { return Result(phones: phones + Self.phones(sounds), rule: "-" + spelling) }
            if rest.last == UInt8(ascii: "i"), let phones = stem(rest.dropLast() + [UInt8(ascii: "y")], depth: depth) {
                return Result(phones: phones + Self.phones(sounds), rule: "-" + spelling)
            }
        }
        for (spelling, sounds) in Self.vowelSuffixes where ends(word, spelling) && word.count - spelling.utf8.count >= 3 {
            let rest = word.dropLast(spelling.utf8.count)
            if let phones = verbStem(rest, depth: 0) { return Result(phones: phones + Self.phones(sounds), rule: "-" + spelling) }
            if rest.last == UInt8(ascii: "i"), let phones = stem(rest.dropLast() + [UInt8(ascii: "y")], depth: 0) {
                return Result(phones: phones + Self.phones(sounds), rule: "-" + spelling)
            }
        }
        return nil
    }

    /// `simply` from `simple`, `happily` from `happy`, `basically` from `basic`; nil for what is regular.
    private func adverb(_ rest: ArraySlice<UInt8>, depth: Int) -> [UInt8]? {
        if ends(rest, "ical"), entry(Array(rest)) == nil, let phones = stem(rest.dropLast(2), depth: depth) { return phones + Self.phones("li") }
        if rest.last == UInt8(ascii: "i"), let phones = stem(rest.dropLast() + [UInt8(ascii: "y")], depth: depth) {
            return phones.dropLast() + Self.phones("əli")
        }
        if rest.last.map({ !Self.vowelLetters.contains($0) }) == true, let phones = entry(rest + Array("le".utf8))?.phones, phones.suffix(2) == Self.phones("əl")[...] {
            return phones.dropLast(2) + Self.phones("li")
        }
        return nil
    }

    private func prefixed(_ word: [UInt8], depth: Int) -> Result? {
        for (spelling, sounds) in Self.prefixes where word.starts(with: spelling.utf8) && word.count - spelling.utf8.count >= 4 {
            let rest = Array(word.dropFirst(spelling.utf8.count))
            if let entry = entry(rest), entry.buildsCompounds || rest.count >= 6 {
                return Result(phones: Self.phones(sounds) + entry.phones, rule: spelling + "-")
            }
            if depth > 0, rest.count >= 6, let derived = inflection(rest, depth: 0) ?? suffixed(rest, depth: 0) {
                return Result(phones: Self.phones(sounds) + derived.phones, rule: spelling + "-")
            }
        }
        return nil
    }

    // MARK: Compounds

    /// Two words that build compounds, written as one: the first keeps its stress, the second's becomes secondary.
    private func compound(_ word: [UInt8]) -> Result? {
        guard word.count >= 6 else { return nil }
        var best: (score: Int, phones: [UInt8])?
        for cut in 3...(word.count - 3) {
            guard let first = entry(Array(word[..<cut])), first.buildsCompounds else { continue }
            let rest = Array(word[cut...])
            var second: [UInt8]?
            if let entry = entry(rest), entry.buildsCompounds {
                second = entry.phones
            } else if rest.count >= 5, rest.last == UInt8(ascii: "s"), let entry = entry(Array(rest.dropLast())), entry.buildsCompounds {
                second = Self.plural(of: entry.phones)
            }
            guard let second else { continue }
            let score = min(cut, word.count - cut)  // even halves are likelier words than a word and a scrap
            if score > best?.score ?? 0 { best = (score, first.phones + PhoneAlphabet.demoted(second)) }
        }
        return best.map { Result(phones: $0.phones, rule: "compound") }
    }

    // MARK: Endings

    /// With the `s` of plurals, possessives and verbs. No phones give none.
    static func plural(of phones: [UInt8]) -> [UInt8] {
        guard let last = phones.last else { return [] }
        if PhoneAlphabet.isSibilant(last) { return phones + Self.phones("ɪz") }
        return phones + Self.phones(PhoneAlphabet.isVoiceless(last) ? "s" : "z")
    }

    /// With the `d` of the past. No phones give none.
    static func past(of phones: [UInt8]) -> [UInt8] {
        guard let last = phones.last else { return [] }
        if last == PhoneAlphabet.t || last == PhoneAlphabet.d { return phones + Self.phones("ɪd") }
        return phones + Self.phones(PhoneAlphabet.isVoiceless(last) ? "t" : "d")
    }

    private func endsSibilant(_ phones: [UInt8]) -> Bool { phones.last.map(PhoneAlphabet.isSibilant) ?? false }

    private static let vowelLetters = Set("aeiouy".utf8)

    private static func phones(_ symbols: String) -> [UInt8] { PhoneAlphabet.encode(symbols) ?? [] }

    private func ends(_ word: some BidirectionalCollection<UInt8>, _ suffix: String) -> Bool {
        word.count > suffix.utf8.count && word.suffix(suffix.utf8.count).elementsEqual(suffix.utf8)
    }
}

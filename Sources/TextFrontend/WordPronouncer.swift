internal import SpeechData

/// Says single words without regard to their neighbours: lexicon, letter names, rules, letter-to-sound, in this order.
struct WordPronouncer: Sendable {
    /// `PhoneAlphabet` bytes without flaps, and where they came from.
    struct Spoken: Equatable, Sendable {
        var phones: [UInt8]
        var source: Pronunciation.Source
    }

    let lexicon: Lexicon
    let letterToSound: LetterToSound
    let userLexicon: UserLexicon?

    /// Longest row of letters that is taken for a word; longer ones are spelled, which keeps the time linear.
    private static let longestWord = 40
    private static let longestAcronymSpelledUnseen = 3

    /// The pronunciation of a word as it is written. Characters that are no Latin letters are said by their names. A text
    /// of apostrophes and hyphens alone has no phones.
    func pronounce(_ text: String) throws(SpeechError) -> Spoken {
        if let own = try user(text) { return own }
        let spelling = Spelling(text)
        if !spelling.foreign.isEmpty { return try named(spelling) }
        return try pronounce(spelling)
    }

    /// The pronunciation by letter names; a final lower-case `s` or `'s` is an ending.
    func spelled(_ text: String) throws(SpeechError) -> Spoken {
        if let own = try user(text) { return own }
        let spelling = Spelling(text)
        guard spelling.foreign.isEmpty else { return try named(spelling) }
        var letters = spelling.letters[...]
        var plural = false
        if letters.count >= 2, letters.last == UInt8(ascii: "s"), letters.dropLast().contains(where: Spelling.isUpper) {
            letters = letters.dropLast()
            plural = true
        } else if letters.count >= 3, letters.last == UInt8(ascii: "S"), letters.dropLast().last == Spelling.apostrophe {
            letters = letters.dropLast()
            plural = true
        }
        let names = LetterNames.spelled(letters)
        let bare = letters.filter(Spelling.isLetter).map { $0 | 0x20 }
        // Where the lexicon spells it too, its stress is the one that the voices know.
        var phones = names
        if bare.count > 1, let entry = lexicon.entry(for: bare), PhoneAlphabet.unstressed(entry.phones) == PhoneAlphabet.unstressed(names) { phones = entry.phones }
        return Spoken(phones: plural ? DerivedForms.plural(of: phones) : phones, source: .rule("letter names"))
    }

    private func user(_ text: String) throws(SpeechError) -> Spoken? {
        guard let userLexicon, let phonemes = userLexicon.phonemes(of: text), let phones = PhoneAlphabet.encode(phonemes) else { return nil }
        return Spoken(phones: phones, source: .user)
    }

    private func pronounce(_ spelling: Spelling) throws(SpeechError) -> Spoken {
        let lower = spelling.lower
        if let entry = lexicon.entry(for: lower) { return Spoken(phones: entry.phones, source: .lexicon) }
        let trimmed = lower.trimmed { $0 == Spelling.apostrophe || $0 == Spelling.hyphen }
        if trimmed.count < lower.count {
            let text = String(decoding: spelling.letters.trimmed { $0 == Spelling.apostrophe || $0 == Spelling.hyphen }, as: UTF8.self)
            if lower.last == Spelling.apostrophe, trimmed.last == UInt8(ascii: "n"), let entry = lexicon.entry(for: trimmed + Array("g".utf8)) {
                return Spoken(phones: entry.phones.dropLast() + (PhoneAlphabet.encode("n") ?? []), source: .rule("-in'"))  // walkin'
            }
            return trimmed.isEmpty ? Spoken(phones: [], source: .rule("silent")) : try pronounce(text)
        }
        if lower.contains(Spelling.hyphen) { return try joined(spelling.letters.split(separator: Spelling.hyphen), rule: "hyphen") }
        if lower.count <= Self.longestWord, lower.contains(Spelling.apostrophe) { return try contraction(spelling) }
        if lower.count > Self.longestWord { return Spoken(phones: LetterNames.spelled(lower), source: .rule("letter names")) }
        if let cased = try byCase(spelling) { return cased }
        if let derived = DerivedForms(entry: entry).derive(lower) { return Spoken(phones: derived.phones, source: .rule(derived.rule)) }
        if !lower.contains(where: Spelling.isVowelLetter) { return try withoutVowels(lower) }
        return Spoken(phones: letterToSound.phones(of: lower), source: .letterToSound)
    }

    private func entry(_ word: [UInt8]) -> Lexicon.Entry? { lexicon.entry(for: word) }

    // MARK: Endings after an apostrophe

    private static let endings: [(spelling: [UInt8], afterVowel: [UInt8], afterConsonant: [UInt8])] = [
        ("'ll", "l", "əl"), ("'ve", "v", "əv"), ("'re", "ɹ", "əɹ"), ("'d", "d", "əd"), ("'m", "m", "əm"), ("n't", "ənt", "ənt"), ("'em", "əm", "əm"),
    ].map { (Array($0.utf8), PhoneAlphabet.encode($1) ?? [], PhoneAlphabet.encode($2) ?? []) }

    /// Possessives (`'s`), contractions (`'ll`), and names with an apostrophe inside (`O'Hara`, `D'Angelo`).
    private func contraction(_ spelling: Spelling) throws(SpeechError) -> Spoken {
        let lower = spelling.lower
        if lower.count > 2, lower.hasSuffix(Array("'s".utf8)) {
            let base = try pronounce(String(decoding: spelling.letters.dropLast(2), as: UTF8.self))
            return Spoken(phones: DerivedForms.plural(of: base.phones), source: base.source == .lexicon ? .rule("possessive") : base.source)
        }
        for (ending, afterVowel, afterConsonant) in Self.endings where lower.count > ending.count && lower.hasSuffix(ending) {
            let base = try pronounce(String(decoding: spelling.letters.dropLast(ending.count), as: UTF8.self))
            let sounds = base.phones.last.map(PhoneAlphabet.isVowel) == true ? afterVowel : afterConsonant
            return Spoken(phones: base.phones + sounds, source: base.source == .lexicon ? .rule("contraction") : base.source)
        }
        let parts = spelling.letters.split(separator: Spelling.apostrophe)
        let whole = Array(parts.joined())
        if parts.count == 2, parts[0].count == 1 {  // O'Hara, D'Angelo
            let rest = try pronounce(String(decoding: parts[1], as: UTF8.self))
            let head: String? = switch parts[0].first.map({ $0 | 0x20 }) {
            case UInt8(ascii: "o"): "O"
            case UInt8(ascii: "d"): "d"
            default: nil
            }
            if let head = head.flatMap(PhoneAlphabet.encode) { return Spoken(phones: head + rest.phones, source: rest.source) }
        }
        return try pronounce(String(decoding: whole, as: UTF8.self))
    }

    // MARK: Capitals

    /// Acronyms and camel case; nil for words without inner capitals.
    private func byCase(_ spelling: Spelling) throws(SpeechError) -> Spoken? {
        let letters = spelling.letters
        guard letters.dropFirst().contains(where: Spelling.isUpper) else { return nil }
        if letters.last == UInt8(ascii: "s"), letters.count >= 3, letters.dropLast().allSatisfy(Spelling.isUpper) {  // PCs, NGOs
            let base = try pronounce(String(decoding: letters.dropLast(), as: UTF8.self))
            return Spoken(phones: DerivedForms.plural(of: base.phones), source: base.source)
        }
        if spelling.isAllCaps {
            if letters.count <= Self.longestAcronymSpelledUnseen || !Pronounceability.isPronounceable(spelling.lower) {
                return DerivedForms(entry: entry).derive(spelling.lower).map { Spoken(phones: $0.phones, source: .rule($0.rule)) }
                    ?? Spoken(phones: LetterNames.spelled(letters), source: .rule("letter names"))
            }
            return nil
        }
        let parts = spelling.camelParts
        guard parts.count > 1 else { return nil }
        return try joinedCamel(parts)
    }

    /// `GitHub`, `iPhone`, `OpenAI` as compounds; longer ones (`getElementById`) as several words.
    private func joinedCamel(_ parts: [ArraySlice<UInt8>]) throws(SpeechError) -> Spoken {
        if parts.count == 2, parts[0].elementsEqual("Mc".utf8) {
            let rest = try pronounce(String(decoding: parts[1], as: UTF8.self))
            return Spoken(phones: (PhoneAlphabet.encode("mək") ?? []) + rest.phones, source: rest.source)
        }
        if parts.count > 2 { return try joined(parts, rule: "camel case") }
        let first = try part(parts[0]), second = try part(parts[1])
        let capitals = parts[1].allSatisfy(Spelling.isUpper)
        return Spoken(phones: first + (capitals ? second : PhoneAlphabet.demoted(second)), source: .rule("camel case"))
    }

    /// The parts said one after the other, as words of their own.
    private func joined(_ parts: [ArraySlice<UInt8>], rule: String) throws(SpeechError) -> Spoken {
        var phones: [UInt8] = []
        for (index, letters) in parts.enumerated() {
            if index > 0 { phones.append(PhoneAlphabet.space) }
            phones += try part(letters)
        }
        return Spoken(phones: phones, source: .rule(rule))
    }

    /// A part of a word: one letter by its name, a function word weak, everything else as if it stood alone.
    private func part(_ letters: ArraySlice<UInt8>) throws(SpeechError) -> [UInt8] {
        if letters.count == 1, let letter = letters.first, let name = LetterNames.name(of: letter) { return name }
        let text = String(decoding: letters, as: UTF8.self)
        if let weak = FunctionWords.weakForm(of: text) { return weak }
        return try pronounce(text).phones
    }

    // MARK: What is no English word

    /// `html`, `npm` are spelled; a longer row of consonants is said in groups of letters.
    private func withoutVowels(_ lower: [UInt8]) throws(SpeechError) -> Spoken {
        Spoken(phones: LetterNames.spelled(lower), source: .rule("letter names"))
    }

    /// Foreign characters by their Unicode names, the Latin letters among them as a word. Normalisation names such
    /// characters itself; this keeps what slips through from being dropped.
    private func named(_ spelling: Spelling) throws(SpeechError) -> Spoken {
        var phones: [UInt8] = []
        var known: [Unicode.Scalar: [UInt8]] = [:]
        if spelling.letters.contains(where: Spelling.isLetter) { phones = try pronounce(String(decoding: spelling.letters, as: UTF8.self)).phones }
        for scalar in spelling.foreign {
            if known[scalar] == nil {
                let name = scalar.properties.name ?? "character"
                let words = name.lowercased().split { !$0.isLetter }.filter { !["small", "capital", "letter", "sign", "digit", "with"].contains($0) }
                var said: [UInt8] = []
                for word in words.isEmpty ? ["character"] : words {
                    if !said.isEmpty { said.append(PhoneAlphabet.space) }
                    said += try pronounce(String(word)).phones
                }
                known[scalar] = said
            }
            if !phones.isEmpty { phones.append(PhoneAlphabet.space) }
            phones += known[scalar] ?? []
        }
        return Spoken(phones: phones, source: .rule("character names"))
    }
}

extension [UInt8] {
    /// Without the bytes at both ends that fulfil the predicate.
    func trimmed(_ predicate: (UInt8) -> Bool) -> [UInt8] {
        guard let first = firstIndex(where: { !predicate($0) }), let last = lastIndex(where: { !predicate($0) }) else { return [] }
        return Array(self[first...last])
    }

    func hasSuffix(_ other: [UInt8]) -> Bool { suffix(other.count).elementsEqual(other) }
}

public import SpeechData

/// A way of writing phonemes that users know; `converted` turns it into the voices' own.
public enum PhonemeNotation: String, Sendable, CaseIterable {
    /// The voices' set, stress directly before the vowel: `ɹˈAkjəvɪk`.
    case voice
    /// CMUdict's, a space between phones: `R EY1 K Y AH0 V IH0 K`. A vowel without a digit is unstressed.
    case arpabet
    /// The International Phonetic Alphabet, stress before the syllable: `ˈreɪkjəvɪk`. Length marks, dots, ties and
    /// secondary articulations are ignored; sounds that American English lacks become their nearest.
    case ipa

    /// The same sounds in the voices' set. Throws `.malformedInput` naming the symbol that this notation does not know
    /// and its place (characters, from 1), or a stress mark that no vowel follows. Nothing but white space gives "".
    public func converted(_ phonemes: String) throws(SpeechError) -> String {
        switch self {
        case .voice: try Self.checked(phonemes)
        case .arpabet: try Self.fromARPAbet(phonemes)
        case .ipa: try Self.fromIPA(phonemes)
        }
    }

    /// What a user wrote without saying in which notation: the voices' own if it is that, else ARPAbet if all of it is,
    /// else IPA. The error is that of the notation it looks most like.
    static func guessed(_ phonemes: String) throws(SpeechError) -> String {
        let tokens = phonemes.split(whereSeparator: \.isWhitespace)
        let looksARPAbet = tokens.contains { vowels[String($0.uppercased().prefix(2))] != nil && $0.utf8.allSatisfy { $0 < 128 } && $0.utf8.count >= 2 }
            && phonemes.utf8.allSatisfy { $0 < 128 }
        if looksARPAbet { return try fromARPAbet(phonemes) }
        if let own = try? checked(phonemes) { return own }
        return try fromIPA(phonemes)
    }

    /// The phonemes as they stand if they are of the voices' set; slashes around them and pauses are no phonemes.
    private static func checked(_ phonemes: String) throws(SpeechError) -> String {
        var result = ""
        var stressAt: Int?
        for (index, symbol) in phonemes.enumerated() {
            if symbol.isWhitespace, stressAt == nil {
                if !result.isEmpty, result.last != " " { result.append(" ") }
                continue
            }
            guard let code = PhoneAlphabet.encode(String(symbol))?.first else { throw unknown(symbol, at: index, in: phonemes) }
            if let stressAt, !PhoneAlphabet.isVowel(code) { throw stray(at: stressAt, in: phonemes) }
            stressAt = PhoneAlphabet.isStress(code) ? index : nil
            result.append(symbol)
        }
        if let stressAt { throw stray(at: stressAt, in: phonemes) }
        return result.last == " " ? String(result.dropLast()) : result
    }

    // MARK: ARPAbet

    private static let vowels: [String: String] = [
        "AA": "ɑ", "AE": "æ", "AO": "ɔ", "AW": "W", "AY": "I", "EH": "ɛ", "EY": "A", "IH": "ɪ", "IY": "i", "OW": "O", "OY": "Y", "UH": "ʊ",
        "UW": "u", "AH": "ʌ", "ER": "ɜɹ", "AX": "ə", "IX": "ɪ",
    ]
    private static let consonants: [String: String] = [
        "B": "b", "CH": "ʧ", "D": "d", "DH": "ð", "DX": "T", "F": "f", "G": "ɡ", "HH": "h", "JH": "ʤ", "K": "k", "L": "l", "M": "m", "N": "n",
        "NG": "ŋ", "P": "p", "R": "ɹ", "S": "s", "SH": "ʃ", "T": "t", "TH": "θ", "V": "v", "W": "w", "Y": "j", "Z": "z", "ZH": "ʒ",
    ]

    private static func fromARPAbet(_ phonemes: String) throws(SpeechError) -> String {
        var result = ""
        for token in phonemes.split(whereSeparator: \.isWhitespace) {
            let phone = token.uppercased()
            if let consonant = consonants[phone] {
                result += consonant
                continue
            }
            let digit = phone.last.flatMap { "012".contains($0) ? $0 : nil }
            let name = digit == nil ? phone : String(phone.dropLast())
            guard var vowel = vowels[name] else {
                throw SpeechError(.malformedInput, "'\(token)' is not an ARPAbet phone", remedy: "ARPAbet is what CMUdict writes, as in R EY1 K Y AH0 V IH0 K")
            }
            if digit != "1" && digit != "2" {
                if name == "AH" { vowel = "ə" } else if name == "ER" { vowel = "əɹ" }
            }
            result += (digit == "1" ? "ˈ" : digit == "2" ? "ˌ" : "") + vowel
        }
        return result
    }

    // MARK: IPA

    private static let ipaSounds: [Character: String] = [
        "a": "ɑ", "ɒ": "ɑ", "ɐ": "ʌ", "e": "ɛ", "o": "O", "ɤ": "ʌ", "ɨ": "ɪ", "ɵ": "ʊ", "ʉ": "u", "ɯ": "u", "y": "i", "ʏ": "ɪ", "ø": "ɜ", "œ": "ɜ",
        "ɚ": "əɹ", "ɝ": "ɜɹ", "r": "ɹ", "ɻ": "ɹ", "ʁ": "ɹ", "ʀ": "ɹ", "g": "ɡ", "ɾ": "T", "ɫ": "l", "ɬ": "l", "ʎ": "lj", "ʔ": "t", "x": "k", "χ": "k",
        "ɣ": "ɡ", "ç": "h", "ɦ": "h", "ɲ": "nj", "ɱ": "m", "ɴ": "ŋ", "β": "v", "ɸ": "f", "ʋ": "v", "ʍ": "w", "ɥ": "w", "c": "k", "ɟ": "ɡ", "q": "k",
        "ɕ": "ʃ", "ʂ": "ʃ", "ʑ": "ʒ", "ʐ": "ʒ",
    ]
    private static let pairs: [String: String] = [
        "eɪ": "A", "ei": "A", "aɪ": "I", "ai": "I", "ɑɪ": "I", "aʊ": "W", "au": "W", "ɑʊ": "W", "ɔɪ": "Y", "ɔi": "Y", "oɪ": "Y", "oʊ": "O", "ou": "O",
        "əʊ": "O", "tʃ": "ʧ", "dʒ": "ʤ",
    ]

    private static func fromIPA(_ phonemes: String) throws(SpeechError) -> String {
        var result = ""
        var stress: (mark: Character, index: Int)?
        var held: (symbol: Character, index: Int)?
        func put(_ sounds: String) {
            if let mark = stress?.mark, let vowel = sounds.first, PhoneAlphabet.encode(String(vowel)).map({ PhoneAlphabet.isVowel($0[0]) }) == true {
                result.append(mark)
                stress = nil
            }
            result += sounds
        }
        func release() throws(SpeechError) {
            guard let (symbol, index) = held else { return }
            held = nil
            if let sounds = Self.ipaSounds[symbol] { return put(sounds) }
            guard let code = PhoneAlphabet.encode(String(symbol))?.first, !PhoneAlphabet.isStress(code) else { throw unknown(symbol, at: index, in: phonemes) }
            put(String(symbol))
        }
        for (index, character) in phonemes.enumerated() {
            // Combining marks (ties, nasality, syllabicity) belong to the symbol before them.
            var scalars = character.unicodeScalars.makeIterator()
            guard let base = scalars.next() else { continue }
            let symbol = base.properties.generalCategory == .nonspacingMark ? nil : Character(base)
            let marks = Array(character.unicodeScalars.dropFirst())
            guard let symbol else { continue }
            if ignored.contains(symbol) { continue }
            if symbol == "ˈ" || symbol == "ˌ" || symbol == "'" {
                try release()
                stress = (symbol == "ˌ" ? "ˌ" : "ˈ", index)
                continue
            }
            if symbol.isWhitespace {
                try release()
                if !result.isEmpty, result.last != " " { result.append(" ") }
                continue
            }
            if let first = held?.symbol, let sounds = pairs[String([first, symbol])] {
                held = nil
                put(sounds)
                continue
            }
            try release()
            let syllabic = marks.contains("\u{329}"), nasal = marks.contains("\u{303}")
            if syllabic { put("ə") }
            held = (symbol, index)
            if syllabic || nasal { try release() }
            if nasal { result += "n" }
        }
        try release()
        if let stress { throw stray(at: stress.index, in: phonemes) }
        return result.last == " " ? String(result.dropLast()) : result
    }

    private static let ignored: Set<Character> = ["ː", "ˑ", ".", "ʰ", "ʲ", "ʷ", "ˠ", "ˤ", "‿", "ʼ", "(", ")", "-", "/", "[", "]", "˞"]

    private static func unknown(_ symbol: Character, at index: Int, in phonemes: String) -> SpeechError {
        SpeechError(
            .malformedInput, "'\(symbol)' at character \(index + 1) of '\(phonemes.prefix(40))' is not a phoneme of this voice",
            remedy: "known are \(String(PhoneAlphabet.symbols.dropFirst(3))) with ˈ or ˌ before a vowel")
    }

    private static func stray(at index: Int, in phonemes: String) -> SpeechError {
        SpeechError(
            .malformedInput, "the stress mark at character \(index + 1) of '\(phonemes.prefix(40))' has no vowel after it",
            remedy: "stress marks stand directly before a vowel")
    }
}

/// The phoneme symbols as single bytes, the form in which the lexicon stores them and the rules work on them.
///
/// Byte 0 is the space between words, 1 and 2 are `ˈ` and `ˌ`, then come the vowels, then the consonants.
enum PhoneAlphabet {
    static let symbols: [Character] = Array(" ˈˌAIWYOiuɑæɔɛɜɪʊʌəbdfhjklmnpstvwzɡŋɹʃʒðθʤʧT")
    private static let codes = Dictionary(uniqueKeysWithValues: symbols.enumerated().map { ($1, UInt8($0)) })
    private static let utf8 = symbols.map { Array(String($0).utf8) }

    static let space: UInt8 = 0
    static let primary: UInt8 = 1
    static let secondary: UInt8 = 2
    private static let firstVowel: UInt8 = 3
    private static let firstConsonant: UInt8 = 19

    static let t = code("t"), flap = code("T"), r = code("ɹ"), d = code("d"), l = code("l")
    private static let schwa = code("ə"), strut = code("ʌ")
    /// What a plural in a voiceless sound ends in is `s`, after a sibilant `ɪz`, else `z`.
    private static let sibilants = Set("szʃʒʧʤ".map { code($0) })
    private static let voiceless = Set("fkptθsʃʧ".map { code($0) })

    private static func code(_ symbol: Character) -> UInt8 { codes[symbol] ?? 0 }

    static func isVowel(_ code: UInt8) -> Bool { code >= firstVowel && code < firstConsonant }
    static func isStress(_ code: UInt8) -> Bool { code == primary || code == secondary }
    static func isSibilant(_ code: UInt8) -> Bool { sibilants.contains(code) }
    static func isVoiceless(_ code: UInt8) -> Bool { voiceless.contains(code) }
    static func isKnown(_ code: UInt8) -> Bool { Int(code) < symbols.count }

    /// The bytes of a phoneme string, or nil if a symbol is not in the set.
    static func encode(_ phonemes: String) -> [UInt8]? {
        var result: [UInt8] = []
        result.reserveCapacity(phonemes.utf8.count)
        for symbol in phonemes {
            guard let code = codes[symbol] else { return nil }
            result.append(code)
        }
        return result
    }

    /// The phoneme string of these bytes. Unknown bytes cannot be spoken and are left out; `Lexicon` never gives any.
    static func decode(_ phones: [UInt8]) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(phones.count * 2)
        for phone in phones where isKnown(phone) { bytes.append(contentsOf: utf8[Int(phone)]) }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The American flap: `t` after a vowel or `ɹ` and before an unstressed vowel.
    static func flapped(_ phones: [UInt8]) -> [UInt8] {
        guard phones.count >= 3 else { return phones }
        var result = phones
        for index in 1..<(phones.count - 1) where phones[index] == t {
            let before = phones[index - 1]
            if (isVowel(before) || before == r) && isVowel(phones[index + 1]) { result[index] = flap }
        }
        return result
    }

    /// With every primary stress made secondary, as in the second part of a compound. A vowel that is only ever full
    /// under stress keeps its mark.
    static func demoted(_ phones: [UInt8]) -> [UInt8] { phones.map { $0 == primary ? secondary : $0 } }

    /// Without stress marks.
    static func unstressed(_ phones: [UInt8]) -> [UInt8] { phones.filter { !isStress($0) } }

    static func vowelCount(_ phones: [UInt8]) -> Int { phones.count { isVowel($0) } }

    /// Whether the first sound, stress marks aside, is a vowel.
    static func beginsWithVowel(_ phones: [UInt8]) -> Bool {
        phones.first { !isStress($0) && $0 != space }.map(isVowel) ?? false
    }
}

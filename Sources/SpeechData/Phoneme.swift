/// One speech sound or pause of a voice's phoneme set, by its symbol.
///
/// American English uses 43 sounds: the vowels and diphthongs `A` (day) `I` (my) `W` (now) `Y` (boy) `O` (go)
/// `i u ɑ æ ɔ ɛ ɜ ɪ ʊ ʌ ə`, the consonants `b d f h j k l m n p s t v w z ɡ ŋ ɹ ʃ ʒ ð θ ʤ ʧ` and the flap `T`;
/// the pauses are `^` (start of an utterance), `$` (its end), and the punctuation `. , ! ? ; :`.
public struct Phoneme: Hashable, Sendable, CustomStringConvertible {
    /// The symbol: a single character of the set above.
    public let symbol: Character

    /// Makes the phoneme with this symbol, or nil if American English has none such.
    public init?(_ symbol: Character) {
        guard Self.index[symbol] != nil else { return nil }
        self.symbol = symbol
    }

    /// All phonemes in the order of the models' embedding rows.
    public static let all: [Character] = Array("^$.,!?;:AIWYOiuɑæɔɛɜɪʊʌəbdfhjklmnpstvwzɡŋɹʃʒðθʤʧT")
    private static let index = Dictionary(uniqueKeysWithValues: all.enumerated().map { ($1, $0) })
    private static let vowels = Set("AIWYOiuɑæɔɛɜɪʊʌə")
    private static let pauses = Set("^$.,!?;:")
    private static let voicelessConsonants = Set("fhkpstʃθʧ")

    /// The start of an utterance: the silence before its first sound.
    public static let start = Phoneme("^")!
    /// The end of an utterance: the silence after its last sound.
    public static let end = Phoneme("$")!

    /// The row of this phoneme in a model's embedding table.
    public var id: Int { Self.index[symbol]! }
    public var isVowel: Bool { Self.vowels.contains(symbol) }
    public var isPause: Bool { Self.pauses.contains(symbol) }
    public var isConsonant: Bool { !isVowel && !isPause }
    /// Whether the vocal folds swing in this sound: vowels and voiced consonants. Pauses are not voiced.
    public var isVoiced: Bool { !isPause && !Self.voicelessConsonants.contains(symbol) }
    public var description: String { String(symbol) }
}

/// Lexical stress of a vowel. Consonants and pauses have none.
public enum Stress: Int, Sendable, CaseIterable {
    case none = 0
    /// `ˈ`
    case primary = 1
    /// `ˌ`
    case secondary = 2
}

internal import SpeechData

/// Letter-to-sound for words outside the lexicon.
struct LetterToSound: Sendable {
    init() throws(SpeechError) {}

    /// The phones of a word of lower-case ASCII letters.
    func phones(of word: [UInt8]) -> [UInt8] { LetterNames.spelled(word) }
}

/// A word of the normalised text, ready to be pronounced: the seam between normalisation and pronunciation.
///
/// `text` is printable and is what stands in timings: letters and apostrophes, hyphens only inside words that are
/// looked up as they stand; never digits or symbols. Its case is that of the source (`iPhone`, `NASA`, `US`).
public struct SpokenWord: Equatable, Sendable {
    /// What normalisation knows about how the word is to be said.
    public enum Hint: Equatable, Sendable {
        /// Nothing: lexicon, rules, letter-to-sound.
        case none
        /// By the names of its letters: `USA`, `PM`, `x` in `x plus one`. A final `s` or `'s` in lower case is the
        /// plural or possessive, not a letter: `PCs`, `IBM's`.
        case spelled
        /// As this other word is said: `misses` for Mrs. as `missus`.
        case like(String)
        /// As given, in the voice's phonemes (`[Reykjavik](/ɹˈAkjəvɪk/)`, SSML `phoneme`), not yet checked.
        case phonemes(String)
    }

    /// A coarse part of speech, where the source said it outright; nil leaves it to the homograph model.
    public enum PartOfSpeech: String, Sendable { case noun, verb, pastVerb, adjective, adverb, determiner }

    public var text: String
    public var hint: Hint
    public var partOfSpeech: PartOfSpeech?
    /// The punctuation that follows directly, one of `. , ! ? ; :`, or nil: weak forms and `the`/`a` need to know that a
    /// pause follows.
    public var pauseAfter: Character?

    public init(_ text: String, hint: Hint = .none, partOfSpeech: PartOfSpeech? = nil, pauseAfter: Character? = nil) {
        self.text = text
        self.hint = hint
        self.partOfSpeech = partOfSpeech
        self.pauseAfter = pauseAfter
    }
}

/// How a word is said, and who said so.
public struct Pronunciation: Equatable, Sendable {
    /// Where a pronunciation came from, as `tts phonemize --explain` shows it.
    public enum Source: Equatable, Sendable {
        /// The user's own lexicon.
        case user
        /// Phonemes given in the text.
        case inline
        /// The lexicon, as it stands.
        case lexicon
        /// Derived by the rule of this name: a plural, a compound, a weak form, letter names.
        case rule(String)
        /// The homograph model, with the sense that it chose.
        case homograph(String)
        /// The letter-to-sound model.
        case letterToSound
    }

    /// Phonemes of the voice's set with stress marks directly before vowels. A space parts what is said as several
    /// words (`ˌAˌbˌisˈi` is one).
    public var phonemes: String
    public var source: Source

    public init(phonemes: String, source: Source) {
        self.phonemes = phonemes
        self.source = source
    }
}

/// What is to be said in one breath group or sentence: phonemes and pauses in order, and the words that they belong to.
///
/// Made by the text or the score frontend, read by the acoustic model. An utterance always begins with `^` and ends
/// with `$`; between words without punctuation there is no pause segment.
public struct Utterance: Equatable, Sendable {
    /// One phoneme or pause.
    public struct Segment: Equatable, Sendable {
        public var phoneme: Phoneme
        /// Stress, for vowels; `.none` for everything else.
        public var stress: Stress
        /// Index into `words`, or nil for a pause.
        public var word: Int?
        /// For a pause: extra silence in seconds on top of what the model gives it (SSML `break`, sentence pauses).
        public var extraSilence: Double

        public init(_ phoneme: Phoneme, stress: Stress = .none, word: Int? = nil, extraSilence: Double = 0) {
            self.phoneme = phoneme
            self.stress = stress
            self.word = word
            self.extraSilence = extraSilence
        }
    }

    /// A word as it is written in the normalised text, and its phonemes.
    public struct Word: Equatable, Sendable {
        public var text: String
        /// The word's segments, as a range of `segments`.
        public var segments: Range<Int>
        /// Prosody that the text asks of this word (SSML `prosody`, `emphasis`).
        public var style: Style

        public init(text: String, segments: Range<Int>, style: Style = Style()) {
            self.text = text
            self.segments = segments
            self.style = style
        }
    }

    /// Prosody asked for on top of what the model would do.
    public struct Style: Equatable, Sendable {
        /// Speaking rate over the model's own; 2 is twice as fast.
        public var rate: Double
        /// Pitch shift in semitones.
        public var pitch: Double
        /// Range of the pitch around its mean, over the model's own; 0 is monotone.
        public var pitchRange: Double
        /// Loudness in decibels over the model's own.
        public var volume: Double

        public init(rate: Double = 1, pitch: Double = 0, pitchRange: Double = 1, volume: Double = 0) {
            self.rate = rate
            self.pitch = pitch
            self.pitchRange = pitchRange
            self.volume = volume
        }
    }

    /// The normalised text, for timings and messages.
    public var text: String
    public var segments: [Segment]
    public var words: [Word]

    /// - Precondition: `segments` begins with `^` and ends with `$`; every word's range is inside it.
    public init(text: String, segments: [Segment], words: [Word]) {
        precondition(segments.first?.phoneme == .start && segments.last?.phoneme == .end)
        self.text = text
        self.segments = segments
        self.words = words
    }

    /// Parses a phoneme string as voices' corpora write it: phonemes of the set, `ˈ` or `ˌ` directly before a vowel,
    /// a space between words, punctuation after a word: `hˌWdˈI, wˈɜɹld.`
    ///
    /// An empty string gives an utterance that is silence: `^$`. Throws `.malformedInput` naming the unknown symbol and
    /// its position (characters, from 1), or a stress mark that no vowel follows.
    public init(phonemes: String, text: String? = nil) throws(SpeechError) {
        var segments = [Segment(.start)]
        var words: [Word] = []
        var stress = Stress.none
        var wordStart: Int?
        var spelled = ""
        func malformed(_ what: String, _ position: Int) -> SpeechError {
            SpeechError(
                .malformedInput, "\(what) at character \(position) of the phonemes '\(phonemes.prefix(40))'",
                remedy: "known are \(String(Phoneme.all.dropFirst(2))) with ˈ or ˌ before a vowel")
        }
        func endWord() {
            guard let start = wordStart else { return }
            words.append(Word(text: spelled, segments: start..<segments.count))
            wordStart = nil
            spelled = ""
        }
        for (offset, character) in phonemes.enumerated() {
            if stress != .none {
                guard let phoneme = Phoneme(character), phoneme.isVowel else {
                    throw malformed("a stress mark without a vowel after it", offset)
                }
            }
            switch character {
            case "ˈ", "ˌ":
                stress = character == "ˈ" ? .primary : .secondary
                spelled.append(character)
            case let space where space.isWhitespace:
                endWord()
            default:
                guard let phoneme = Phoneme(character), phoneme != .start, phoneme != .end else {
                    throw malformed("'\(character)' is not a phoneme of this voice,", offset + 1)
                }
                if phoneme.isPause {
                    endWord()
                    segments.append(Segment(phoneme))
                } else {
                    if wordStart == nil { wordStart = segments.count }
                    spelled.append(character)
                    segments.append(Segment(phoneme, stress: stress, word: words.count))
                    stress = .none
                }
            }
        }
        if stress != .none { throw malformed("a stress mark without a vowel after it", phonemes.count) }
        endWord()
        segments.append(Segment(.end))
        self.init(text: text ?? phonemes, segments: segments, words: words)
    }

    /// The phoneme string of this utterance: the inverse of `init(phonemes:)`.
    public var phonemes: String {
        var result = ""
        var lastWord: Int?
        for segment in segments.dropFirst().dropLast() {
            if let word = segment.word, word != lastWord, !result.isEmpty { result.append(" ") }
            if segment.word != nil { lastWord = segment.word }
            switch segment.stress {
            case .none: break
            case .primary: result.append("ˈ")
            case .secondary: result.append("ˌ")
            }
            result.append(segment.phoneme.symbol)
        }
        return result
    }
}

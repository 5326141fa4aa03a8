internal import Foundation
public import SpeechData

/// The American English text frontend: any text to utterances of the voices' phonemes.
///
/// Text → sentences → normalised words → pronunciations → utterances. Every step is linear in the text, and nothing in
/// it is random: the same text gives the same utterances.
public struct EnglishFrontend: Sendable {
    private let pronouncer: Pronouncer
    private let normalizer: TextNormalizer
    private let builder: UtteranceBuilder

    /// Opens the lexicon and the models that are part of the program.
    ///
    /// - Parameter longestUtterance: phonemes that an utterance may have before it is split at a clause; the corpora's
    ///   longest have about 260.
    /// Throws `.unavailable` or `.brokenVoice` if the program's resources are not there.
    public init(userLexicon: UserLexicon? = nil, longestUtterance: Int = 300) throws(SpeechError) {
        let lexicon = try Lexicon(contentsOf: FrontendResources.url("lexicon.bin"))
        pronouncer = try Pronouncer(lexicon: lexicon, userLexicon: userLexicon)
        normalizer = TextNormalizer { lexicon.contains(Array($0.utf8)) }
        builder = UtteranceBuilder(longest: max(20, longestUtterance))
    }

    /// The sentences of a text, lazily; Markdown and HTML are taken out. For text that arrives in chunks there is
    /// `SentenceReader`.
    public func sentences(in text: String) -> SentenceSequence { SentenceSequence(text) }

    /// What is to be said for a sentence: one utterance, more if it is too long for the models, none if it has nothing
    /// to say (punctuation alone). Throws `.malformedInput` for inline phonemes that are not of the voices' set.
    public func utterances(for sentence: Sentence) throws(SpeechError) -> [Utterance] {
        try utterances(markedUp: sentence.text, markup: SentenceMarkup(), endsParagraph: sentence.endsParagraph).map(\.utterance)
    }

    /// All utterances of a text at once.
    public func utterances(in text: String) throws(SpeechError) -> [Utterance] {
        var result: [Utterance] = []
        for sentence in sentences(in: text) { result += try utterances(for: sentence) }
        return result
    }

    /// The text in words as it is spoken, punctuation kept: a paragraph's sentences on a line, an empty line between
    /// paragraphs. Normalising the result changes nothing.
    public func normalize(_ text: String) -> String {
        var result = ""
        var isParagraphStart = true
        for sentence in sentences(in: text) {
            let spoken = normalizer.normalize(sentence.text)
            if !spoken.isEmpty {
                if !result.isEmpty { result.append(isParagraphStart ? "\n\n" : " ") }
                result.append(spoken)
                isParagraphStart = false
            }
            if sentence.endsParagraph { isParagraphStart = true }
        }
        return result
    }

    /// A sentence's tokens with their readings and the rules that read them.
    public func explainNormalization(of sentence: Sentence) -> [NormalizedToken] { normalizer.tokens(in: sentence.text) }

    /// A sentence's words with their pronunciations and where each came from.
    public func explainPronunciation(of sentence: Sentence) throws(SpeechError) -> [(word: SpokenWord, pronunciation: Pronunciation)] {
        let words = builder.words(of: builder.items(of: normalizer.tokens(in: sentence.text)))
        let pronunciations = try pronouncer.pronounce(words)
        return zip(words, pronunciations).map { (word: $0, pronunciation: $1) }
    }

    /// Utterances of a sentence with SSML's markup.
    func utterances(markedUp sentence: String, markup: SentenceMarkup, endsParagraph: Bool) throws(SpeechError) -> [UtteranceBuilder.Built] {
        let items = builder.items(of: markup.applied(to: normalizer.tokens(in: sentence)), markup: markup)
        let words = builder.words(of: items)
        guard !words.isEmpty else { return [] }
        return builder.utterances(of: items, pronunciations: try pronouncer.pronounce(words), endsParagraph: endsParagraph)
    }

    func tokens(in sentence: String) -> [NormalizedToken] { normalizer.tokens(in: sentence) }
}

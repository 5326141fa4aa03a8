internal import SpeechData
internal import Synchronization

/// Says the words of a sentence: weak forms, `the` and homographs by their neighbours, all else word by word.
///
/// The phonemes are those of the voices' corpora: CMUdict's first variant, `t` between vowels flapped, function words
/// without stress. Isolated words are remembered between calls, so that a long text pays for each word once.
struct Pronouncer: Sendable {
    private let words: WordPronouncer
    private let homographs: HomographModel
    private let cache = PronunciationCache()

    /// Opens the lexicon and the models. Throws `.unavailable` or `.brokenVoice` if the program's resources are not there.
    init(userLexicon: UserLexicon? = nil) throws(SpeechError) {
        try self.init(lexicon: Lexicon(contentsOf: FrontendResources.url("lexicon.bin")), userLexicon: userLexicon)
    }

    /// Opens the models, around a lexicon that is open already.
    init(lexicon: Lexicon, userLexicon: UserLexicon?) throws(SpeechError) {
        words = WordPronouncer(lexicon: lexicon, letterToSound: try LetterToSound(), userLexicon: userLexicon)
        homographs = try HomographModel()
    }

    /// The pronunciations of the words, in order and one each. Throws `.malformedInput` for phonemes given in the text
    /// that are not of the voices' set. No words give none; what has no sound (a lone apostrophe) gets no phonemes.
    func pronounce(_ sentence: [SpokenWord]) throws(SpeechError) -> [Pronunciation] {
        var spoken: [WordPronouncer.Spoken] = []
        spoken.reserveCapacity(sentence.count)
        for index in sentence.indices { spoken.append(try pronounce(index, in: sentence)) }
        return spoken.indices.map { index in
            var phones = spoken[index].phones
            if sentence[index].text.lowercased() == "the", spoken[index].source == .rule("weak form"), sentence[index].pauseAfter == nil, index + 1 < spoken.count,
                PhoneAlphabet.beginsWithVowel(spoken[index + 1].phones) {
                phones = FunctionWords.theBeforeVowel
            }
            return Pronunciation(phonemes: PhoneAlphabet.decode(phones), source: spoken[index].source)
        }
    }

    private func pronounce(_ index: Int, in sentence: [SpokenWord]) throws(SpeechError) -> WordPronouncer.Spoken {
        let word = sentence[index]
        switch word.hint {
        case .phonemes(let given):
            let phones = PhoneAlphabet.encode(try PhonemeNotation.voice.converted(given)) ?? []
            return WordPronouncer.Spoken(phones: phones, source: .inline)
        case .spelled:
            return flapped(try words.spelled(word.text))
        case .like(let other):
            return flapped(try words.pronounce(other))
        case .none:
            if isInitialism(index, in: sentence) { return flapped(try words.spelled(word.text)) }
            let isUsers = words.userLexicon?.phonemes(of: word.text) != nil
            if !isUsers, let sense = homographs.sense(of: index, in: sentence) {
                return flapped(WordPronouncer.Spoken(phones: sense.phones, source: .homograph(sense.name)))
            }
            if let known = cache[word.text] { return known }
            let spoken: WordPronouncer.Spoken
            if !isUsers, let weak = FunctionWords.weakForm(of: word.text.lowercased()) {
                spoken = WordPronouncer.Spoken(phones: weak, source: .rule("weak form"))
            } else {
                spoken = flapped(try words.pronounce(word.text))
            }
            cache[word.text] = spoken
            return spoken
        }
    }

    /// What users wrote stays as they wrote it; everything else gets its flaps.
    private func flapped(_ spoken: WordPronouncer.Spoken) -> WordPronouncer.Spoken {
        spoken.source == .user ? spoken : WordPronouncer.Spoken(phones: PhoneAlphabet.flapped(spoken.phones), source: spoken.source)
    }

    private static let initialisms: Set<String> = ["US", "IT", "WHO"]

    /// Whether this is `US`, `IT` or `WHO` in a text that is not itself in capitals.
    private func isInitialism(_ index: Int, in sentence: [SpokenWord]) -> Bool {
        let text = sentence[index].text
        guard text.utf8.count <= 3, Self.initialisms.contains(text) else { return false }
        let neighbours = sentence[max(0, index - 2)..<min(sentence.count, index + 3)].filter { $0.text.count > 1 && !Self.initialisms.contains($0.text) }
        return neighbours.contains { $0.text != $0.text.uppercased() }
    }
}

/// Pronunciations of isolated words, shared by all calls. When full it starts afresh.
private final class PronunciationCache: Sendable {
    private static let capacity = 1 << 15
    private static let longestKey = 64
    private let entries = Mutex<[String: WordPronouncer.Spoken]>([:])

    subscript(text: String) -> WordPronouncer.Spoken? {
        get { text.utf8.count > Self.longestKey ? nil : entries.withLock { $0[text] } }
        set {
            guard text.utf8.count <= Self.longestKey else { return }
            entries.withLock {
                if $0.count >= Self.capacity { $0.removeAll(keepingCapacity: true) }
                $0[text] = newValue
            }
        }
    }
}

public import ScoreFrontend
public import SpeechData
public import TextFrontend

/// The sounds of sung words.
public struct SungPronunciation {
    private let frontend: EnglishFrontend

    public init(frontend: EnglishFrontend) { self.frontend = frontend }

    /// The phonemes of a word, pauses left out; where the score gives them, those.
    ///
    /// Throws `.malformedInput` for phonemes that are not of the set.
    public func segments(of word: SungWord) throws(SpeechError) -> [Utterance.Segment] {
        if let phonemes = word.phonemes { return try Utterance(phonemes: phonemes).segments.filter { !$0.phoneme.isPause } }
        return try segments(ofText: word.text)
    }

    /// How many syllables a written word has: its vowels. 1 for one that has none.
    public func syllableCount(of text: String) -> Int {
        let vowels = (try? segments(ofText: text))?.count { $0.phoneme.isVowel } ?? 1
        return max(vowels, 1)
    }

    private func segments(ofText text: String) throws(SpeechError) -> [Utterance.Segment] {
        let plain = text.replacing("’", with: "'").filter { $0.isLetter || $0.isNumber || $0 == "'" || $0 == " " }
        // Scores set first words and refrains in capitals; they are not spelled.
        let isShouted = plain.count > 1 && plain == plain.uppercased()
        return try frontend.utterances(in: isShouted ? plain.lowercased() : plain).flatMap(\.segments).filter { !$0.phoneme.isPause }
    }
}

/// Weak forms: function words as the voices' corpora say them inside a sentence, without stress.
enum FunctionWords {
    /// The phonemes of a function word in lower case, or nil. `the` is as before a consonant.
    static func weakForm(of word: String) -> [UInt8]? { forms[word] }

    /// `the` before a vowel.
    static let theBeforeVowel = PhoneAlphabet.encode("ði") ?? []

    private static let forms: [String: [UInt8]] = [
        "a": "ə", "an": "ən", "the": "ðə",
        "of": "əv", "to": "tu", "for": "fɔɹ", "on": "ɔn", "as": "æz", "by": "bI", "at": "æt", "from": "fɹʌm", "with": "wɪð",
        "and": "ænd", "but": "bʌt", "or": "ɔɹ", "if": "ɪf", "than": "ðæn", "that": "ðæt", "so": "sO",
        "this": "ðɪs", "which": "wɪʧ", "who": "hu",
        "i": "I", "me": "mi", "my": "mI", "you": "ju", "your": "jʊɹ", "he": "hi", "him": "hɪm", "his": "hɪz", "she": "ʃi", "her": "hɜɹ",
        "it": "ɪt", "its": "ɪts", "we": "wi", "us": "ʌs", "our": "Wəɹ", "they": "ðA", "them": "ðɛm", "their": "ðɛɹ",
        "am": "æm", "is": "ɪz", "are": "ɑɹ", "was": "wʌz", "were": "wɜɹ", "be": "bi", "been": "bɪn",
        "have": "hæv", "has": "hæz", "had": "hæd", "will": "wɪl", "would": "wʊd", "could": "kʊd", "should": "ʃʊd", "can": "kæn",
    ].compactMapValues(PhoneAlphabet.encode)
}

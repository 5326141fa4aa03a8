/// A reading that a rule found: how many tokens it takes and what is said for them.
struct Match: Sendable {
    var length: Int
    var category: NormalizedToken.Category
    /// The name that `--explain` shows.
    var rule: String
    var pieces: [NormalizedToken.Piece]

    init(_ length: Int, _ category: NormalizedToken.Category, _ rule: String, _ pieces: [NormalizedToken.Piece]) {
        self.length = length
        self.category = category
        self.rule = rule
        self.pieces = pieces
    }

    /// A reading in plain words; a word `,` becomes a comma, a word `-` a hyphen, and a word in capitals of one or two
    /// letters, or one that starts with `\`, is spelled.
    init(_ length: Int, _ category: NormalizedToken.Category, _ rule: String, words: [String]) {
        self.init(length, category, rule, words.map(NormalizedToken.Piece.init(reading:)))
    }
}

extension NormalizedToken.Piece {
    /// A word of a reading: `,` and `-` are marks, `\usa` is spelled, everything else is a word.
    init(reading word: String) {
        switch word {
        case ",", "-", ".", ":", "?", "!", ";", "(", ")": self = .mark(Character(word))
        default:
            if word.utf8.first == 0x5C {
                self = .word(SpokenWord(String(word.dropFirst()), hint: .spelled))
            } else {
                self = .word(SpokenWord(word))
            }
        }
    }
}

/// Reads the tokens from `index` on, or returns nil to leave them to the next rule.
///
/// A reader must look at a bounded number of tokens, so that normalisation is linear.
typealias Reader = @Sendable (_ stream: TokenStream, _ index: Int, _ normalizer: TextNormalizer) -> Match?

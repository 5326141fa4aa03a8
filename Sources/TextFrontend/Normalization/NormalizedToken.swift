/// What normalisation made of one stretch of the text; `tts normalize --explain` prints these.
public struct NormalizedToken: Equatable, Sendable {
    /// The kind of thing that a stretch of text is.
    public enum Category: String, Sendable {
        case plain, cardinal, ordinal, decimal, fraction, date, time, money, measure, telephone, address, electronic, roman,
            serial, range, math, abbreviation, acronym, symbol, emoji, foreign, phonemes, punctuation
    }

    /// A spoken word or a punctuation mark of the reading.
    public enum Piece: Equatable, Sendable {
        case word(SpokenWord)
        case mark(Character)
    }

    /// As written.
    public var source: String
    public var category: Category
    /// The rule that read it, by name: `date.month-day-year`.
    public var rule: String
    public var pieces: [Piece]
    /// Whether a space stands before it in the source.
    public var spaceBefore: Bool
    /// Where it stands in the sentence, in UTF-8 bytes.
    public var range: Range<Int>

    /// The reading as text: `January fifteenth twenty twenty`.
    public var reading: String {
        var text = ""
        Self.append(pieces, to: &text, spaceBefore: false)
        return text
    }

    /// Appends pieces as text: a space between two words always, before marks never inside a token.
    static func append(_ pieces: [Piece], to text: inout String, spaceBefore: Bool) {
        var isFirst = true
        for piece in pieces {
            switch piece {
            case .word(let word):
                if isFirst ? (spaceBefore || text.utf8.last.map(isWordByte) == true) && !text.isEmpty : needsSpace(text) {
                    text.append(" ")
                }
                text.append(word.text)
            case .mark(let mark):
                if isFirst, spaceBefore, !text.isEmpty { text.append(" ") }
                text.append(mark)
            }
            isFirst = false
        }
    }

    private static func needsSpace(_ text: String) -> Bool {
        guard let last = text.utf8.last else { return false }
        return ![0x2D, 0x28, 0x22, 0x5B].contains(last)
    }

    private static func isWordByte(_ byte: UInt8) -> Bool {
        byte.isASCIILetter || byte.isASCIIDigit || byte >= 0x80 || [0x2E, 0x2C, 0x21, 0x3F, 0x3A, 0x3B].contains(byte)
    }
}

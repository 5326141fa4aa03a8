internal import Foundation

/// A word's letters as the lexicon and the rules need them: ASCII, with diacritics folded away.
struct Spelling {
    /// Letters, apostrophes and hyphens with their case. Diacritics are dropped (`café` → `cafe`) and letters that are
    /// not Latin with diacritics are replaced (`ß` → `ss`, `æ` → `ae`).
    let letters: [UInt8]
    /// The same in lower case.
    let lower: [UInt8]
    /// What could not be folded, in order: letters of other scripts, digits, symbols.
    let foreign: [Unicode.Scalar]

    init(_ text: String) {
        var letters: [UInt8] = []
        var foreign: [Unicode.Scalar] = []
        letters.reserveCapacity(text.utf8.count)
        for scalar in text.unicodeScalars {
            if scalar.isASCII {
                let byte = UInt8(truncatingIfNeeded: scalar.value)
                if Self.isLetter(byte) || byte == Self.apostrophe || byte == Self.hyphen { letters.append(byte) } else if byte > 0x20 { foreign.append(scalar) }
            } else if let folded = Self.fold(scalar) {
                letters += folded
            } else if !scalar.properties.isWhitespace && scalar.properties.generalCategory != .format {
                foreign.append(scalar)
            }
        }
        self.letters = letters
        self.lower = letters.map { $0 >= 65 && $0 <= 90 ? $0 | 0x20 : $0 }
        self.foreign = foreign
    }

    static let apostrophe = UInt8(ascii: "'")
    static let hyphen = UInt8(ascii: "-")

    static func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) >= 97 && (byte | 0x20) <= 122 }
    static func isUpper(_ byte: UInt8) -> Bool { byte >= 65 && byte <= 90 }
    static func isVowelLetter(_ byte: UInt8) -> Bool { "aeiouyAEIOUY".utf8.contains(byte) }

    /// Whether there are at least two letters and all are capitals.
    var isAllCaps: Bool {
        let only = letters.filter(Self.isLetter)
        return only.count >= 2 && only.allSatisfy(Self.isUpper)
    }

    /// The parts of a word written in camel case, each with its case: `openAIKey` → `open`, `AI`, `Key`. A word without
    /// inner capitals is one part.
    var camelParts: [ArraySlice<UInt8>] {
        var cuts = [0]
        for index in letters.indices.dropFirst() where Self.isUpper(letters[index]) {
            let before = letters[index - 1]
            let opens = Self.isLetter(before) && !Self.isUpper(before)
            let closesCapitals = Self.isUpper(before) && index + 1 < letters.count && Self.isLetter(letters[index + 1]) && !Self.isUpper(letters[index + 1])
            if opens || closesCapitals && cuts.last != index - 1 && index - (cuts.last ?? 0) >= 2 { cuts.append(index) }
        }
        return zip(cuts, cuts.dropFirst() + [letters.count]).map { letters[$0..<$1] }
    }

    private static let special: [Unicode.Scalar: String] = [
        "ß": "ss", "ẞ": "SS", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "ð": "th", "Ð": "Th", "þ": "th",
        "Þ": "Th", "ł": "l", "Ł": "L", "ı": "i", "ħ": "h", "Ħ": "H", "ŋ": "ng", "Ŋ": "Ng", "ſ": "s", "’": "'", "‘": "'", "ʼ": "'", "‐": "-", "‑": "-",
    ]

    /// The ASCII letters that stand for a scalar; none for a combining mark; nil if there are none.
    private static func fold(_ scalar: Unicode.Scalar) -> [UInt8]? {
        if let letters = special[scalar] { return Array(letters.utf8) }
        if scalar.properties.generalCategory == .nonspacingMark { return [] }
        guard scalar.value < 0x2000 || (0xFB00...0xFB06).contains(scalar.value) || (0xFF21...0xFF5A).contains(scalar.value) else { return nil }
        let base = String(scalar).decomposedStringWithCompatibilityMapping.unicodeScalars.filter { $0.properties.generalCategory != .nonspacingMark }
        guard !base.isEmpty, base.allSatisfy({ $0.isASCII && isLetter(UInt8(truncatingIfNeeded: $0.value)) }) else { return nil }
        return base.map { UInt8(truncatingIfNeeded: $0.value) }
    }
}

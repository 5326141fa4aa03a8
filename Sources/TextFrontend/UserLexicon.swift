public import Foundation
public import SpeechData

/// The user's own pronunciations, which override everything but phonemes in the text.
///
/// One entry a line: the word, a tab or spaces, and its phonemes in the voices' set, ARPAbet or IPA. What is valid in the
/// voices' set is taken as that. Empty lines and lines that begin with `#` are skipped; the last entry of a word counts.
/// A word in lower case stands for every case; one with capitals for itself and for ALL CAPS.
public struct UserLexicon: Equatable, Sendable {
    private var exact: [String: String] = [:]
    private var anyCase: [String: String] = [:]

    /// A lexicon without entries.
    public init() {}

    /// Reads a file. Throws `.unreadable` if there is none or it is not UTF-8, `.malformedInput` naming file, line and
    /// symbol of the first bad entry.
    public init(contentsOf file: URL) throws(SpeechError) {
        guard let data = try? Data(contentsOf: file) else {
            throw SpeechError(.unreadable, "the lexicon '\(file.path)' cannot be read", remedy: "check the path")
        }
        guard let text = String(data: data, encoding: .utf8) else {
            throw SpeechError(.unreadable, "the lexicon '\(file.path)' is not UTF-8 text", remedy: "save it as UTF-8")
        }
        try self.init(parsing: text, name: file.lastPathComponent)
    }

    /// Reads entries from text; `name` stands in errors in front of the line number: `words.txt:3: …`.
    public init(parsing text: String, name: String) throws(SpeechError) {
        for (index, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
            let line = line.drop { $0.isWhitespace || $0 == "\u{FEFF}" }
            guard let first = line.first, first != "#" else { continue }
            let word = line.prefix { !$0.isWhitespace }
            let phonemes = line.dropFirst(word.count).drop(while: \.isWhitespace)
            guard !phonemes.isEmpty else {
                throw SpeechError(.malformedInput, "\(name):\(index + 1): '\(word.prefix(40))' has no phonemes", remedy: "write the word, a tab and its phonemes")
            }
            do throws(SpeechError) {
                try add(String(word), phonemes: String(phonemes))
            } catch {
                throw SpeechError(error.kind, "\(name):\(index + 1): \(error.problem)", remedy: error.remedy)
            }
        }
    }

    /// Adds an entry or replaces the word's; the phonemes may be in any of the three notations. Throws `.malformedInput`
    /// naming the symbol that is in none, or if no phoneme is left.
    public mutating func add(_ word: String, phonemes: String) throws(SpeechError) {
        var inner = phonemes[...]
        while inner.last?.isWhitespace == true { inner = inner.dropLast() }
        if inner.count > 2, inner.first == "/", inner.last == "/" { inner = inner.dropFirst().dropLast() }
        let converted = try PhonemeNotation.guessed(String(inner))
        guard !converted.isEmpty else { throw SpeechError(.malformedInput, "'\(word)' has no phonemes") }
        let key = Self.key(word)
        exact[key] = converted
        if key == key.lowercased() { anyCase[key] = converted } else { exact[key.uppercased()] = converted }
    }

    /// The phonemes of a word, in the voices' set, or nil.
    func phonemes(of word: String) -> String? {
        if exact.isEmpty { return nil }
        let key = Self.key(word)
        return exact[key] ?? anyCase[key.lowercased()]
    }

    private static func key(_ word: String) -> String {
        word.utf8.allSatisfy { $0 < 128 } ? word : word.precomposedStringWithCanonicalMapping.replacingOccurrences(of: "’", with: "'")
    }
}

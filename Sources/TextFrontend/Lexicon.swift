internal import Foundation
internal import SpeechData

/// The pronouncing lexicon: CMUdict and our supplement, compiled by `Training` and mapped into memory.
///
/// A look-up is a binary search among blocks of 16 front-coded words and a walk through one block, well under a
/// microsecond; opening reads only the header. The layout is described in `compile_lexicon.py`.
struct Lexicon: Sendable {
    /// What the lexicon knows of a word.
    struct Entry: Equatable, Sendable {
        /// `PhoneAlphabet` bytes, stress included, without flaps.
        var phones: [UInt8]
        /// Whether the word is common enough to be taken for a part of an unknown compound.
        var buildsCompounds: Bool
    }

    private let data: Data
    private let blockCount: Int
    private static let headerSize = 16
    private static let blockSize = 16
    private static let magic = Array("TTSLEX1\0".utf8)

    /// Number of words.
    let count: Int

    /// Maps a compiled lexicon. Throws `.unavailable` when it cannot be read, `.brokenVoice` when it is something else.
    init(contentsOf url: URL) throws(SpeechError) {
        do {
            data = try Data(contentsOf: url, options: .alwaysMapped)
        } catch {
            throw SpeechError(.unavailable, "the lexicon '\(url.lastPathComponent)' cannot be read", remedy: "install the program's resources again")
        }
        guard data.count >= Self.headerSize, data.prefix(8).elementsEqual(Self.magic) else {
            throw SpeechError(.brokenVoice, "'\(url.lastPathComponent)' is not a lexicon of this version", remedy: "install the program's resources again")
        }
        (count, blockCount) = data.withUnsafeBytes { bytes in
            (Int(UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt32.self))),
                Int(UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: 12, as: UInt32.self))))
        }
        guard Self.headerSize + 4 * blockCount <= data.count, (count + Self.blockSize - 1) / Self.blockSize == blockCount else {
            throw SpeechError(.brokenVoice, "the lexicon '\(url.lastPathComponent)' is cut short", remedy: "install the program's resources again")
        }
    }

    /// The entry of a word in lower-case ASCII, or nil. An empty word has none.
    func entry(for word: [UInt8]) -> Entry? {
        guard !word.isEmpty, word.count < 64 else { return nil }
        return data.withUnsafeBytes { bytes in
            let base = Self.headerSize + 4 * blockCount
            func start(_ block: Int) -> Int {
                base + Int(UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: Self.headerSize + 4 * block, as: UInt32.self)))
            }
            var low = 0, high = blockCount  // the last block whose first word is not after `word`
            while low < high {
                let middle = (low + high) / 2
                guard let first = Self.suffix(at: start(middle), in: bytes) else { return nil }
                if word.lexicographicallyPrecedes(bytes[first]) { high = middle } else { low = middle + 1 }
            }
            guard low > 0 else { return nil }
            return Self.scan(block: start(low - 1), for: word, in: bytes)
        }
    }

    func contains(_ word: [UInt8]) -> Bool { entry(for: word) != nil }

    /// The bytes that the entry at `offset` adds to the word before it; nil outside the file.
    private static func suffix(at offset: Int, in bytes: UnsafeRawBufferPointer) -> Range<Int>? {
        guard offset + 2 <= bytes.count else { return nil }
        let end = offset + 2 + Int(bytes[offset + 1])
        return end < bytes.count ? (offset + 2)..<end : nil
    }

    private static func scan(block: Int, for word: [UInt8], in bytes: UnsafeRawBufferPointer) -> Entry? {
        var offset = block
        var matched = 0  // bytes of `word` that the current entry agrees with
        for index in 0..<blockSize {
            guard let suffix = suffix(at: offset, in: bytes) else { return nil }
            let shared = Int(bytes[offset])
            if index > 0 && shared < matched { return nil }  // words are sorted: we are past it
            if index == 0 || shared == matched {
                var position = suffix.lowerBound
                matched = shared
                while position < suffix.upperBound, matched < word.count, bytes[position] == word[matched] {
                    position += 1
                    matched += 1
                }
                if position == suffix.upperBound, matched == word.count {
                    let length = Int(bytes[position] & 0x7F)
                    guard position + 1 + length <= bytes.count else { return nil }
                    return Entry(phones: Array(bytes[(position + 1)..<(position + 1 + length)]), buildsCompounds: bytes[position] & 0x80 != 0)
                }
            }
            offset = suffix.upperBound + 1 + Int(bytes[suffix.upperBound] & 0x7F)
        }
        return nil
    }
}

/// One sentence of the input, free of markup, as the author wrote it otherwise.
public struct Sentence: Equatable, Sendable {
    public var text: String
    /// Whether a paragraph, heading or list item ends here: worth a longer pause.
    public var endsParagraph: Bool

    public init(_ text: String, endsParagraph: Bool = false) {
        self.text = text
        self.endsParagraph = endsParagraph
    }
}

/// The sentences of a text, found one by one as they are asked for, in linear time and with no more memory than one block
/// of the text takes.
///
/// An empty text has none.
public struct SentenceSequence: Sequence, Sendable {
    let text: String

    init(_ text: String) { self.text = text }

    public struct Iterator: IteratorProtocol {
        private var bytes: String.UTF8View.Iterator
        private var reader = SentenceReader()
        private var isAtEnd = false

        init(_ text: String) { bytes = text.utf8.makeIterator() }

        public mutating func next() -> Sentence? {
            while true {
                if let sentence = reader.next() { return sentence }
                if isAtEnd { return nil }
                var chunk: [UInt8] = []
                chunk.reserveCapacity(16384)
                while chunk.count < 16384, let byte = bytes.next() { chunk.append(byte) }
                if chunk.isEmpty {
                    isAtEnd = true
                    reader.finish()
                } else {
                    reader.append(utf8: chunk)
                }
            }
        }
    }

    public func makeIterator() -> Iterator { Iterator(text) }
}

/// Finds sentences in text that arrives in chunks of any size, even within a character.
///
/// A sentence is handed out when its paragraph has ended, that is at a blank line, at `finish()`, or when 32 kB came
/// without either.
public struct SentenceReader: Sendable {
    private var pending: [UInt8] = []
    /// Where the text that is still to be read begins in `pending`.
    private var head = 0
    /// Up to where no blank line was found.
    private var scanned = 0
    private var ready: [Sentence] = []
    private var nextReady = 0
    private var html = HTMLCleaner()
    private var markdown = MarkdownCleaner()
    private var isFinished = false
    private static let longestBlock = 32768

    public init() {}

    public mutating func append(_ text: String) { append(utf8: Array(text.utf8)) }

    /// Appends UTF-8; invalid bytes are replaced by U+FFFD when their block is read.
    public mutating func append(utf8 bytes: [UInt8]) {
        pending.removeFirst(head)
        scanned -= min(scanned, head)
        head = 0
        for byte in bytes where byte != 0x0D { pending.append(byte) }
    }

    /// Says that no more text comes, which lets the last paragraph out.
    public mutating func finish() { isFinished = true }

    /// The next sentence, or nil if more text (or the end) must come first.
    public mutating func next() -> Sentence? {
        while nextReady == ready.count {
            ready.removeAll(keepingCapacity: true)
            nextReady = 0
            guard let block = takeBlock() else { return nil }
            let text = html.clean(UnicodeFolding.fold(block))
            for paragraph in markdown.paragraphs(of: text) {
                for range in SentenceSplitter.split(paragraph) {
                    ready.append(Sentence(String(decoding: paragraph[range], as: UTF8.self)))
                }
                if !ready.isEmpty { ready[ready.count - 1].endsParagraph = true }
            }
        }
        nextReady += 1
        return ready[nextReady - 1]
    }

    private mutating func takeBlock() -> [UInt8]? {
        var index = max(scanned, head + 1)
        while index < pending.count {
            if pending[index] == 0x0A {
                var end = index + 1
                while end < pending.count, pending[end] == 0x20 || pending[end] == 0x09 { end += 1 }
                if end < pending.count, pending[end] == 0x0A { return take(end + 1) }
            }
            if index - head >= Self.longestBlock { return take(cut(before: index)) }
            index += 1
        }
        // Trailing spaces may yet turn out to be a blank line, so the last line is looked at again.
        scanned = pending.lastIndex(of: 0x0A) ?? pending.count
        guard isFinished, head < pending.count else { return nil }
        return take(pending.count)
    }

    private mutating func take(_ end: Int) -> [UInt8] {
        let block = Array(pending[head..<end])
        head = end
        scanned = end
        return block
    }

    /// The best place to cut a block that has no blank line: after a line, a full stop, a space, a whole scalar.
    private func cut(before limit: Int) -> Int {
        let window = pending[(limit - 4096)..<limit]
        if let newline = window.lastIndex(of: 0x0A) { return newline + 1 }
        for index in window.indices.reversed() where pending[index] == 0x20 && [0x2E, 0x21, 0x3F].contains(pending[index - 1]) {
            return index + 1
        }
        if let space = window.lastIndex(of: 0x20) { return space + 1 }
        var index = limit
        while index > limit - 4, pending[index] & 0xC0 == 0x80 { index -= 1 }
        return index
    }
}

/// Turns a block of lines, perhaps Markdown, into paragraphs of plain text.
///
/// Headings, list items, table rows and quoted blocks become paragraphs without their marks, hard-wrapped lines are
/// joined, emphasis and code marks go, links and images leave their text. `[word](/phonemes/)` is ours and stays.
/// Code fences are remembered from block to block.
struct MarkdownCleaner: Sendable {
    private var isInFence = false

    mutating func paragraphs(of block: [UInt8]) -> [[UInt8]] {
        var paragraphs: [[UInt8]] = []
        var current: [UInt8] = []
        func endParagraph() {
            let cleaned = Self.stripInlineMarks(current)
            if cleaned.contains(where: { $0 != 0x20 }) { paragraphs.append(cleaned) }
            current.removeAll()
        }
        for rawLine in block.split(separator: 0x0A, omittingEmptySubsequences: false) {
            var line = Self.trim(rawLine)
            if line.starts(with: Self.fence) || line.starts(with: Self.tildes) {
                isInFence.toggle()
                endParagraph()
                continue
            }
            if line.isEmpty {
                endParagraph()
                continue
            }
            if isInFence {
                endParagraph()
                current = Array(line)
                continue
            }
            if Self.isRule(line) {
                endParagraph()
                continue
            }
            var isOwnParagraph = false
            while let stripped = Self.stripLineMark(line) {
                line = stripped.line
                if stripped.startsParagraph { isOwnParagraph = true }
            }
            if let ordered = Self.orderedListItem(line) {
                endParagraph()
                current = ordered
                continue
            }
            if line.first == 0x7C, line.last == 0x7C, line.count > 2 {
                endParagraph()
                current = Self.tableRow(line)
                continue
            }
            if isOwnParagraph { endParagraph() }
            if !current.isEmpty { current.append(0x20) }
            current.append(contentsOf: line)
            if isOwnParagraph, rawLine.first == 0x23 { endParagraph() }
        }
        endParagraph()
        return paragraphs
    }

    private static let fence = Array("```".utf8)
    private static let tildes = Array("~~~".utf8)

    private static func trim(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var line = line
        while line.first == 0x20 { line = line.dropFirst() }
        while line.last == 0x20 { line = line.dropLast() }
        return line
    }

    /// `---`, `***`, `===`, and the like, spaces allowed: a rule, an underline of a heading, a table's second row.
    private static func isRule(_ line: ArraySlice<UInt8>) -> Bool {
        var marks = 0
        for byte in line {
            switch byte {
            case 0x2D, 0x2A, 0x5F, 0x3D: marks += 1
            case 0x20, 0x7C, 0x3A, 0x2B: continue
            default: return false
            }
        }
        return marks >= 3
    }

    /// One `> `, `# `, `- `, `* `, `+ ` or `•` from the start of the line; nil if there is none.
    private static func stripLineMark(_ line: ArraySlice<UInt8>) -> (line: ArraySlice<UInt8>, startsParagraph: Bool)? {
        guard let first = line.first else { return nil }
        let rest = line.dropFirst()
        switch first {
        case 0x3E where rest.isEmpty || rest.first == 0x20 || rest.first == 0x3E: return (trim(rest), false)
        case 0x23:
            let afterMarks = line.drop { $0 == 0x23 }
            guard line.count - afterMarks.count <= 6, afterMarks.first == 0x20 else { return nil }
            var heading = trim(afterMarks)
            while heading.last == 0x23 { heading = heading.dropLast() }
            return (trim(heading), true)
        case 0x2D, 0x2A, 0x2B:
            guard rest.first == 0x20 else { return nil }
            var item = trim(rest)
            // Task list: "[ ]", "[x]".
            if item.count > 3, item.first == 0x5B, item[item.startIndex + 2] == 0x5D, item[item.startIndex + 3] == 0x20,
                [0x20, 0x78, 0x58].contains(item[item.startIndex + 1])
            {
                item = trim(item.dropFirst(3))
            }
            return (item, true)
        case 0xE2 where line.starts(with: Array("•".utf8)): return (trim(line.dropFirst(3)), true)
        default: return nil
        }
    }

    /// `12. text` as `12, text`, so that the number does not make a sentence of its own.
    private static func orderedListItem(_ line: ArraySlice<UInt8>) -> [UInt8]? {
        let digits = line.prefix(while: \.isASCIIDigit)
        let rest = line.dropFirst(digits.count)
        guard (1...3).contains(digits.count), let mark = rest.first, mark == 0x2E || mark == 0x29, rest.dropFirst().first == 0x20
        else { return nil }
        return Array(digits) + [0x2C] + Array(rest.dropFirst())
    }

    private static func tableRow(_ line: ArraySlice<UInt8>) -> [UInt8] {
        let cells = line.split(separator: 0x7C).map { Array(trim($0)) }.filter { !$0.isEmpty }
        return Array(cells.joined(separator: Array(", ".utf8)))
    }
}

extension MarkdownCleaner {
    /// Takes emphasis, code and link marks out of a paragraph.
    static func stripInlineMarks(_ text: [UInt8]) -> [UInt8] {
        guard text.contains(where: { marks.contains($0) }) else { return text }
        var output: [UInt8] = []
        output.reserveCapacity(text.count)
        var index = 0
        // The farthest "]" that was looked for in vain: after it no bracket is tried again, which keeps this linear.
        var hasNoClosingBracket = false
        while index < text.count {
            let byte = text[index]
            switch byte {
            case 0x5C where index + 1 < text.count && escapable.contains(text[index + 1]):
                output.append(text[index + 1])
                index += 2
            case 0x2A, 0x5F, 0x7E:
                let run = runLength(of: byte, in: text, at: index)
                if isEmphasis(byte, run: run, in: text, at: index) {
                    index += run
                } else {
                    output.append(contentsOf: text[index..<(index + run)])
                    index += run
                }
            case 0x60:
                let run = runLength(of: byte, in: text, at: index)
                if run >= 2 { output.append(0x22) }
                index += run
            case 0x5B, 0x21:
                let bracket = byte == 0x21 ? index + 1 : index
                guard !hasNoClosingBracket, bracket < text.count, text[bracket] == 0x5B else {
                    output.append(byte)
                    index += 1
                    continue
                }
                switch link(in: text, at: bracket) {
                case .link(let label, let end):
                    output.append(contentsOf: label)
                    index = end
                case .none(let isUnclosed):
                    if isUnclosed { hasNoClosingBracket = true }
                    output.append(byte)
                    index += 1
                }
            default:
                output.append(byte)
                index += 1
            }
        }
        return output
    }

    private static let marks = Set("*_~`[\\".utf8)
    private static let escapable = Set("*_~`[]()#+-.!|>\\{}".utf8)

    private static func runLength(of byte: UInt8, in text: [UInt8], at start: Int) -> Int {
        var end = start
        while end < text.count, text[end] == byte { end += 1 }
        return end - start
    }

    /// Whether a run of marks leans on a word on one side only, as emphasis does: `*so*`, not `2*3`, `a * b`, `snake_case`.
    private static func isEmphasis(_ byte: UInt8, run: Int, in text: [UInt8], at start: Int) -> Bool {
        guard run <= 3, byte != 0x7E || run == 2 else { return false }
        let before = start > 0 ? text[start - 1] : 0x20
        let after = start + run < text.count ? text[start + run] : 0x20
        let leansRight = after != 0x20 && !isWordByte(before)
        let leansLeft = before != 0x20 && !isWordByte(after)
        if leansRight != leansLeft { return leansRight ? isWordByte(after) || after == 0x22 || after == 0x5B : true }
        // "**bold**word": double marks inside a word are never arithmetic.
        return run >= 2 && byte == 0x2A && isWordByte(before) && isWordByte(after) && !before.isASCIIDigit
    }

    private static func isWordByte(_ byte: UInt8) -> Bool { byte.isASCIILetter || byte.isASCIIDigit || byte >= 0x80 }

    private enum Link {
        case link(label: ArraySlice<UInt8>, end: Int)
        case none(isUnclosed: Bool)
    }

    /// `[label](target)` and `[label][reference]`; `[^1]` is a footnote mark and reads as nothing.
    private static func link(in text: [UInt8], at start: Int) -> Link {
        var close = start + 1
        while close < text.count, text[close] != 0x5D {
            if text[close] == 0x5B || close - start > 1000 { return .none(isUnclosed: false) }
            close += 1
        }
        guard close < text.count else { return .none(isUnclosed: true) }
        let label = text[(start + 1)..<close]
        if label.first == 0x5E { return .link(label: [], end: close + 1) }
        guard close + 1 < text.count else { return .none(isUnclosed: false) }
        let opener = text[close + 1]
        guard opener == 0x28 || opener == 0x5B else { return .none(isUnclosed: false) }
        let closer: UInt8 = opener == 0x28 ? 0x29 : 0x5D
        var end = close + 2
        if opener == 0x28, end < text.count, text[end] == 0x2F {
            // Inline phonemes, "(/ɹˈAkjəvɪk/)": left for the tokenizer. A path such as "(/docs/a.html)" is a link.
            var probe = end + 1
            while probe < text.count, probe - end < 200, text[probe] != 0x29 { probe += 1 }
            if probe < text.count, text[probe] == 0x29, text[probe - 1] == 0x2F, probe - 1 > end {
                return .none(isUnclosed: false)
            }
        }
        while end < text.count, text[end] != closer {
            if end - close > 2000 || text[end] == 0x5B { return .none(isUnclosed: false) }
            end += 1
        }
        guard end < text.count else { return .none(isUnclosed: true) }
        return .link(label: label, end: end + 1)
    }
}

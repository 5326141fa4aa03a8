/// Cuts a sentence into tokens in one pass over its UTF-8.
enum Tokenizer {
    static func tokenize(_ text: String) -> TokenStream {
        let bytes = Array(text.utf8)
        var tokens: [Token] = []
        tokens.reserveCapacity(bytes.count / 4)
        var hasSpace = true
        var index = 0
        var quotes = 0
        var capitals = 0
        var words = 0
        while index < bytes.count {
            let byte = bytes[index]
            if byte == 0x20 || byte == 0x0A {
                hasSpace = true
                index += 1
                continue
            }
            let start = index
            var kind = Token.Kind.symbol
            if byte.isASCIIDigit {
                kind = .number
                while index < bytes.count, bytes[index].isASCIIDigit { index += 1 }
            } else if let end = wordEnd(bytes, index) {
                kind = .word
                index = end
            } else {
                index = symbolEnd(bytes, index)
            }
            let token = String(decoding: bytes[start..<index], as: UTF8.self)
            tokens.append(
                Token(
                    kind: kind, text: token, key: kind == .word ? lowercased(bytes[start..<index], token) : token,
                    spaceBefore: hasSpace, range: start..<index))
            hasSpace = false
            if kind == .symbol, byte == 0x22 { quotes += 1 }
            if kind == .word, index - start > 1 {
                words += 1
                if bytes[start..<index].allSatisfy({ $0.isASCIIUppercase || $0 == 0x27 }) { capitals += 1 }
            }
        }
        return TokenStream(tokens: tokens, isShouted: words >= 3 && capitals * 4 > words * 3, hasOddQuotes: quotes % 2 == 1)
    }

    private static func lowercased(_ bytes: ArraySlice<UInt8>, _ text: String) -> String {
        guard bytes.contains(where: { $0 >= 0x80 || $0.isASCIIUppercase }) else { return text }
        if bytes.contains(where: { $0 >= 0x80 }) { return text.lowercased() }
        return String(decoding: bytes.map { $0.isASCIIUppercase ? $0 | 0x20 : $0 }, as: UTF8.self)
    }

    /// Letters of any script with their marks, and apostrophes between letters; nil if no letter is here.
    private static func wordEnd(_ bytes: [UInt8], _ start: Int) -> Int? {
        var index = start
        var script: Script?
        while index < bytes.count {
            let byte = bytes[index]
            if byte.isASCIILetter {
                guard script == nil || script == .latin else { break }
                script = .latin
                index += 1
            } else if byte == 0x27 {
                guard index > start, index + 1 < bytes.count, bytes[index + 1].isASCIILetter, bytes[index - 1] != 0x27 else { break }
                index += 1
            } else if byte >= 0x80 {
                guard let (scalar, end) = decode(bytes, index) else { break }
                if UnicodeFolding.isCombiningMark(scalar), script != nil {
                    index = end
                } else if scalar.properties.isAlphabetic || scalar.properties.generalCategory == .modifierLetter {
                    guard !isOrdinalIndicator(scalar) else { break }
                    let found = Script(scalar)
                    guard script == nil || script == found else { break }
                    script = found
                    index = end
                } else {
                    break
                }
            } else {
                break
            }
        }
        return index > start ? index : nil
    }

    private static func isOrdinalIndicator(_ scalar: Unicode.Scalar) -> Bool { scalar.value == 0xAA || scalar.value == 0xBA }

    /// One scalar; for emoji, the whole sequence with its modifiers, joiners and flags.
    private static func symbolEnd(_ bytes: [UInt8], _ start: Int) -> Int {
        guard bytes[start] >= 0x80, let (first, end) = decode(bytes, start) else { return start + 1 }
        var index = end
        var joins = 0
        if (0x1F1E6...0x1F1FF).contains(first.value) {
            if let (second, end) = decode(bytes, index), (0x1F1E6...0x1F1FF).contains(second.value) { index = end }
            return index
        }
        while index < bytes.count, bytes[index] >= 0x80, let (scalar, end) = decode(bytes, index) {
            switch scalar.value {
            case 0xFE0F, 0x20E3, 0x1F3FB...0x1F3FF, 0xE0020...0xE007F: index = end
            case 0x200D:
                index = end
                guard joins < 6, index < bytes.count, bytes[index] >= 0x80, let (_, next) = decode(bytes, index) else { return index }
                joins += 1
                index = next
            default: return index
            }
        }
        return index
    }

    private static func decode(_ bytes: [UInt8], _ start: Int) -> (Unicode.Scalar, Int)? {
        guard start < bytes.count else { return nil }
        let first = bytes[start]
        let length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
        guard start + length <= bytes.count else { return nil }
        var value = UInt32(length == 1 ? first : first & (0xFF >> UInt8(length + 1)))
        for offset in 1..<max(length, 1) { value = value << 6 | UInt32(bytes[start + offset] & 0x3F) }
        guard let scalar = Unicode.Scalar(value) else { return nil }
        return (scalar, start + length)
    }
}

/// Scripts as far as tokens must not mix them.
enum Script: Equatable, Sendable {
    case latin, greek, cyrillic, han, kana, hangul, other

    init(_ scalar: Unicode.Scalar) {
        switch scalar.value {
        case 0..<0x370, 0x1D00...0x1DBF, 0x1E00...0x1EFF, 0x2C60...0x2C7F, 0xA720...0xA7FF: self = .latin
        case 0x370..<0x400, 0x1F00...0x1FFF: self = .greek
        case 0x400..<0x530: self = .cyrillic
        case 0x2E80...0x2FDF, 0x3005...0x3007, 0x3400...0x9FFF, 0xF900...0xFAFF, 0x20000...0x3FFFF: self = .han
        case 0x3040...0x30FF, 0x31F0...0x31FF: self = .kana
        case 0x1100...0x11FF, 0x3130...0x318F, 0xAC00...0xD7AF: self = .hangul
        default: self = .other
        }
    }
}

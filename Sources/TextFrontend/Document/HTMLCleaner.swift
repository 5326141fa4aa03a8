import Foundation

/// Takes HTML tags, comments and character references out of text.
///
/// Tags of HTML's own vocabulary vanish, block tags leave a paragraph break, comments and the contents of `script` and
/// `style` go. A tag of another vocabulary (`<breathing/>`) loses its brackets and keeps its words, and a lone `<` stays:
/// `a < b` is mathematics. An open comment or script is remembered from block to block.
struct HTMLCleaner: Sendable {
    /// What ends the region that is being skipped: `-->`, `</script`, `</style`.
    private var skippedUntil: [UInt8]?

    mutating func clean(_ bytes: [UInt8]) -> [UInt8] {
        guard skippedUntil != nil || bytes.contains(where: { $0 == 0x3C || $0 == 0x26 }) else { return bytes }
        var output: [UInt8] = []
        output.reserveCapacity(bytes.count)
        var index = 0
        while index < bytes.count {
            if let end = skippedUntil {
                guard let found = Self.find(end, in: bytes, from: index) else { return output }
                skippedUntil = nil
                index = found + end.count
                if end[0] == 0x3C {  // "</script", up to its ">"
                    while index < bytes.count, bytes[index] != 0x3E { index += 1 }
                    index += 1
                }
                continue
            }
            switch bytes[index] {
            case 0x3C:
                if let tag = Self.tag(in: bytes, at: index) {
                    index = tag.end
                    output.append(contentsOf: tag.replacement)
                    skippedUntil = tag.skip
                } else {
                    output.append(bytes[index])
                    index += 1
                }
            case 0x26:
                if let (replacement, end) = Self.reference(in: bytes, at: index) {
                    output.append(contentsOf: replacement)
                    index = end
                } else {
                    output.append(bytes[index])
                    index += 1
                }
            default:
                output.append(bytes[index])
                index += 1
            }
        }
        return output
    }

    private static func find(_ needle: [UInt8], in bytes: [UInt8], from start: Int) -> Int? {
        var index = start
        while index + needle.count <= bytes.count {
            if bytes[index] | 0x20 == needle[0] | 0x20, (0..<needle.count).allSatisfy({ bytes[index + $0] | 0x20 == needle[$0] | 0x20 }) {
                return index
            }
            index += 1
        }
        return nil
    }

    private struct Tag {
        var end: Int
        var replacement: [UInt8]
        var skip: [UInt8]?
    }

    private static func tag(in bytes: [UInt8], at start: Int) -> Tag? {
        var index = start + 1
        if bytes[start...].starts(with: Array("<!--".utf8)) { return Tag(end: start + 4, replacement: [], skip: Array("-->".utf8)) }
        if index < bytes.count, bytes[index] == 0x2F || bytes[index] == 0x21 || bytes[index] == 0x3F { index += 1 }
        let nameStart = index
        while index < bytes.count, bytes[index].isASCIILetter || bytes[index].isASCIIDigit { index += 1 }
        guard index > nameStart, bytes[nameStart].isASCIILetter else { return nil }
        let name = String(decoding: bytes[nameStart..<index], as: UTF8.self).lowercased()
        guard index < bytes.count else { return nil }
        // A new "<" before the ">" means that this one opened no tag; it also keeps the scan linear.
        var close = index
        while close < bytes.count, bytes[close] != 0x3E {
            if bytes[close] == 0x3C || close - start > 4096 { return nil }
            close += 1
        }
        guard close < bytes.count else { return nil }
        let next = bytes[index]
        if next == 0x3E || next == 0x2F || next == 0x20 || next == 0x0A {
            if name == "script" || name == "style", bytes[start + 1] != 0x2F, bytes[close - 1] != 0x2F {
                return Tag(end: close + 1, replacement: [], skip: Array("</\(name)".utf8))
            }
            if blockTags.contains(name) { return Tag(end: close + 1, replacement: Array("\n\n".utf8), skip: nil) }
            if cellTags.contains(name) { return Tag(end: close + 1, replacement: Array(", ".utf8), skip: nil) }
            if inlineTags.contains(name) { return Tag(end: close + 1, replacement: [], skip: nil) }
        }
        guard next == 0x3E || next == 0x2F || next == 0x3D else { return nil }
        let inside = bytes[nameStart..<close].filter { $0 != 0x2F && $0 != 0x3D }
        return Tag(end: close + 1, replacement: [0x20] + inside + [0x20], skip: nil)
    }

    private static func reference(in bytes: [UInt8], at start: Int) -> ([UInt8], Int)? {
        var end = start + 1
        while end < bytes.count, end - start < 12, bytes[end] != 0x3B {
            guard bytes[end].isASCIILetter || bytes[end].isASCIIDigit || bytes[end] == 0x23 else { return nil }
            end += 1
        }
        guard end < bytes.count, bytes[end] == 0x3B, end > start + 1 else { return nil }
        let name = String(decoding: bytes[(start + 1)..<end], as: UTF8.self)
        if name.hasPrefix("#") {
            let digits = name.dropFirst()
            let isHexadecimal = digits.first == "x" || digits.first == "X"
            guard let value = UInt32(isHexadecimal ? digits.dropFirst() : digits, radix: isHexadecimal ? 16 : 10),
                let scalar = Unicode.Scalar(value)
            else { return nil }
            return (Array(String(scalar).utf8), end + 1)
        }
        return entities[name].map { (Array($0.utf8), end + 1) }
    }

    private static let blockTags: Set<String> = [
        "p", "div", "br", "li", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "tr", "table", "blockquote", "section",
        "article", "header", "footer", "hr", "pre", "dt", "dd", "dl", "title", "head", "body", "html", "nav", "aside", "main",
        "figure", "figcaption", "form", "doctype", "option", "select", "tbody", "thead", "details", "summary",
    ]
    private static let cellTags: Set<String> = ["td", "th"]
    private static let inlineTags: Set<String> = [
        "a", "abbr", "b", "bdi", "bdo", "big", "button", "cite", "code", "del", "dfn", "em", "font", "i", "img", "input", "ins",
        "kbd", "label", "link", "mark", "meta", "q", "s", "samp", "script", "small", "span", "strike", "strong", "style", "sub",
        "sup", "time", "tt", "u", "var", "wbr", "svg", "path", "center", "iframe", "video", "audio", "source", "canvas", "ref",
    ]
    private static let entities: [String: String] = [
        "amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'", "nbsp": " ", "ndash": "–", "mdash": "—", "hellip": "...",
        "lsquo": "'", "rsquo": "'", "ldquo": "\"", "rdquo": "\"", "laquo": "\"", "raquo": "\"", "copy": "©", "reg": "®",
        "trade": "™", "deg": "°", "plusmn": "±", "times": "×", "divide": "÷", "frac12": "½", "frac14": "¼", "frac34": "¾",
        "cent": "¢", "pound": "£", "euro": "€", "yen": "¥", "sect": "§", "para": "¶", "middot": "·", "bull": "•", "shy": "",
        "eacute": "é", "egrave": "è", "agrave": "à", "ccedil": "ç", "uuml": "ü", "ouml": "ö", "auml": "ä", "ntilde": "ñ",
        "sup2": "²", "sup3": "³", "micro": "µ", "ensp": " ", "emsp": " ", "thinsp": " ", "zwj": "", "zwnj": "", "le": "≤",
        "ge": "≥", "ne": "≠", "infin": "∞", "rarr": "→", "larr": "←", "minus": "-", "alpha": "α", "beta": "β", "pi": "π",
    ]
}

extension UInt8 {
    var isASCIILetter: Bool { (0x61...0x7A).contains(self | 0x20) }
    var isASCIIDigit: Bool { (0x30...0x39).contains(self) }
    var isASCIIUppercase: Bool { (0x41...0x5A).contains(self) }
    var isASCIILowercase: Bool { (0x61...0x7A).contains(self) }
}

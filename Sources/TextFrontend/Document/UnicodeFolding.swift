import Foundation

/// Folds the many forms of Unicode text into the few that the rules know, scalar by scalar.
///
/// Quotes, hyphens and spaces become their ASCII forms, ligatures, full-width and mathematical letters become letters
/// (NFKC), invisible format characters vanish, and letters with combining marks are composed (NFC). Superscript digits
/// and vulgar fractions stay: they mean something (`km²`, `2½`). At most four combining marks on a letter are kept, so
/// that stacked marks cost no more than linear time.
enum UnicodeFolding {
    static func fold(_ bytes: [UInt8]) -> [UInt8] {
        if bytes.allSatisfy({ $0 < 0x80 && ($0 >= 0x20 || $0 == 0x0A) }) { return bytes }
        var output: [UInt8] = []
        output.reserveCapacity(bytes.count)
        var cluster = String.UnicodeScalarView()
        var marks = 0
        func flush() {
            guard let first = cluster.first else { return }
            if marks == 0 {
                output.append(contentsOf: UTF8.encode(first).map(Array.init) ?? [])
            } else {
                output.append(contentsOf: String(cluster).precomposedStringWithCanonicalMapping.utf8)
            }
            marks = 0
            cluster.removeAll(keepingCapacity: true)
        }
        for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
            if scalar.isASCII {
                flush()
                switch scalar.value {
                case 0x09: output.append(0x20)
                case 0x0A: output.append(0x0A)
                case 0..<0x20, 0x7F: if scalar.value == 0x0C { output.append(0x0A) }
                default:
                    if UInt8(scalar.value).isASCIILetter {
                        cluster.append(scalar)
                    } else {
                        output.append(UInt8(scalar.value))
                    }
                }
            } else if isPlainLetter(scalar.value) {
                flush()
                cluster.append(scalar)
            } else if isCombiningMark(scalar) {
                if marks < 4 {
                    cluster.append(scalar)
                    marks += 1
                }
            } else if let replacement = replacements[scalar.value] {
                flush()
                output.append(contentsOf: replacement.utf8)
            } else if isInvisible(scalar.value) {
                continue
            } else if hasCompatibilityForm(scalar.value) {
                flush()
                output.append(contentsOf: String(scalar).precomposedStringWithCompatibilityMapping.utf8)
            } else {
                flush()
                cluster.append(scalar)
            }
        }
        flush()
        return output
    }

    static func isCombiningMark(_ scalar: Unicode.Scalar) -> Bool {
        guard scalar.value >= 0x300, scalar.value != 0x20E3, !(0xFE00...0xFE0F).contains(scalar.value) else { return false }
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .spacingMark, .enclosingMark: return true
        default: return false
        }
    }

    /// Ranges where every scalar stays as it is, for speed.
    private static func isPlainLetter(_ value: UInt32) -> Bool {
        (0xC0...0x1C3).contains(value) && value != 0x132 && value != 0x133 || (0x38E...0x3FF).contains(value) || (0x400...0x482).contains(value)
            || (0x4E00...0x9FFF).contains(value) || (0xAC00...0xD7A3).contains(value)
    }

    private static func isInvisible(_ value: UInt32) -> Bool {
        switch value {
        case 0x80...0x9F, 0xAD, 0x200B, 0x200C, 0x200E, 0x200F, 0x202A...0x202E, 0x2060...0x206F, 0xFEFF, 0xFFF9...0xFFFD,
            0xFE00...0xFE0E, 0x61C:
            true
        default: false
        }
    }

    /// Letter-like forms whose NFKC mapping is how they are read.
    private static func hasCompatibilityForm(_ value: UInt32) -> Bool {
        switch value {
        case 0xFB00...0xFB06, 0xFF01...0xFF5E, 0x1D400...0x1D7FF, 0x2160...0x217F, 0x2460...0x2473, 0x24B6...0x24E9,
            0x3371...0x33DF, 0x2103, 0x2109, 0x212A, 0x212B, 0x2126, 0xB5, 0x1C4...0x1CC, 0x1F1...0x1F3, 0x132, 0x133, 0xFF65...0xFF9F,
            0x1D2C...0x1D6A, 0x2071, 0x207F, 0x2090...0x209C, 0x2E1...0x2E3:
            true
        default: false
        }
    }

    private static let replacements: [UInt32: String] = {
        var table: [UInt32: String] = [
            0x2018: "'", 0x2019: "'", 0x201A: "'", 0x201B: "'", 0x2032: "'", 0x2BC: "'", 0x2B9: "'", 0x60: "`", 0xB4: "'",
            0x201C: "\"", 0x201D: "\"", 0x201E: "\"", 0x201F: "\"", 0x2033: "\"", 0xAB: "\"", 0xBB: "\"", 0x2039: "'",
            0x203A: "'", 0x300C: "\"", 0x300D: "\"", 0x300E: "\"", 0x300F: "\"",
            0x2010: "-", 0x2011: "-", 0x2012: "–", 0x2015: "—", 0x2212: "-", 0xFE58: "-", 0xFE63: "-", 0x2E3A: "—",
            0x2E3B: "—", 0x2026: "...", 0x22EF: "...", 0x2025: "..",
            0x3001: ", ", 0x3002: ". ", 0xFF0C: ", ", 0xFF0E: ". ", 0xFF01: "! ", 0xFF1F: "? ", 0xFF1A: ": ", 0xFF1B: "; ",
            0x60C: ",", 0x61B: ";", 0x61F: "?", 0x6D4: ".", 0x964: ".", 0x965: ".", 0x37E: ";",
            0x203C: "!!", 0x2047: "??", 0x2048: "?!", 0x2049: "!?", 0xBF: "", 0xA1: "",
            0x2028: "\n", 0x2029: "\n\n", 0x85: "\n", 0x3000: " ", 0xA0: " ", 0x1680: " ", 0x202F: " ", 0x205F: " ",
            0xBA: "°", 0x2044: "/", 0x2215: "/", 0x2217: "*", 0x22C5: "·", 0x2223: "|", 0x2236: ":",
        ]
        for space in UInt32(0x2000)...0x200A { table[space] = " " }
        // Arabic-Indic, extended Arabic-Indic, Devanagari and Bengali digits.
        for base in [UInt32(0x660), 0x6F0, 0x966, 0x9E6] {
            for digit in UInt32(0)...9 { table[base + digit] = String(digit) }
        }
        return table
    }()
}

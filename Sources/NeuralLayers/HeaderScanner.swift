/// Reads the little of JSON that a safetensors header is made of: objects, strings and arrays of whole numbers.
struct HeaderScanner {
    typealias Malformed = SafetensorsHeader.Malformed

    private let bytes: UnsafeRawBufferPointer
    private var position = 0

    init(bytes: UnsafeRawBufferPointer) {
        self.bytes = bytes
    }

    private func malformed(_ reason: String) -> Malformed {
        Malformed(reason: "its header is not valid: \(reason) at byte \(position + 8)")
    }

    private mutating func skipSpace() {
        while position < bytes.count, [0x20, 0x09, 0x0a, 0x0d].contains(bytes[position]) { position += 1 }
    }

    /// Consumes `byte` if it comes next, after white space.
    private mutating func skip(_ byte: UInt8) -> Bool {
        skipSpace()
        guard position < bytes.count, bytes[position] == byte else { return false }
        position += 1
        return true
    }

    private mutating func expect(_ character: Unicode.Scalar) throws(Malformed) {
        guard skip(UInt8(ascii: character)) else { throw malformed("'\(character)' expected") }
    }

    /// Calls `member` with each key; it must consume the value.
    mutating func object(
        _ member: (inout HeaderScanner, String) throws(Malformed) -> Void
    ) throws(Malformed) {
        try expect("{")
        if skip(UInt8(ascii: "}")) { return }
        repeat {
            let key = try string()
            try expect(":")
            try member(&self, key)
        } while skip(UInt8(ascii: ","))
        try expect("}")
    }

    /// An array of whole numbers from 0.
    mutating func integers() throws(Malformed) -> [Int] {
        try expect("[")
        var result: [Int] = []
        if skip(UInt8(ascii: "]")) { return result }
        repeat {
            skipSpace()
            let start = position
            var value = 0
            while position < bytes.count, case let digit = bytes[position], digit >= 0x30, digit <= 0x39 {
                let (tenfold, overflow) = value.multipliedReportingOverflow(by: 10)
                let (sum, carry) = tenfold.addingReportingOverflow(Int(digit) - 0x30)
                guard !overflow, !carry else { throw malformed("a number too large") }
                value = sum
                position += 1
            }
            guard position > start else { throw malformed("a whole number expected") }
            result.append(value)
        } while skip(UInt8(ascii: ","))
        try expect("]")
        return result
    }

    mutating func string() throws(Malformed) -> String {
        try expect("\"")
        var text: [UInt8] = []
        while position < bytes.count {
            let byte = bytes[position]
            position += 1
            switch byte {
            case UInt8(ascii: "\""):
                guard let string = String(validating: text, as: UTF8.self) else { throw malformed("text that is not UTF-8") }
                return string
            case UInt8(ascii: "\\"):
                text += try escape()
            case 0..<0x20:
                throw malformed("a control character in a string")
            default:
                text.append(byte)
            }
        }
        throw malformed("a string without an end")
    }

    /// What follows a backslash, as UTF-8.
    private mutating func escape() throws(Malformed) -> [UInt8] {
        guard position < bytes.count else { throw malformed("a string without an end") }
        let byte = bytes[position]
        position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [byte]
        case UInt8(ascii: "n"): return [0x0a]
        case UInt8(ascii: "t"): return [0x09]
        case UInt8(ascii: "r"): return [0x0d]
        case UInt8(ascii: "b"): return [0x08]
        case UInt8(ascii: "f"): return [0x0c]
        case UInt8(ascii: "u"):
            var units = [try codeUnit()]
            if UTF16.isLeadSurrogate(units[0]) {
                guard skip(UInt8(ascii: "\\")), skip(UInt8(ascii: "u")) else { throw malformed("half a surrogate pair") }
                units.append(try codeUnit())
            }
            guard let string = String(validating: units, as: UTF16.self) else { throw malformed("half a surrogate pair") }
            return Array(string.utf8)
        default: throw malformed("an unknown escape")
        }
    }

    private mutating func codeUnit() throws(Malformed) -> UInt16 {
        guard position + 4 <= bytes.count else { throw malformed("a string without an end") }
        var unit: UInt16 = 0
        for _ in 0..<4 {
            guard let digit = Character(Unicode.Scalar(bytes[position])).hexDigitValue else {
                throw malformed("four hexadecimal digits expected")
            }
            unit = unit << 4 | UInt16(digit)
            position += 1
        }
        return unit
    }

    /// Only white space may follow: writers pad the header with it.
    mutating func end() throws(Malformed) {
        skipSpace()
        guard position == bytes.count else { throw malformed("more than one object") }
    }
}

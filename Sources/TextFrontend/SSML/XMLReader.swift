internal import SpeechData

/// A place in an XML document, from 1.
struct XMLPosition: Equatable, Sendable {
    var line: Int
    /// In characters (Unicode scalars).
    var column: Int
}

/// A reader of the XML that SSML needs: elements, attributes, text, CDATA, comments and the five entities.
///
/// It reads no document type and so no entity definitions: nothing can grow out of a small document. One pass, no
/// recursion.
struct XMLReader {
    enum Event: Equatable {
        case start(name: String, attributes: [String: String], isEmpty: Bool)
        case end(name: String)
        case text(String)
    }

    private let scalars: [Unicode.Scalar]
    private var index = 0
    private(set) var position = XMLPosition(line: 1, column: 1)
    /// Where the last event began.
    private(set) var eventPosition = XMLPosition(line: 1, column: 1)

    init(_ text: String) { scalars = Array(text.unicodeScalars) }

    /// The next event, or nil at the end. Throws `.malformedInput` with line and column.
    mutating func next() throws(SpeechError) -> Event? {
        while index < scalars.count {
            eventPosition = position
            guard scalars[index] == "<" else { return .text(try text()) }
            if skip("<!--") {
                try skipPast("-->", "comment")
            } else if skip("<![CDATA[") {
                let start = index
                try skipPast("]]>", "CDATA section")
                return .text(string(start..<(index - 3)))
            } else if skip("<?") {
                try skipPast("?>", "processing instruction")
            } else if starts("<!") {
                throw error("document types are not read here", remedy: "take the <!…> out")
            } else {
                return try tag()
            }
        }
        return nil
    }

    func error(_ problem: String, at place: XMLPosition? = nil, remedy: String? = nil) -> SpeechError {
        let place = place ?? position
        return SpeechError(.malformedInput, "line \(place.line), column \(place.column) of the SSML: \(problem)", remedy: remedy)
    }

    private mutating func advance() {
        if scalars[index] == "\n" { position = XMLPosition(line: position.line + 1, column: 1) } else { position.column += 1 }
        index += 1
    }

    private func starts(_ text: StaticString) -> Bool { scalars[index...].starts(with: text.description.unicodeScalars) }

    private mutating func skip(_ text: StaticString) -> Bool {
        guard starts(text) else { return false }
        for _ in text.description.unicodeScalars { advance() }
        return true
    }

    private mutating func skipPast(_ text: StaticString, _ what: String) throws(SpeechError) {
        while index < scalars.count {
            if skip(text) { return }
            advance()
        }
        throw error("the \(what) is not closed", at: eventPosition)
    }

    private func string(_ range: Range<Int>) -> String { String(String.UnicodeScalarView(scalars[range])) }

    private mutating func text() throws(SpeechError) -> String {
        var result = String.UnicodeScalarView()
        while index < scalars.count, scalars[index] != "<" { result.append(try character()) }
        return String(result)
    }

    /// One character or reference.
    private mutating func character() throws(SpeechError) -> Unicode.Scalar {
        let first = scalars[index]
        guard first == "&" else {
            advance()
            return first
        }
        let place = position
        var name = ""
        advance()
        while index < scalars.count, scalars[index] != ";" {
            guard name.utf8.count < 12, scalars[index].isASCII, scalars[index] != "<", scalars[index] != " ", scalars[index] != "\n" else {
                throw error("'&' begins no reference", at: place, remedy: "write &amp; for a plain ampersand")
            }
            name.unicodeScalars.append(scalars[index])
            advance()
        }
        guard index < scalars.count else { throw error("'&' begins no reference", at: place, remedy: "write &amp; for a plain ampersand") }
        advance()
        let known: [String: Unicode.Scalar] = ["amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'", "nbsp": " "]
        if let scalar = known[name] { return scalar }
        if name.hasPrefix("#") {
            let digits = name.dropFirst()
            let value = digits.hasPrefix("x") ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits)
            if let scalar = value.flatMap({ Unicode.Scalar($0) }) { return scalar }
        }
        throw error("the reference &\(name); is unknown", at: place, remedy: "known are &amp; &lt; &gt; &quot; &apos; and numbers")
    }

    private mutating func skipSpaces() {
        while index < scalars.count, scalars[index].properties.isWhitespace { advance() }
    }

    private mutating func name() -> String {
        let start = index
        while index < scalars.count, scalars[index].properties.isAlphabetic || ":-_.0123456789".unicodeScalars.contains(scalars[index]) { advance() }
        return string(start..<index)
    }

    private mutating func tag() throws(SpeechError) -> Event {
        advance()
        let isEnd = skipOptional("/")
        let name = name()
        guard !name.isEmpty else { throw error("'<' begins no tag", at: eventPosition, remedy: "write &lt; for a plain less-than sign") }
        var attributes: [String: String] = [:]
        while true {
            skipSpaces()
            guard index < scalars.count else { throw error("the tag <\(name)> is not closed", at: eventPosition) }
            if skipOptional(">") { break }
            if !isEnd, skipOptional("/") {
                guard index < scalars.count, skipOptional(">") else { throw error("'/' in the tag <\(name)> needs a '>' after it") }
                return .start(name: name, attributes: attributes, isEmpty: true)
            }
            let place = position
            let attribute = self.name()
            guard !attribute.isEmpty, !isEnd else { throw error("unexpected '\(scalars[index])' in the tag <\(name)>") }
            guard attributes[attribute] == nil else { throw error("the attribute \(attribute) is given twice", at: place) }
            skipSpaces()
            guard index < scalars.count, skipOptional("=") else { throw error("the attribute \(attribute) has no value", at: place, remedy: "write \(attribute)=\"…\"") }
            skipSpaces()
            guard index < scalars.count, scalars[index] == "\"" || scalars[index] == "'" else { throw error("the value of \(attribute) is not in quotes") }
            let quote = scalars[index]
            advance()
            var value = String.UnicodeScalarView()
            while index < scalars.count, scalars[index] != quote {
                guard scalars[index] != "<" else { throw error("the value of \(attribute) is not closed", at: place) }
                value.append(try character())
            }
            guard index < scalars.count else { throw error("the value of \(attribute) is not closed", at: place) }
            advance()
            attributes[attribute] = String(value)
        }
        return isEnd ? .end(name: name) : .start(name: name, attributes: attributes, isEmpty: false)
    }

    private mutating func skipOptional(_ scalar: Unicode.Scalar) -> Bool {
        guard index < scalars.count, scalars[index] == scalar else { return false }
        advance()
        return true
    }
}

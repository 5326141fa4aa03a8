internal import Foundation
internal import SpeechData

#if canImport(FoundationXML)
    internal import FoundationXML
#endif

/// An element of a small XML document, held in memory whole.
final class XMLTree {
    let name: String
    let attributes: [String: String]
    fileprivate(set) var children: [XMLTree] = []
    /// Character data directly inside, trimmed of white space.
    fileprivate(set) var text = ""

    fileprivate init(name: String, attributes: [String: String]) {
        self.name = name
        self.attributes = attributes
    }

    subscript(_ name: String) -> XMLTree? { children.first { $0.name == name } }
    func all(_ name: String) -> [XMLTree] { children.filter { $0.name == name } }
    func has(_ name: String) -> Bool { children.contains { $0.name == name } }
    /// The number that this element's text spells, or nil; never infinite or NaN.
    var number: Double? { Double(text).flatMap { $0.isFinite ? $0 : nil } }

    /// Most elements that a document may have: some 200 times the largest song.
    static let elementLimit = 4_000_000
    static let depthLimit = 100

    /// Parses a document and returns its root element.
    ///
    /// External entities are not loaded. Throws `.malformedInput` naming the line where the document is not well formed
    /// or exceeds the limits above, so that a small file that unfolds to a large one costs bounded memory.
    static func parse(_ data: Data, source: String) throws(SpeechError) -> XMLTree {
        guard let text = decoded(data) else {
            throw SpeechError(.malformedInput, "'\(source)' is not text in the encoding that it states", remedy: "save it as UTF-8")
        }
        let parser = XMLParser(data: text)
        parser.shouldResolveExternalEntities = false
        let builder = Builder()
        parser.delegate = builder
        let succeeded = parser.parse()
        if let fault = builder.fault { throw SpeechError(.malformedInput, "'\(source)' \(fault)") }
        guard succeeded, let root = builder.root else {
            throw SpeechError(.malformedInput, "'\(source)' is not well-formed XML: it breaks off in line \(parser.lineNumber)")
        }
        return root
    }

    /// The document in UTF-8 without its XML declaration; nil if it is not text.
    ///
    /// Foundation's parser on Linux ends the program where bytes are not text in the document's encoding, so none such
    /// may reach it.
    private static func decoded(_ data: Data) -> Data? {
        var text: Substring
        if data.starts(with: [0xFF, 0xFE]) || data.starts(with: [0xFE, 0xFF]) {
            guard let wide = String(data: data, encoding: .utf16) else { return nil }
            text = wide[...]
        } else {
            let head = String(decoding: data.prefix(200), as: UTF8.self).lowercased()
            let isLatin = head.contains("iso-8859-1") || head.contains("windows-1252")
            guard let narrow = isLatin ? String(data: data, encoding: .windowsCP1252) : String(validating: data, as: UTF8.self) else { return nil }
            text = narrow[...]
        }
        if text.hasPrefix("\u{FEFF}") { text = text.dropFirst() }
        if text.hasPrefix("<?xml"), let end = text.firstIndex(of: ">") { text = text[text.index(after: end)...] }
        return Data(text.utf8)
    }

    private final class Builder: NSObject, XMLParserDelegate {
        var root: XMLTree?
        var fault: String?
        private var open: [XMLTree] = []
        private var count = 0

        func parser(
            _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
            attributes: [String: String]
        ) {
            count += 1
            if count > XMLTree.elementLimit { return stop(parser, "has more than \(XMLTree.elementLimit) elements") }
            if open.count >= XMLTree.depthLimit { return stop(parser, "nests deeper than \(XMLTree.depthLimit) elements") }
            let element = XMLTree(name: name, attributes: attributes)
            if let parent = open.last { parent.children.append(element) } else if root == nil { root = element }
            open.append(element)
        }

        func parser(_ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?) {
            guard let element = open.popLast() else { return }
            element.text = element.text.trimmingCharacters(in: .whitespacesAndNewlines)
        }

        func parser(_ parser: XMLParser, foundCharacters string: String) {
            guard let element = open.last else { return }
            // Only leaves have text that matters, and none needs more than this.
            if element.text.utf8.count < 10_000 { element.text += string }
        }

        func parser(_ parser: XMLParser, foundCDATA data: Data) {
            self.parser(parser, foundCharacters: String(decoding: data, as: UTF8.self))
        }

        private func stop(_ parser: XMLParser, _ what: String) {
            fault = what
            parser.abortParsing()
        }
    }
}

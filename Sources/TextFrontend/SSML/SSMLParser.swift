internal import SpeechData

/// Turns the events of an SSML document into texts with markup, and silences.
struct SSMLParser {
    enum Block {
        case text(SSMLText)
        case silence(Double)
    }

    private struct Element {
        var name: String
        var position: XMLPosition
        var style: Utterance.Style
        var voice: String?
        /// Where its text begins, for elements whose whole text is read in their own way.
        var start = 0
        var attributes: [String: String]
    }

    private var reader: XMLReader
    private let tokens: (String) -> [NormalizedToken]
    private var stack: [Element] = []
    private var current = SSMLText()
    private var result: [Block] = []
    private static let deepest = 200

    init(_ document: String, tokens: @escaping (String) -> [NormalizedToken]) {
        reader = XMLReader(document)
        self.tokens = tokens
    }

    mutating func blocks() throws(SpeechError) -> [Block] {
        var hasRoot = false
        while let event = try reader.next() {
            switch event {
            case .text(let text):
                if stack.isEmpty {
                    guard text.allSatisfy(\.isWhitespace) else { throw reader.error("text outside <speak>", at: reader.eventPosition, remedy: "put everything in <speak>…</speak>") }
                } else {
                    append(text)
                }
            case .start(let name, let attributes, let isEmpty):
                if stack.isEmpty {
                    guard name == "speak", !hasRoot else { throw reader.error("<\(name)> where <speak> should be", at: reader.eventPosition, remedy: "put everything in one <speak>…</speak>") }
                    hasRoot = true
                }
                guard stack.count < Self.deepest else { throw reader.error("elements are nested more than \(Self.deepest) deep", at: reader.eventPosition) }
                try start(name, attributes)
                if isEmpty { try end(name) }
            case .end(let name):
                guard let open = stack.last else { throw reader.error("</\(name)> closes nothing", at: reader.eventPosition) }
                guard open.name == name else {
                    throw reader.error("</\(name)> where </\(open.name)> should be", at: reader.eventPosition, remedy: "<\(open.name)> was opened in line \(open.position.line)")
                }
                try end(name)
            }
        }
        if let open = stack.last { throw reader.error("<\(open.name)> is not closed", at: open.position) }
        guard hasRoot else { throw reader.error("there is no <speak>", remedy: "put everything in <speak>…</speak>") }
        flush()
        return result
    }

    private mutating func append(_ text: String) {
        if current.isEmpty { current.position = reader.eventPosition }
        let style = stack.last?.style ?? Utterance.Style()
        let start = current.text.count
        write(text)
        if style != Utterance.Style(), current.text.count > start { current.markup.styles.append((start..<current.text.count, style)) }
    }

    private mutating func write(_ text: String) {
        for byte in UnicodeFolding.fold(Array(text.utf8)) {
            current.text.append(byte == 0x0A ? 0x20 : byte)
            if byte > 0x20 { current.hasText = true }
        }
    }

    private mutating func flush(endsParagraph: Bool = false) {
        current.endsParagraph = endsParagraph
        if current.isEmpty {
            let silence = current.markup.breaks.reduce(0) { $0 + $1.seconds }
            if silence > 0 { result.append(.silence(silence)) }
            if endsParagraph, case .text(var last)? = result.last {
                last.endsParagraph = true
                result[result.count - 1] = .text(last)
            }
        } else {
            // Breaks before the first word are silence of their own: an utterance begins with sound.
            let lead = current.text.prefix { $0 == 0x20 }.count
            let leading = current.markup.breaks.prefix { $0.offset <= lead }
            let silence = leading.reduce(0) { $0 + $1.seconds }
            if silence > 0 { result.append(.silence(silence)) }
            current.markup.breaks.removeFirst(leading.count)
            result.append(.text(current))
        }
        current = SSMLText(voice: stack.last?.voice)
    }

    private mutating func start(_ name: String, _ attributes: [String: String]) throws(SpeechError) {
        let position = reader.eventPosition
        var element = Element(name: name, position: position, style: stack.last?.style ?? Utterance.Style(), voice: stack.last?.voice, attributes: attributes)
        switch name {
        case "speak", "lang": break
        case "p": flush(endsParagraph: true)
        case "s":
            flush()
            current.isSentence = true
        case "voice":
            flush()
            guard let voice = attributes["name"] else { throw reader.error("<voice> has no name", at: position, remedy: "write <voice name=\"heart\">") }
            element.voice = voice
            current.voice = voice
        case "prosody", "emphasis":
            do throws(SpeechError) {
                element.style = name == "prosody" ? try SSMLValues.prosody(attributes, on: element.style) : try SSMLValues.emphasis(attributes["level"], on: element.style)
            } catch {
                throw reader.error(error.problem, at: position, remedy: error.remedy)
            }
        case "break":
            do throws(SpeechError) {
                current.markup.breaks.append((current.text.count, try SSMLValues.pause(attributes)))
            } catch {
                throw reader.error(error.problem, at: position, remedy: error.remedy)
            }
        case "mark":
            guard let mark = attributes["name"] else { throw reader.error("<mark> has no name", at: position, remedy: "write <mark name=\"here\"/>") }
            current.markup.marks.append((current.text.count, mark))
        case "sub":
            guard attributes["alias"] != nil else { throw reader.error("<sub> has no alias", at: position, remedy: "write <sub alias=\"what to say\">") }
            element.start = beginReading()
        case "say-as":
            guard attributes["interpret-as"] != nil else { throw reader.error("<say-as> has no interpret-as", at: position, remedy: "write <say-as interpret-as=\"characters\">") }
            element.start = beginReading()
        case "phoneme":
            guard attributes["ph"] != nil else { throw reader.error("<phoneme> has no ph", at: position, remedy: "write <phoneme alphabet=\"ipa\" ph=\"…\">") }
            element.start = beginReading()
        default:
            throw reader.error(
                "<\(name)> is unknown", at: position,
                remedy: "known are speak, p, s, break, prosody, emphasis, say-as, sub, phoneme, voice, mark and lang")
        }
        stack.append(element)
    }

    /// A space keeps the text that is about to come from joining the word before.
    private mutating func beginReading() -> Int {
        current.text.append(0x20)
        return current.text.count
    }

    private mutating func end(_ name: String) throws(SpeechError) {
        guard let element = stack.popLast() else { return }
        switch name {
        case "p": flush(endsParagraph: true)
        case "s", "voice", "speak": flush()
        case "sub": replace(from: element.start, with: element.attributes["alias"] ?? "", style: element.style)
        case "say-as": read(from: element.start, as: element.attributes["interpret-as"] ?? "", format: element.attributes["format"])
        case "phoneme": try pronounce(element)
        default: break
        }
    }

    private mutating func replace(from start: Int, with text: String, style: Utterance.Style) {
        current.text.removeSubrange(start...)
        while let last = current.markup.styles.last, last.range.lowerBound >= start { current.markup.styles.removeLast() }
        let begin = current.text.count
        write(text)
        if style != Utterance.Style(), current.text.count > begin { current.markup.styles.append((begin..<current.text.count, style)) }
        current.text.append(0x20)
    }

    private mutating func read(from start: Int, as kind: String, format: String?) {
        let text = String(decoding: current.text[start...], as: UTF8.self)
        if let pieces = SayAs.pieces(of: text, as: kind, format: format, tokens: tokens) { addReading(from: start, pieces) }
        current.text.append(0x20)
    }

    private mutating func pronounce(_ element: Element) throws(SpeechError) {
        let given = element.attributes["ph"] ?? ""
        let text = String(decoding: current.text[element.start...], as: UTF8.self)
        let notation: PhonemeNotation
        switch element.attributes["alphabet"] ?? "ipa" {
        case "ipa": notation = .ipa
        case "arpabet", "x-arpabet", "cmu", "x-cmu": notation = .arpabet
        case "voice", "x-voice", "x-tts": notation = .voice
        case let other: throw reader.error("the phoneme alphabet '\(other)' is unknown", at: element.position, remedy: "known are ipa, x-arpabet and x-voice")
        }
        do throws(SpeechError) {
            let phonemes = try notation.converted(given)
            if current.text[element.start...].allSatisfy({ $0 == 0x20 }) { write("x") }
            let word = text.split(separator: " ").joined(separator: " ")
            addReading(from: element.start, [.word(SpokenWord(word.isEmpty ? given : word, hint: .phonemes(phonemes)))])
        } catch {
            throw reader.error(error.problem, at: element.position, remedy: error.remedy)
        }
        current.text.append(0x20)
    }

    /// The text from `start` on is read as `pieces`; its full stops cannot end a sentence.
    private mutating func addReading(from start: Int, _ pieces: [NormalizedToken.Piece]) {
        for index in start..<current.text.count where [0x2E, 0x21, 0x3F].contains(current.text[index]) { current.text[index] = 0x2D }
        current.markup.readings.append((start..<current.text.count, pieces))
    }
}

public import SpeechData

/// What an SSML document asks for, in order.
public enum SpeechItem: Equatable, Sendable {
    /// Something to say.
    case utterance(Utterance, voice: String?, marks: [Mark])
    /// Silence in seconds between utterances.
    case silence(Double)
    /// A `<mark>` where nothing is said.
    case mark(String)

    /// A `<mark>`: the caller wants to know when the speech gets there.
    public struct Mark: Equatable, Sendable {
        public var name: String
        /// The word of the utterance before which the mark stands; the number of its words for its end.
        public var word: Int

        public init(name: String, word: Int) {
            self.name = name
            self.word = word
        }
    }
}

extension EnglishFrontend {
    /// Reads a document of the Speech Synthesis Markup Language (W3C SSML 1.1, 2010).
    ///
    /// Known are `speak`, `p`, `s`, `break`, `prosody` (rate, pitch, range, volume), `emphasis`, `say-as`, `sub`,
    /// `phoneme`, `voice`, `mark` and `lang`. A document without text gives its silences only. Throws `.malformedInput`
    /// with line and column for what is not well-formed, an unknown element, or a value that cannot be read.
    public func items(ofSSML document: String) throws(SpeechError) -> [SpeechItem] {
        var parser = SSMLParser(document, tokens: { self.tokens(in: $0) })
        var items: [SpeechItem] = []
        for block in try parser.blocks() {
            switch block {
            case .silence(let seconds): items.append(.silence(seconds))
            case .text(let text):
                do throws(SpeechError) {
                    for (sentence, markup, isLast) in text.sentences {
                        let utterances = try utterances(markedUp: sentence, markup: markup, endsParagraph: isLast && text.endsParagraph)
                        if utterances.isEmpty {
                            items += markup.marks.map { .mark($0.name) }
                            let silence = markup.breaks.reduce(0) { $0 + $1.seconds }
                            if silence > 0 { items.append(.silence(silence)) }
                        }
                        for built in utterances {
                            items.append(.utterance(built.utterance, voice: text.voice, marks: built.marks))
                        }
                    }
                } catch {
                    throw SpeechError(error.kind, "line \(text.position.line), column \(text.position.column) of the SSML: \(error.problem)", remedy: error.remedy)
                }
            }
        }
        return items
    }
}

internal import SpeechData

/// What SSML says about places and stretches of a sentence, in UTF-8 offsets of its text.
struct SentenceMarkup: Sendable {
    /// Styles of stretches; where they overlap, the later one holds.
    var styles: [(range: Range<Int>, style: Utterance.Style)] = []
    /// Silences, in seconds, before the token at or after the offset.
    var breaks: [(offset: Int, seconds: Double)] = []
    /// Names to report, before the token at or after the offset.
    var marks: [(offset: Int, name: String)] = []
    /// Readings that replace the normaliser's.
    var readings: [(range: Range<Int>, pieces: [NormalizedToken.Piece])] = []

    func style(at offset: Int) -> Utterance.Style {
        styles.last { $0.range.contains(offset) }?.style ?? Utterance.Style()
    }

    /// The tokens with the markup's own readings in place of theirs.
    func applied(to tokens: [NormalizedToken]) -> [NormalizedToken] {
        guard !readings.isEmpty else { return tokens }
        var result: [NormalizedToken] = []
        var next = readings[...]
        for token in tokens {
            while let reading = next.first, reading.range.upperBound <= token.range.lowerBound { next.removeFirst() }
            guard let reading = next.first, reading.range.overlaps(token.range) else {
                result.append(token)
                continue
            }
            if result.last?.range == reading.range { continue }
            result.append(
                NormalizedToken(
                    source: token.source, category: .plain, rule: "ssml", pieces: reading.pieces, spaceBefore: token.spaceBefore, range: reading.range))
        }
        return result
    }
}

/// Joins words, pronunciations and pauses to utterances.
///
/// Punctuation becomes pauses as the corpora have them: quotes and hyphens none, dashes and brackets a comma, and every
/// utterance ends in `.`, `?` or `!`.
struct UtteranceBuilder: Sendable {
    /// Phonemes after which an utterance is split.
    let longest: Int

    /// A word or a pause of a sentence.
    enum Item: Sendable {
        case word(SpokenWord, Utterance.Style)
        case pause(Character, silence: Double)
        case mark(String)
    }

    func words(of items: [Item]) -> [SpokenWord] {
        items.compactMap { if case .word(let word, _) = $0 { word } else { nil } }
    }

    /// Words and pauses in order: no pause at the start, never two in a row, one at the end; each word knows the pause
    /// that follows it.
    func items(of tokens: [NormalizedToken], markup: SentenceMarkup = SentenceMarkup()) -> [Item] {
        var items: [Item] = []
        items.reserveCapacity(tokens.count + 1)
        var stops = 0
        var breaks = markup.breaks[...]
        var marks = markup.marks[...]
        /// The last item that is a word or a pause.
        var lastSound: Int?
        func pause(_ mark: Character, silence: Double = 0) {
            guard let index = lastSound else { return }
            if case .pause(let earlier, let before) = items[index] {
                items[index] = .pause(Self.strength(mark) > Self.strength(earlier) ? mark : earlier, silence: before + silence)
            } else {
                items.append(.pause(mark, silence: silence))
                lastSound = items.count - 1
            }
        }
        for (index, token) in tokens.enumerated() {
            while let next = breaks.first, next.offset <= token.range.lowerBound {
                pause(",", silence: next.seconds)
                breaks.removeFirst()
            }
            while let next = marks.first, next.offset <= token.range.lowerBound {
                items.append(.mark(next.name))
                marks.removeFirst()
            }
            let style = markup.styles.isEmpty ? Utterance.Style() : markup.style(at: token.range.lowerBound)
            for piece in token.pieces {
                switch piece {
                case .word(let word):
                    // A lone full stop inside a sentence is an abbreviation's; more than one are an ellipsis.
                    if stops > 1 { pause(",") }
                    stops = 0
                    items.append(.word(word, style))
                    lastSound = items.count - 1
                case .mark(let mark):
                    switch mark {
                    case ".": stops += 1
                    case ",", ";", ":", "!", "?": pause(mark)
                    case "—": pause(",")
                    case "–": pause(",")
                    case "-":
                        let hasSpaceAfter = index + 1 >= tokens.count || tokens[index + 1].spaceBefore
                        if token.pieces.count == 1, token.spaceBefore || hasSpaceAfter, token.spaceBefore == hasSpaceAfter || isDoubled(tokens, index) { pause(",") }
                    case "(", ")", "[", "]", "{", "}":
                        if token.pieces.count == 1, index + 1 < tokens.count { pause(",") }
                    default: break
                    }
                }
            }
        }
        let silence = breaks.reduce(0) { $0 + $1.seconds }
        if let lastSound, case .pause(let last, let before) = items[lastSound] {
            items[lastSound] = .pause(last == "?" || last == "!" ? last : ".", silence: before + silence)
        } else if lastSound != nil {
            items.append(.pause(".", silence: silence))
        }
        items += marks.map { .mark($0.name) }
        for index in items.indices.dropLast() {
            if case .word(var word, let style) = items[index], case .pause(let mark, _) = items[index + 1] {
                word.pauseAfter = mark
                items[index] = .word(word, style)
            }
        }
        return items
    }

    private func isDoubled(_ tokens: [NormalizedToken], _ index: Int) -> Bool {
        (index > 0 && tokens[index - 1].source == "-") || (index + 1 < tokens.count && tokens[index + 1].source == "-")
    }

    private static func strength(_ mark: Character) -> Int {
        switch mark {
        case "?", "!": 4
        case ".": 3
        case ";", ":": 2
        default: 1
        }
    }

    /// The utterances of a sentence.
    func utterances(of items: [Item], pronunciations: [Pronunciation], endsParagraph: Bool) -> [Built] {
        var parts: [Part] = []
        var next = pronunciations.startIndex
        var marks: [String] = []
        for item in items {
            switch item {
            case .word(let word, let style):
                guard next < pronunciations.endIndex else { continue }
                let sounds = Self.sounds(of: pronunciations[next].phonemes)
                next += 1
                if !sounds.isEmpty {
                    parts.append(Part(word: word.text, style: style, sounds: sounds, marks: marks))
                    marks.removeAll()
                }
            case .mark(let name): marks.append(name)
            case .pause(let mark, let silence):
                if let phoneme = Phoneme(mark), !parts.isEmpty { parts.append(Part(pause: phoneme, silence: silence)) }
            }
        }
        guard parts.contains(where: { $0.pause == nil }) else { return [] }
        var result: [Built] = []
        for range in ClauseSplitter(longest: longest).ranges(of: parts) { result.append(utterance(parts[range])) }
        guard let last = result.indices.last else { return [] }
        result[last].marks += marks.map { SpeechItem.Mark(name: $0, word: result[last].utterance.words.count) }
        if endsParagraph { result[last].utterance.segments[result[last].utterance.segments.count - 1].extraSilence += Self.paragraphSilence }
        return result
    }

    /// Seconds after a paragraph on top of the sentence's own.
    private static let paragraphSilence = 0.35

    struct Built: Sendable {
        var utterance: Utterance
        var marks: [SpeechItem.Mark]
    }

    /// A word's sounds or a pause.
    struct Part: Sendable {
        var word = ""
        var style = Utterance.Style()
        var sounds: [[Utterance.Segment]] = []
        var pause: Phoneme?
        var silence = 0.0
        /// SSML marks before the word.
        var marks: [String] = []

        init(word: String, style: Utterance.Style, sounds: [[Utterance.Segment]], marks: [String]) {
            self.word = word
            self.style = style
            self.sounds = sounds
            self.marks = marks
        }

        init(pause: Phoneme, silence: Double) {
            self.pause = pause
            self.silence = silence
        }

        var length: Int { pause != nil ? 1 : sounds.reduce(0) { $0 + $1.count } }
    }

    /// Segments of a phoneme string, word by word at its spaces; symbols that are no phonemes cannot occur in it.
    private static func sounds(of phonemes: String) -> [[Utterance.Segment]] {
        var words: [[Utterance.Segment]] = [[]]
        var stress = Stress.none
        for character in phonemes {
            switch character {
            case "ˈ": stress = .primary
            case "ˌ": stress = .secondary
            case " ": words.append([])
            default:
                guard let phoneme = Phoneme(character), !phoneme.isPause else { continue }
                words[words.count - 1].append(Utterance.Segment(phoneme, stress: phoneme.isVowel ? stress : .none))
                stress = .none
            }
        }
        return words.filter { !$0.isEmpty }
    }

    private func utterance(_ parts: ArraySlice<Part>) -> Built {
        var marks: [SpeechItem.Mark] = []
        var segments = [Utterance.Segment(.start)]
        var words: [Utterance.Word] = []
        var text = ""
        for part in parts {
            if let pause = part.pause {
                segments.append(Utterance.Segment(pause, extraSilence: part.silence))
                text.append(pause.symbol)
                continue
            }
            if !text.isEmpty { text.append(" ") }
            text += part.word
            marks += part.marks.map { SpeechItem.Mark(name: $0, word: words.count) }
            let texts = part.sounds.count > 1 ? part.word.split { $0 == " " || $0 == "-" }.map(String.init) : [part.word]
            for (index, sounds) in part.sounds.enumerated() {
                let start = segments.count
                for var segment in sounds {
                    segment.word = words.count
                    segments.append(segment)
                }
                let word = texts.count == part.sounds.count ? texts[index] : part.word
                words.append(Utterance.Word(text: word, segments: start..<segments.count, style: part.style))
            }
        }
        // A part of a long sentence that was cut between words gets a comma.
        if parts.last?.pause == nil, let comma = Phoneme(",") { segments.append(Utterance.Segment(comma)) }
        segments.append(Utterance.Segment(.end))
        return Built(utterance: Utterance(text: text, segments: segments, words: words), marks: marks)
    }
}

internal import SpeechData

/// What SSML says about places and stretches of a sentence, in UTF-8 offsets of its text.
struct SentenceMarkup: Sendable {
    /// Styles of stretches; where they overlap, the later one holds.
    var styles: [(range: Range<Int>, style: Utterance.Style)] = []
    /// Silences, in seconds, before the token at or after the offset.
    var breaks: [(offset: Int, seconds: Double)] = []
    /// Readings that replace the normaliser's.
    var readings: [(range: Range<Int>, pieces: [NormalizedToken.Piece])] = []

    func style(at offset: Int) -> Utterance.Style {
        styles.last { $0.range.contains(offset) }?.style ?? Utterance.Style()
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

        var isPause: Bool { if case .pause = self { true } else { false } }
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
        func pause(_ mark: Character, silence: Double = 0) {
            guard let last = items.last else { return }
            if case .pause(let earlier, let before) = last {
                items[items.count - 1] = .pause(Self.strength(mark) > Self.strength(earlier) ? mark : earlier, silence: before + silence)
            } else {
                items.append(.pause(mark, silence: silence))
            }
        }
        for (index, token) in tokens.enumerated() {
            while let next = breaks.first, next.offset <= token.range.lowerBound {
                pause(",", silence: next.seconds)
                breaks.removeFirst()
            }
            let style = markup.styles.isEmpty ? Utterance.Style() : markup.style(at: token.range.lowerBound)
            for piece in token.pieces {
                switch piece {
                case .word(let word):
                    // A lone full stop inside a sentence is an abbreviation's; more than one are an ellipsis.
                    if stops > 1 { pause(",") }
                    stops = 0
                    items.append(.word(word, style))
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
        if case .pause(let last, let before)? = items.last {
            items[items.count - 1] = .pause(last == "?" || last == "!" ? last : ".", silence: before + silence)
        } else if !items.isEmpty {
            items.append(.pause(".", silence: silence))
        }
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
    func utterances(of items: [Item], pronunciations: [Pronunciation], endsParagraph: Bool) -> [Utterance] {
        var parts: [Part] = []
        var next = pronunciations.startIndex
        for item in items {
            switch item {
            case .word(let word, let style):
                guard next < pronunciations.endIndex else { continue }
                let sounds = Self.sounds(of: pronunciations[next].phonemes)
                next += 1
                if !sounds.isEmpty { parts.append(Part(word: word.text, style: style, sounds: sounds)) }
            case .pause(let mark, let silence):
                if let phoneme = Phoneme(mark), !parts.isEmpty { parts.append(Part(pause: phoneme, silence: silence)) }
            }
        }
        guard parts.contains(where: { $0.pause == nil }) else { return [] }
        var result: [Utterance] = []
        for range in UtteranceSplitter(longest: longest).ranges(of: parts) { result.append(utterance(parts[range])) }
        if endsParagraph, var last = result.popLast() {
            last.segments[last.segments.count - 1].extraSilence += Self.paragraphSilence
            result.append(last)
        }
        return result
    }

    /// Seconds after a paragraph on top of the sentence's own.
    private static let paragraphSilence = 0.35

    /// A word's sounds or a pause.
    struct Part: Sendable {
        var word = ""
        var style = Utterance.Style()
        var sounds: [[Utterance.Segment]] = []
        var pause: Phoneme?
        var silence = 0.0

        init(word: String, style: Utterance.Style, sounds: [[Utterance.Segment]]) {
            self.word = word
            self.style = style
            self.sounds = sounds
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

    private func utterance(_ parts: ArraySlice<Part>) -> Utterance {
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
        if parts.last?.pause == nil || [",", ";", ":"].contains(parts.last?.pause?.symbol) {
            // A part of a long sentence: its comma stays as the pause that it is.
            if parts.last?.pause == nil, let comma = Phoneme(",") { segments.append(Utterance.Segment(comma)) }
        }
        segments.append(Utterance.Segment(.end))
        return Utterance(text: text, segments: segments, words: words)
    }
}

internal import SpeechData

/// A stretch of SSML text in one voice, with all that its markup says.
struct SSMLText {
    var text: [UInt8] = []
    var markup = SentenceMarkup()
    var voice: String?
    var endsParagraph = false
    /// Whether this is one `<s>`, not to be split.
    var isSentence = false
    var position = XMLPosition(line: 1, column: 1)

    /// Whether anything but spaces was written.
    var hasText = false

    var isEmpty: Bool { !hasText && markup.marks.isEmpty }

    /// The sentences, each with its own markup and whether it is the last.
    var sentences: [(text: String, markup: SentenceMarkup, isLast: Bool)] {
        let ranges = isSentence || !hasText ? [text.indices] : SentenceSplitter.split(text)
        var result: [(text: String, markup: SentenceMarkup, isLast: Bool)] = []
        var styles = markup.styles[...]
        var breaks = markup.breaks[...]
        var marks = markup.marks[...]
        var readings = markup.readings[...]
        for (number, range) in ranges.enumerated() {
            let isLast = number == ranges.count - 1
            let limit = isLast ? Int.max : ranges[number + 1].lowerBound
            var own = SentenceMarkup()
            func shift(_ range: Range<Int>, by offset: Int) -> Range<Int> { max(0, range.lowerBound - offset)..<max(0, range.upperBound - offset) }
            // All lists are sorted by their start; a style that began earlier may reach into this sentence.
            for style in styles.prefix(while: { $0.range.lowerBound < limit }) where style.range.upperBound > range.lowerBound {
                own.styles.append((shift(style.range, by: range.lowerBound), style.style))
            }
            if let live = styles.firstIndex(where: { $0.range.upperBound > range.upperBound }) { styles = styles[live...] } else { styles = [] }
            while let next = breaks.first, next.offset < limit {
                own.breaks.append((max(0, next.offset - range.lowerBound), next.seconds))
                breaks.removeFirst()
            }
            while let next = marks.first, next.offset < limit {
                own.marks.append((max(0, next.offset - range.lowerBound), next.name))
                marks.removeFirst()
            }
            while let next = readings.first, next.range.lowerBound < limit {
                own.readings.append((shift(next.range, by: range.lowerBound), next.pieces))
                readings.removeFirst()
            }
            result.append((String(decoding: text[range], as: UTF8.self), own, isLast))
        }
        return result
    }
}

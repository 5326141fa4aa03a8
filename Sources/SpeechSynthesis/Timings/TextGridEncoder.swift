internal import SpeechData

/// Praat's long TextGrid format: interval tiers that fill the time without gaps, pauses as empty intervals, and where the text
/// has marks, a tier of points.
struct TextGridEncoder: TimingsEncoder {
    private struct Interval {
        var start: Double, end: Double, text: String
    }

    private var sentences: [Interval] = []
    private var words: [Interval] = []
    private var phonemes: [Interval] = []
    private var marks: [SentenceTiming.Mark] = []

    let header = "File type = \"ooTextFile\"\nObject class = \"TextGrid\"\n\n"

    mutating func text(for sentence: SentenceTiming) -> String {
        let spoken = sentence.words.map(\.text).joined(separator: " ")
        sentences.append(Interval(start: sentence.span.start, end: sentence.span.end, text: spoken))
        for word in sentence.words {
            words.append(Interval(start: word.span.start, end: word.span.end, text: word.text))
            for sound in word.phonemes {
                phonemes.append(Interval(start: sound.span.start, end: sound.span.end, text: sound.phoneme.description))
            }
        }
        marks += sentence.marks
        return ""
    }

    func footer(end: Double) -> String {
        let tiers = [("sentences", sentences), ("words", words), ("phonemes", phonemes)]
        let end = max(end, sentences.last?.end ?? 0)
        var text = "xmin = 0\nxmax = \(end)\ntiers? <exists>\nsize = \(tiers.count + (marks.isEmpty ? 0 : 1))\nitem []:\n"
        for (index, (name, marks)) in tiers.enumerated() {
            let intervals = filled(marks, end: end)
            text += "    item [\(index + 1)]:\n        class = \"IntervalTier\"\n        name = \"\(name)\"\n"
            text += "        xmin = 0\n        xmax = \(end)\n        intervals: size = \(intervals.count)\n"
            for (number, interval) in intervals.enumerated() {
                text += "        intervals [\(number + 1)]:\n            xmin = \(interval.start)\n"
                text += "            xmax = \(interval.end)\n            text = \"\(quoted(interval.text))\"\n"
            }
        }
        if !marks.isEmpty {
            text += "    item [\(tiers.count + 1)]:\n        class = \"TextTier\"\n        name = \"marks\"\n"
            text += "        xmin = 0\n        xmax = \(end)\n        points: size = \(marks.count)\n"
            for (number, mark) in marks.enumerated() {
                text += "        points [\(number + 1)]:\n            number = \(mark.time)\n            mark = \"\(quoted(mark.name))\"\n"
            }
        }
        return text
    }

    private func quoted(_ text: String) -> String { text.replacing("\"", with: "\"\"") }

    /// Praat takes no interval of no length: a word without sounds joins the word before it, or the one after.
    private func filled(_ marks: [Interval], end: Double) -> [Interval] {
        var result: [Interval] = []
        var pending = ""
        var time = 0.0
        for mark in marks {
            if mark.end <= mark.start {
                if let last = result.indices.last, !result[last].text.isEmpty { result[last].text += " " + mark.text } else { pending += mark.text + " " }
                continue
            }
            if mark.start > time { result.append(Interval(start: time, end: mark.start, text: "")) }
            result.append(Interval(start: mark.start, end: mark.end, text: pending + mark.text))
            pending = ""
            time = mark.end
        }
        if end > time || result.isEmpty {
            result.append(Interval(start: time, end: max(end, time), text: pending.isEmpty ? "" : String(pending.dropLast())))
        } else if !pending.isEmpty, let last = result.indices.last {
            result[last].text += " " + pending.dropLast()
        }
        return result
    }
}

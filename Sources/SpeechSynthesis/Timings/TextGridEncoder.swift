internal import SpeechData

/// Praat's long TextGrid format: interval tiers that fill the time without gaps, pauses as empty intervals.
struct TextGridEncoder: TimingsEncoder {
    private struct Interval {
        var start: Double, end: Double, text: String
    }

    private var sentences: [Interval] = []
    private var words: [Interval] = []
    private var phonemes: [Interval] = []

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
        return ""
    }

    func footer(end: Double) -> String {
        let tiers = [("sentences", sentences), ("words", words), ("phonemes", phonemes)]
        let end = max(end, sentences.last?.end ?? 0)
        var text = "xmin = 0\nxmax = \(end)\ntiers? <exists>\nsize = \(tiers.count)\nitem []:\n"
        for (index, (name, marks)) in tiers.enumerated() {
            let intervals = filled(marks, end: end)
            text += "    item [\(index + 1)]:\n        class = \"IntervalTier\"\n        name = \"\(name)\"\n"
            text += "        xmin = 0\n        xmax = \(end)\n        intervals: size = \(intervals.count)\n"
            for (number, interval) in intervals.enumerated() {
                let quoted = interval.text.replacing("\"", with: "\"\"")
                text += "        intervals [\(number + 1)]:\n            xmin = \(interval.start)\n"
                text += "            xmax = \(interval.end)\n            text = \"\(quoted)\"\n"
            }
        }
        return text
    }

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

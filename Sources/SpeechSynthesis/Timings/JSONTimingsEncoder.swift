internal import SpeechData

internal import Foundation

/// `{"sampleRate": …, "sentences": [{"text", "start", "end", "words": [{"text", "start", "end", "phonemes": [{"phoneme",
/// "start", "end"}]}], "marks": [{"name", "time"}]}], "end": …}`, a sentence a line, `marks` only where there are any. Times are
/// seconds.
struct JSONTimingsEncoder: TimingsEncoder {
    private struct Sentence: Encodable {
        struct Sound: Encodable { var phoneme: String, start: Double, end: Double }
        struct Word: Encodable { var text: String, start: Double, end: Double, phonemes: [Sound] }
        struct Mark: Encodable { var name: String, time: Double }
        var text: String, start: Double, end: Double, words: [Word]
        var marks: [Mark]?
    }

    let sampleRate: Int
    private var isFirst = true
    private let encoder = JSONEncoder()

    init(sampleRate: Int) {
        self.sampleRate = sampleRate
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    }

    var header: String { "{\"sampleRate\":\(sampleRate),\"sentences\":[" }

    mutating func text(for sentence: SentenceTiming) -> String {
        let encodable = Sentence(
            text: sentence.text, start: rounded(sentence.span.start), end: rounded(sentence.span.end),
            words: sentence.words.map { word in
                Sentence.Word(
                    text: word.text, start: rounded(word.span.start), end: rounded(word.span.end),
                    phonemes: word.phonemes.map {
                        Sentence.Sound(phoneme: $0.phoneme.description, start: rounded($0.span.start), end: rounded($0.span.end))
                    })
            },
            marks: sentence.marks.isEmpty ? nil : sentence.marks.map { Sentence.Mark(name: $0.name, time: rounded($0.time)) })
        // Strings and finite numbers always encode.
        let json = (try? encoder.encode(encodable)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
        defer { isFirst = false }
        return (isFirst ? "\n" : ",\n") + json
    }

    func footer(end: Double) -> String { "\n],\"end\":\(rounded(end))}\n" }

    private func rounded(_ seconds: Double) -> Double { (seconds * 1e6).rounded() / 1e6 }
}

internal import SpeechData

internal import Foundation

/// `{"sampleRate": …, "sentences": [{"text", "start", "end", "words": [{"text", "start", "end", "phonemes": [{"phoneme",
/// "start", "end"}]}], "marks": [{"name", "time"}]}], "end": …}`, a sentence a line, `marks` only where there are any. Times are
/// seconds.
struct JSONTimingsEncoder: TimingsEncoder {
    struct Sentence: Encodable {
        struct Sound: Encodable { var phoneme: String, start: Double, end: Double }
        struct Word: Encodable { var text: String, start: Double, end: Double, phonemes: [Sound] }
        struct Mark: Encodable { var name: String, time: Double }
        var text: String, start: Double, end: Double, words: [Word]
        var marks: [Mark]?

        init(_ sentence: SentenceTiming) {
            func seconds(_ exact: Double) -> Double { JSONTimingsEncoder.rounded(exact) }
            text = sentence.text
            start = seconds(sentence.span.start)
            end = seconds(sentence.span.end)
            words = sentence.words.map { word in
                Word(
                    text: word.text, start: seconds(word.span.start), end: seconds(word.span.end),
                    phonemes: word.phonemes.map {
                        Sound(phoneme: $0.phoneme.description, start: seconds($0.span.start), end: seconds($0.span.end))
                    })
            }
            marks = sentence.marks.isEmpty ? nil : sentence.marks.map { Mark(name: $0.name, time: seconds($0.time)) }
        }
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
        // Strings and finite numbers always encode.
        let json = (try? encoder.encode(Sentence(sentence))).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
        defer { isFirst = false }
        return (isFirst ? "\n" : ",\n") + json
    }

    func footer(end: Double) -> String { "\n],\"end\":\(Self.rounded(end))}\n" }

    static func rounded(_ seconds: Double) -> Double { (seconds * 1e6).rounded() / 1e6 }
}

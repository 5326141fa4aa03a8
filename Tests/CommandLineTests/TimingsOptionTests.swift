import Foundation
import Testing

@Suite struct TimingsOptionTests {
    private struct Timings: Decodable {
        struct Sound: Decodable { var phoneme: String, start: Double, end: Double }
        struct Word: Decodable { var text: String, start: Double, end: Double, phonemes: [Sound] }
        struct Sentence: Decodable { var text: String, start: Double, end: Double, words: [Word] }
        var sampleRate: Int, sentences: [Sentence], end: Double
    }

    private static let text = "Hello, world. She paid 42 dollars! Why?"
    private static let words = ["Hello", "world", "She", "paid", "forty", "two", "dollars", "Why"]

    @Test func jsonHoldsEveryWordOnceAndFillsTheSound() throws {
        try inFolder { runner in
            #expect(try runner.run("say", Self.text, "-o", "a.wav", "--timings", "a.json").code == 0)
            let timings = try JSONDecoder().decode(Timings.self, from: runner.data("a.json"))
            let words = timings.sentences.flatMap(\.words)
            #expect(words.map { $0.text.lowercased() } == Self.words.map { $0.lowercased() })
            let duration = try WAVSound(runner.data("a.wav")).duration
            #expect(abs(timings.end - duration) < 1e-6)
            for word in words {
                #expect(word.start == word.phonemes.first?.start && word.end == word.phonemes.last?.end && word.start < word.end)
                // Frames of 12.5 ms.
                for sound in word.phonemes { #expect(abs((sound.start / 0.0125).rounded() * 0.0125 - sound.start) < 1e-6) }
            }
            for (before, after) in zip(words, words.dropFirst()) { #expect(before.end <= after.start) }
        }
    }

    /// A text longer than the voice's longest utterance, also one word of it.
    @Test func nothingIsLostWhereLongSentencesAreSplit() throws {
        try inFolder { runner in
            let phonemes = Array(repeating: "həlˈO wˈɜɹld", count: 40).joined(separator: " ") + " " + String(repeating: "bˈA", count: 90) + " nˈO."
            #expect(try runner.run("say", "--phonemes", phonemes, "-o", "a.wav", "--timings", "a.json").code == 0)
            let timings = try JSONDecoder().decode(Timings.self, from: runner.data("a.json"))
            #expect(timings.sentences.count == 1)
            let sentence = try #require(timings.sentences.first)
            #expect(sentence.words.map(\.text).joined(separator: " ") + "." == phonemes)
            #expect(sentence.words.flatMap(\.phonemes).map(\.phoneme).joined() == phonemes.filter { !" ˈ.".contains($0) })
        }
    }

    @Test func subtitlesAndTextGrid() throws {
        try inFolder { runner in
            for name in ["a.srt", "a.vtt", "a.TextGrid"] {
                #expect(try runner.run("say", Self.text, "-o", "a.wav", "--timings", name).code == 0)
            }
            let srt = try runner.text("a.srt")
            #expect(srt.hasPrefix("1\n00:00:0") && srt.contains(" --> ") && srt.contains(","))
            #expect(srt.contains("\n3\n") && !srt.contains("\n4\n"))
            #expect(try runner.text("a.vtt").hasPrefix("WEBVTT\n\n00:00:0"))
            let grid = try runner.text("a.TextGrid")
            #expect(grid.hasPrefix("File type = \"ooTextFile\"") && grid.contains("name = \"phonemes\"") && grid.contains("text = \"world\""))
        }
    }

    @Test func anUnknownSuffixIsUsage() throws {
        try inFolder { runner in
            let outcome = try runner.run("say", "Hi.", "-o", "a.wav", "--timings", "a.txt")
            #expect(outcome.code == 64 && outcome.errors.contains(".TextGrid") && runner.files.isEmpty)
        }
    }
}

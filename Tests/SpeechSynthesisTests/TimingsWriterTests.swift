import SpeechData
import Testing

@testable import SpeechSynthesis

@Suite struct TimingsWriterTests {
    private func word(_ text: String, _ start: Double, _ end: Double) -> SentenceTiming.Word {
        SentenceTiming.Word(text: text, span: TimeSpan(start: start, end: end), phonemes: [])
    }

    private func written(_ format: TimingsFormat, _ sentences: [SentenceTiming], end: Double) throws -> String {
        var text = ""
        // The closure outlives the call, so the text is collected in a box.
        final class Box { var text = "" }
        let box = Box()
        var writer = try TimingsWriter(format: format, sampleRate: 24000) { box.text += $0 }
        for sentence in sentences { try writer.append(sentence) }
        try writer.finish(end: end)
        text = box.text
        return text
    }

    @Test func formatsBySuffix() throws {
        #expect(try TimingsFormat(fileName: "a.b/c.textgrid") == .textGrid && TimingsFormat(fileName: "x.SRT") == .srt)
        for name in ["json", "a.json/b", "a.txt", ""] { #expect(throws: SpeechError.self) { try TimingsFormat(fileName: name) } }
    }

    @Test func subRip() throws {
        let sentence = SentenceTiming(text: "a <b>", span: TimeSpan(start: 0, end: 1), words: [word("a", 3599.9996, 3600.5), word("<b>", 3601, 3602.25)])
        #expect(try written(.srt, [sentence], end: 4000) == "1\n01:00:00,000 --> 01:00:02,250\na <b>\n\n")
        #expect(try written(.vtt, [sentence], end: 4000) == "WEBVTT\n\n01:00:00.000 --> 01:00:02.250\na &lt;b&gt;\n\n")
    }

    @Test func longSentencesBecomeSeveralCues() throws {
        let words = (0..<40).map { word("word\($0)", Double($0), Double($0) + 0.5) }
        let text = try written(.srt, [SentenceTiming(text: "", span: TimeSpan(start: 0, end: 40), words: words)], end: 40)
        let lines = text.split(separator: "\n").filter { $0.hasPrefix("word") }
        #expect(lines.allSatisfy { $0.count <= 42 } && lines.joined(separator: " ") == words.map(\.text).joined(separator: " "))
        #expect(text.contains("\n4\n"))
    }

    @Test func textGridIntervalsFillTheTime() throws {
        let sentence = SentenceTiming(
            text: "", span: TimeSpan(start: 0.5, end: 2), words: [word("say", 0.5, 1), word("\"x\"", 1, 1), word("now", 1.5, 2)])
        let grid = try written(.textGrid, [sentence], end: 3)
        #expect(grid.contains("text = \"say \"\"x\"\"\""))
        // words: pause, say "x", pause, now, pause
        #expect(grid.contains("name = \"words\"\n        xmin = 0\n        xmax = 3.0\n        intervals: size = 5"))
    }

    @Test func jsonOfNothingIsWhole() throws {
        #expect(try written(.json, [], end: 0) == "{\"sampleRate\":24000,\"sentences\":[\n],\"end\":0.0}\n")
    }
}

import Foundation
import Testing

@testable import TextFrontend

@Suite struct SentenceTests {
    /// One text a line, its sentences parted by ` | `.
    @Test func splitsTheHardCases() throws {
        let url = try #require(Bundle.module.url(forResource: "Fixtures/sentences", withExtension: "txt"))
        let lines = try String(contentsOf: url, encoding: .utf8).split(separator: "\n").map(String.init)
        #expect(lines.count >= 120)
        var wrong: [String] = []
        for line in lines {
            let text = line.replacingOccurrences(of: " | ", with: " ")
            let found = SentenceSequence(text).map(\.text).joined(separator: " | ")
            if Self.letters(found) != Self.letters(line) { wrong.append(line) }
        }
        #expect(Double(lines.count - wrong.count) / Double(lines.count) >= 0.95, "\(wrong)")
    }

    private static func letters(_ text: String) -> String { text.filter { $0.isLetter || $0.isNumber || $0 == "|" } }

    @Test func chunksOfAnySizeGiveTheSameSentences() {
        let text = "# Title\n\nFirst one. Second – “öne”!\n\n- a\n- b <b>bold</b>\n\n<!-- no\n\nno --> Last."
        let whole = Array(SentenceSequence(text))
        #expect(whole.map(\.text) == ["Title", "First one.", "Second – \"öne\"!", "a", "b bold", "Last."])
        for size in [1, 2, 3, 7] {
            var reader = SentenceReader()
            var found: [Sentence] = []
            let bytes = Array(text.utf8)
            for start in stride(from: 0, to: bytes.count, by: size) {
                reader.append(utf8: Array(bytes[start..<min(start + size, bytes.count)]))
                while let sentence = reader.next() { found.append(sentence) }
            }
            reader.finish()
            while let sentence = reader.next() { found.append(sentence) }
            #expect(found == whole, "chunks of \(size)")
        }
    }

    @Test(arguments: [
        ("**Bold**, *it*, `code` and [a link](http://x.y/z).", "Bold, it, code and a link."), ("snake_case and 2*3", "snake_case and 2*3"),
        ("| a | b |\n|---|---|\n| 1 | 2 |", "a, b|1, 2"), ("> quoted\n> text", "quoted text"), ("Tom &amp; Jerry&nbsp;&#33;", "Tom & Jerry !"),
        ("a < b and <i>c</i>", "a < b and c"), ("<script>x = 1;</script>Yes", "Yes"), ("```swift\nlet x\n```\nEnd", "let x|End"), ("See[^1] ![alt](i.png)", "See alt"),
    ])
    func takesMarkupOut(_ markup: String, _ plain: String) {
        #expect(SentenceSequence(markup).map(\.text).joined(separator: "|") == plain)
    }

    @Test func hostileTextsStayBounded() {
        for unit in ["a", "7", "e\u{301}", "([", "<a", "[a](", "漢", "a.", "\n", "&", "\""] {
            let text = String(repeating: unit, count: 20_000)
            var bytes = 0
            for sentence in SentenceSequence(text) {
                #expect(sentence.text.utf8.count <= SentenceSplitter.longest + 8)
                bytes += sentence.text.utf8.count
            }
            #expect(bytes <= text.utf8.count)
        }
    }

    @Test func foldsUnicode() {
        func fold(_ text: String) -> String { String(decoding: UnicodeFolding.fold(Array(text.utf8)), as: UTF8.self) }
        #expect(fold("ﬁne ＨＩ “q” a…b\u{AD}c e\u{301}") == "fine HI \"q\" a...bc é")
        #expect(fold("e" + String(repeating: "\u{301}", count: 1000)).unicodeScalars.count <= 5)
    }
}

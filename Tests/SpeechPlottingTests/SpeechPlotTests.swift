import Foundation
import SpeechData
import SpeechPlotting
import Testing

#if canImport(FoundationXML)
import FoundationXML
#endif

@Suite struct SpeechPlotTests {
    /// A tone that glides up an octave, with a note, words and phonemes.
    private func plot(seconds: Double = 3, words: [String] = ["Twin", "kle <&>"], melodies: Bool = true, rate: Int = 24000) throws -> SpeechPlot {
        var phase = 0.0
        let samples = (0..<Int(seconds * Double(rate))).map { index -> Float in
            phase += 2 * .pi * 220 * exp2(Double(index) / Double(rate) / max(seconds, 1)) / Double(rate)
            return Float(0.3 * sin(phase) + 0.1 * sin(3 * phase))
        }
        let frames = Int(seconds * 80)
        let melody = SpeechPlot.Melody(
            notes: [.init(start: 0, end: seconds / 2, pitch: 57), .init(start: seconds / 2, end: seconds, pitch: 64)],
            f0: (0..<frames).map { 220 * Float(exp2(Double($0) / 80 / max(seconds, 1))) }, voicing: [Float](repeating: 1, count: frames),
            framesPerSecond: 80)
        let step = seconds / Double(words.count)
        return try SpeechPlot(
            title: "A title", subtitle: "heart", waveform: Waveform(sampleRate: rate, samples: samples), melodies: melodies ? [melody] : nil,
            words: words.enumerated().map { .init($1, start: Double($0) * step, end: Double($0 + 1) * step) },
            phonemes: [.init("t", start: 0, end: 0.1), .init("ɪ", start: 0.1, end: seconds)])
    }

    /// Width and height of a PNG, from its first chunk.
    private func size(ofPNG data: Data) throws -> (width: Int, height: Int) {
        let bytes = [UInt8](data)
        try #require(bytes.count > 24 && Array(bytes[0..<8]) == [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])
        func number(_ at: Int) -> Int { bytes[at..<at + 4].reduce(0) { $0 << 8 | Int($1) } }
        return (number(16), number(20))
    }

    @Test func aPNGHasARowForEveryTenSeconds() throws {
        let one = try size(ofPNG: plot(seconds: 3).encoded(as: .png))
        let two = try size(ofPNG: plot(seconds: 15, rate: 8000).encoded(as: .png))
        let three = try size(ofPNG: plot(seconds: 25, rate: 8000).encoded(as: .png))
        #expect(one.width == Int(1280 * PlotFormat.pixelsPerPoint) && two.width == one.width)
        #expect(two.height > one.height && three.height - two.height == two.height - one.height)
        #expect(one.height > 800)
    }

    /// However long the sound, the picture stays of a size that can be opened.
    @Test func rowsAreBounded() throws {
        func height(seconds: Int) throws -> Int {
            var plot = try plot(seconds: 1, rate: 8000)
            // Two bands will do for a length.
            let frames = seconds * 100
            plot.mel = MelSpectrogram(
                configuration: MelConfiguration(sampleRate: 8000, hop: 80, window: 320, fftSize: 2048, bands: 2, maximumFrequency: 4000),
                values: [Float](repeating: -5, count: 2 * frames), f0: [Float](repeating: 0, count: frames),
                voicing: [Float](repeating: 0, count: frames))
            return try size(ofPNG: plot.encoded(as: .png)).height
        }
        let (full, hour) = (try height(seconds: 160), try height(seconds: 600))
        #expect(full == hour && full < 32767)
    }

    @Test func anSVGIsXMLWithTheWordsAsText() throws {
        final class Texts: NSObject, XMLParserDelegate {
            var texts: [String] = []
            var counts: [String: Int] = [:]
            func parser(_ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?, attributes: [String: String]) {
                counts[name, default: 0] += 1
                if name == "text" { texts.append("") }
            }
            func parser(_ parser: XMLParser, foundCharacters string: String) {
                if !texts.isEmpty { texts[texts.count - 1] += string }
            }
        }
        let parser = XMLParser(data: try plot().encoded(as: .svg))
        let found = Texts()
        parser.delegate = found
        #expect(parser.parse())
        let texts = found.texts.map { $0.trimmingCharacters(in: .whitespacesAndNewlines) }
        for text in ["A title", "heart", "Twin", "kle <&>", "ɪ", "C4"] { #expect(texts.contains(text), "\(text)") }
        #expect(found.counts["image"] == 1 && (found.counts["polyline"] ?? 0) > 4)
    }

    @Test func speechIsDrawnOverHertz() throws {
        let svg = String(decoding: try plot(melodies: false).encoded(as: .svg), as: UTF8.self)
        #expect(svg.contains(">300 Hz<") && !svg.contains(">C4<"))
    }

    @Test func theSamePictureTwice() throws {
        #expect(try plot().encoded(as: .png) == plot().encoded(as: .png))
    }

    @Test func oddInputIsDrawnOrRefused() throws {
        #expect(throws: SpeechError.self) { try plot(seconds: 0, words: ["a"]) }
        // A hundredth of a second, and names that XML forbids or that do not fit.
        let tiny = try plot(seconds: 0.01, words: ["\u{0}\u{1}", String(repeating: "long", count: 200)])
        #expect(try size(ofPNG: tiny.encoded(as: .png)).width == 2560)
        #expect(XMLParser(data: try tiny.encoded(as: .svg)).parse())
    }

    @Test func formatsByName() throws {
        #expect(try PlotFormat(fileName: "a.b.PNG") == .png)
        #expect(try PlotFormat(fileName: "x/song.svg") == .svg)
        for name in ["song", "song.gif", "png", ""] { #expect(throws: SpeechError.self) { try PlotFormat(fileName: name) } }
    }
}

import Foundation
import ScoreFrontend
import SpeechData
import Testing

/// A small seeded generator (SplitMix64, Steele et al. 2014), so that a failure can be played again.
struct SplitMix: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}

@Suite struct FuzzTests {
    static let seeds: [(file: String, format: ScoreFormat)] = [
        ("row.musicxml", .musicXML), ("warlock-peter-3-heracleitus.mxl", .musicXML), ("twinkle.mid", .midi), ("twinkle.ust", .ust),
        ("twinkle.ustx", .ustx), ("twinkle.ds", .diffSinger),
    ]
    static let nasty = ["-1", "99999999999999999999", "1e308", "nan", "", "<note>", "]]", "[[[[", "\u{0}", "0", "- - - ", "&amp;", "4.5e-300"]

    @Test(arguments: seeds)
    func mutatedFilesGiveAScoreOrOneClearLine(_ seed: (file: String, format: ScoreFormat)) throws {
        let original = try SampleScores.data(seed.file)
        var random = SplitMix(state: 7)
        for _ in 0..<150 {
            var bytes = [UInt8](original)
            for _ in 0..<Int.random(in: 1...6, using: &random) {
                let place = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0..<4, using: &random) {
                case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
                case 1: bytes.removeSubrange(place..<min(bytes.count, place + Int.random(in: 1...40, using: &random)))
                case 2: bytes.insert(contentsOf: Self.nasty.randomElement(using: &random)!.utf8, at: place)
                default:
                    // A number turned into another: where readers trust lengths and counts.
                    if let digit = bytes[place...].firstIndex(where: { (48...57).contains($0) }) {
                        bytes.replaceSubrange(digit...digit, with: Self.nasty.randomElement(using: &random)!.utf8)
                    }
                }
                if bytes.isEmpty { bytes = [0] }
            }
            do throws(SpeechError) {
                let score = try Score(Data(bytes), format: seed.format, source: "fuzz")
                for part in score.parts {
                    _ = part.words
                    for note in part.notes { #expect(note.length > 0 && note.start.isFinite && (0...127).contains(note.pitch)) }
                }
            } catch {
                #expect(error.description.hasPrefix("'fuzz'") && !error.description.contains(where: \.isNewline))
            }
        }
    }

    @Test(arguments: ScoreFormat.allCases)
    func emptyAndTruncatedFilesAreRefused(_ format: ScoreFormat) {
        for data in [Data(), Data([0]), Data("MThd".utf8), Data("PK\u{3}\u{4}".utf8), Data("<a>".utf8), Data("[{".utf8)] {
            #expect(throws: SpeechError.self) { try Score(data, format: format, source: "x") }
        }
    }
}

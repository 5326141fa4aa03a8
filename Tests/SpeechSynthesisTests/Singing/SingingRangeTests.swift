import Foundation
import ScoreFrontend
import SpeechData
import SpeechSynthesis
import Testing

@Suite struct SingingRangeTests {
    private let woman = SingingRange(lowest: 53, highest: 77)
    private let man = SingingRange(lowest: 41, highest: 65)

    @Test(arguments: [
        (60.0...72.0, 0), (53...77, 0), (72...84, -12), (43...50, 12), (50...70, 3), (60...80, -3), (30...41, 23), (54...78, -1),
    ])
    func aPartMovesLittleOrByAnOctave(_ written: ClosedRange<Double>, _ shift: Int) {
        #expect(SingingRange.transposition(of: [(written, woman)]) == [shift])
    }

    @Test func whatFitsNowhereIsCentred() {
        let shift = SingingRange.transposition(of: [(40...90, woman)])[0]
        let (below, above) = (max(0, 53 - 40 - Double(shift)), max(0, 90 + Double(shift) - 77))
        #expect(below + above == 26)
    }

    /// Harmony stays: all parts move alike but for octaves.
    @Test func partsMoveTogether() {
        #expect(SingingRange.transposition(of: [(60...72, woman), (48...60, man)]) == [0, 0])
        #expect(SingingRange.transposition(of: [(60...72, woman), (60...72, man)]) == [0, -12])
        let shifts = SingingRange.transposition(of: [(62...79, woman), (45...62, man)])
        #expect(shifts == [-2, -2])
    }

    @Test func voicesAreChosenByRange() throws {
        var description = try VoiceDescription(directory: silentPack)
        #expect(description.singer(for: 60...70) == nil)
        description.singingRanges = ["hush": woman, "lull": man]
        #expect(description.singer(for: 60...72) == "hush" && description.singer(for: 43...55) == "lull")
        #expect(description.singer(for: 60...72, taken: ["hush"]) == "lull")
        #expect(description.singer(for: 60...72, taken: ["hush", "lull"]) == "hush")
    }

    @Test func aRangeThatIsNoneIsRefused() throws {
        let text = try String(contentsOf: silentPack.appending(path: "voice.json"), encoding: .utf8)
        func description(_ range: String) throws -> VoiceDescription {
            let json = text.replacing("\"refineSteps\"", with: "\"singingRanges\": {\"hush\": \(range)}, \"refineSteps\"")
            return try VoiceDescription(json: Data(json.utf8), source: "voice.json")
        }
        #expect(try description(#"{"lowest": 50, "highest": 70}"#).singingRange(of: 0) == SingingRange(lowest: 50, highest: 70))
        #expect(try description(#"{"lowest": 50, "highest": 70}"#).singingRange(of: 1) == nil)
        for wrong in [#"{"lowest": 70, "highest": 50}"#, #"{"lowest": -1, "highest": 50}"#, #"{"lowest": 5}"#] {
            #expect(throws: SpeechError.self) { try description(wrong) }
        }
    }
}

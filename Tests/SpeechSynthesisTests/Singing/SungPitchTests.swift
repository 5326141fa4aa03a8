import Foundation
import ScoreFrontend
@testable import SpeechSynthesis
import Testing

@Suite struct SungPitchTests {
    /// Semitones of a sung part at each frame, and the phrase.
    private func curve(_ part: Score.Part, _ change: (inout SingingOptions) -> Void = { _ in }, shift: Double = 0) throws -> (SungPhrase, [Double]) {
        var options = SingingOptions()
        change(&options)
        let phrase = SungPhrase(try syllables(of: part), framesPerSecond: 80) { [Int](repeating: 7, count: $0.segments.count) }
        let notes = part.notes.map { TimedNote(start: 0.5 + $0.start, end: 0.5 + $0.end, note: $0) }
        let f0 = SungPitch(notes: notes, options: options, shift: shift).curve(of: phrase, framesPerSecond: 80)
        return (phrase, f0.map { 69 + 12 * log2(Double($0) / 440) })
    }

    private func semitones(_ curve: (SungPhrase, [Double]), from: Double, to: Double) -> ArraySlice<Double> {
        curve.1[Int(from * 80) - curve.0.firstFrame..<Int(to * 80) - curve.0.firstFrame]
    }

    private static let two = songPart([("[lˈɑ]", 60, 2), ("[lˈɑ]", 67, 2)])

    @Test func notesAreInTune() throws {
        let plain = try curve(Self.two) { $0.vibrato.depth = 0 }
        for value in semitones(plain, from: 1.7, to: 3.3) { #expect(abs(value - 60) < 0.07) }
        for value in semitones(plain, from: 3.6, to: 5.4) { #expect(abs(value - 67) < 0.07) }
        // The vowel begins in tune: the change is made during the consonant.
        for value in semitones(plain, from: 3.52, to: 3.6) { #expect(abs(value - 67) < 0.3) }
    }

    @Test func theShiftMovesAll() throws {
        let (plain, moved) = (try curve(Self.two).1, try curve(Self.two, shift: -12).1)
        for (a, b) in zip(plain, moved) { #expect(abs(a - b - 12) < 1e-4) }
    }

    @Test func vibratoHasItsDepthRateAndDelay() throws {
        let part = songPart([("[lˈɑ]", 60, 6)])
        let sung = try curve(part) { $0.vibrato = .init(depth: 60, rate: 5, delay: 1) }
        let straight = try curve(part) { $0.vibrato.depth = 0 }
        let before = zip(semitones(sung, from: 1.5, to: 2.45), semitones(straight, from: 1.5, to: 2.45)).map { abs($0 - $1) }
        #expect(before.max() ?? 1 < 1e-6)
        let swings = zip(semitones(sung, from: 3, to: 7), semitones(straight, from: 3, to: 7)).map { $0 - $1 }
        #expect(abs((swings.max() ?? 0) - 0.6) < 0.02 && abs((swings.min() ?? 0) + 0.6) < 0.02)
        // Four seconds of 5 Hz cross zero upwards 20 times.
        let crossings = zip(swings, swings.dropFirst()).count { $0 < 0 && $1 >= 0 }
        #expect(abs(crossings - 20) <= 1)
    }

    @Test func slursGlideAndPortamento0Jumps() throws {
        let part = songPart([("[lˈɑ]", 60, 2), (nil, 64, 2)], slurred: [1])
        func between(_ curve: (SungPhrase, [Double])) -> Int { semitones(curve, from: 3.2, to: 3.8).count { $0 > 60.4 && $0 < 63.6 } }
        #expect(between(try curve(part) { $0.vibrato.depth = 0; $0.portamento = 0.3 }) >= 8)
        #expect(between(try curve(part) { $0.vibrato.depth = 0; $0.portamento = 0 }) == 0)
    }

    @Test func aDrawnCurveIsSungWhenAskedFor() throws {
        var part = songPart([("[lˈɑ]", 60, 2)])
        part.notes[0].pitchCurve = [0, 2, 0]
        let drawn = try curve(part) { $0.usesPitchCurve = true }
        #expect(abs((semitones(drawn, from: 2.4, to: 2.6).max() ?? 0) - 62) < 0.1)
        let plain = try curve(part) { $0.vibrato.depth = 0 }
        #expect(abs((semitones(plain, from: 2.4, to: 2.6).max() ?? 0) - 60) < 0.1)
    }
}

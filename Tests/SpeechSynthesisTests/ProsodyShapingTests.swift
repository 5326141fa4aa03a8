import SpeechData
import Testing

@testable import SpeechSynthesis

@Suite struct ProsodyShapingTests {
    private func example() throws -> (Utterance, Prosody) {
        let utterance = try Utterance(phonemes: "həlˈO, wˈɜɹld")
        let durations = utterance.segments.indices.map { 3 + $0 % 5 }
        let frames = durations.reduce(0, +)
        return (
            utterance,
            Prosody(
                durations: durations, f0: (0..<frames).map { 100 + Float($0) }, voicing: Array(repeating: 1, count: frames),
                energy: (0..<frames).map { -5 - Float($0) / 100 })
        )
    }

    @Test func changesNothingUnasked() throws {
        let (utterance, prosody) = try example()
        let shaped = ProsodyShaping().shaped(prosody, of: utterance)
        #expect(shaped.durations == prosody.durations && shaped.energy == prosody.energy)
        #expect(zip(shaped.f0, prosody.f0).allSatisfy { abs($0 - $1) < 0.01 })
    }

    @Test(arguments: [0.5, 0.7, 1.3, 2])
    func speedIsRightForTheWhole(speed: Double) throws {
        let (utterance, prosody) = try example()
        let shaped = ProsodyShaping(speed: speed).shaped(prosody, of: utterance)
        #expect(abs(Double(shaped.frameCount) - Double(prosody.frameCount) / speed) <= 1)
        #expect(shaped.durations.allSatisfy { $0 > 0 })
        // The curve keeps its ends.
        #expect(abs(shaped.f0[0] - 100) < 2 && abs(shaped.f0[shaped.frameCount - 1] - prosody.f0[prosody.frameCount - 1]) < 2)
    }

    @Test func pitchIsInSemitonesAndStaysInBounds() throws {
        let (utterance, prosody) = try example()
        let octave = ProsodyShaping(pitch: 12).shaped(prosody, of: utterance)
        #expect(zip(octave.f0, prosody.f0).allSatisfy { abs($0 / $1 - 2) < 1e-3 })
        #expect(ProsodyShaping(pitch: 60).shaped(prosody, of: utterance).f0.allSatisfy { $0 <= 1100 })
    }

    @Test func wordsKeepTheirOwnStyle() throws {
        var (utterance, prosody) = try example()
        utterance.words[1].style = Utterance.Style(rate: 0.5, pitch: 12, pitchRange: 1)
        let shaped = ProsodyShaping().shaped(prosody, of: utterance)
        let first = utterance.words[0].segments, second = utterance.words[1].segments
        #expect(Array(shaped.durations[first]) == Array(prosody.durations[first]))
        #expect(Array(shaped.durations[second]) == prosody.durations[second].map { 2 * $0 })
        #expect(abs(shaped.f0[0] - prosody.f0[0]) < 0.1)
        #expect(abs(shaped.f0[shaped.frameCount - 1] / prosody.f0[prosody.frameCount - 1] - 2) < 0.01)
        utterance.words[1].style = Utterance.Style(pitchRange: 0)
        utterance.words[0].style = Utterance.Style(pitchRange: 0)
        let flat = ProsodyShaping().shaped(prosody, of: utterance)
        #expect(flat.f0.allSatisfy { abs($0 - flat.f0[0]) < 0.01 })
    }

    @Test func volumeOfAWordIsExactOnItsSamples() throws {
        var utterance = try Utterance(phonemes: "bˈA dˈA")
        utterance.words[1].style.volume = -20
        let durations = [4, 8, 8, 8, 8, 4]
        var samples = [Float](repeating: 0.5, count: 40 * 10)
        let loudness = Loudness(of: utterance, durations: durations, hop: 10)
        let whole = samples.map { $0 }
        loudness.apply(to: &samples)
        // In pieces it is the same.
        var (head, tail) = (Array(whole[..<133]), Array(whole[133...]))
        loudness.apply(to: &head)
        loudness.apply(to: &tail, from: 133)
        #expect(head + tail == samples)
        #expect(samples[100] == 0.5 && abs(samples[300] - 0.05) < 1e-6)
        // It glides: no step is larger than a frame's share of the change.
        #expect(zip(samples, samples.dropFirst()).allSatisfy { abs($0 - $1) < 0.1 })
    }

    @Test func theLimiterKeepsFullScale() throws {
        var samples: [Float] = [0.5, 0.89, -3, 100]
        Loudness(volume: 0).apply(to: &samples)
        #expect(samples[0] == 0.5 && samples[1] == 0.89 && samples[2] >= -1 && samples[2] < -0.9 && samples[3] <= 1)
    }
}

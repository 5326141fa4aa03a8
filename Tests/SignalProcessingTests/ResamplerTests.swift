import Foundation
import SignalProcessing
import SpeechData
import Testing

@Suite("Resampler")
struct ResamplerTests {
    static func tone(_ frequency: Double, rate: Int, count: Int) -> [Float] {
        (0..<count).map { (n: Int) -> Float in Float(sin(2 * Double.pi * frequency * Double(n) / Double(rate))) }
    }

    /// A tone comes out where it was, neither delayed nor louder; the last rates share no factor.
    @Test(arguments: [(24000, 48000), (48000, 24000), (44100, 24000), (24000, 16000), (8000, 24000), (24001, 8009)])
    func keepsATone(from: Int, to: Int) {
        let input = Waveform(sampleRate: from, samples: Self.tone(1000, rate: from, count: from / 5))
        let output = Resampler.resample(input, to: to)
        #expect(output.sampleRate == to)
        #expect(output.samples.count == Int((Double(from / 5) * Double(to) / Double(from)).rounded(.up)))
        let expected = Self.tone(1000, rate: to, count: output.samples.count)
        let inner = to / 50..<output.samples.count - to / 50
        #expect(inner.allSatisfy { abs(output.samples[$0] - expected[$0]) < 1e-3 })
    }

    @Test func removesWhatTheNewRateCannotHold() {
        let input = Waveform(sampleRate: 48000, samples: Self.tone(13500, rate: 48000, count: 9600))
        let output = Resampler.resample(input, to: 24000)
        #expect(output.samples[400..<4400].allSatisfy { abs($0) < 1e-3 })
    }

    @Test func streamingChangesNothing() {
        let samples = (0..<5000).map { Float(($0 * 7919) % 1013) / 506 - 1 }
        let whole = Resampler.resample(Waveform(sampleRate: 44100, samples: samples), to: 24000).samples
        var resampler = Resampler(from: 44100, to: 24000)
        var streamed: [Float] = []
        var start = 0
        for size in [1, 0, 13, 700, 2, 3000, 1284] {
            streamed += resampler.process(Array(samples[start..<start + size]))
            start += size
        }
        #expect(start == samples.count)
        #expect(streamed + resampler.finish() == whole)
    }

    @Test func silenceAndNothingStaySo() {
        #expect(Resampler.resample(Waveform(sampleRate: 8000), to: 24000).samples.isEmpty)
        let one = Resampler.resample(Waveform(sampleRate: 192_000, samples: [0]), to: 24000)
        #expect(one.samples == [0])
    }
}

import Foundation
import SignalProcessing
import SpeechData
import Testing

@Suite("Pitch estimation")
struct PitchEstimatorTests {
    static let rate = 24000
    static let hop = 300

    /// A sound of twelve falling harmonics whose F0 in hertz is a function of time in seconds.
    static func voiced(seconds: Double, f0: (Double) -> Double) -> [Float] {
        var phase = 0.0
        return (0..<Int(seconds * Double(rate))).map { n in
            phase += 2 * Double.pi * f0(Double(n) / Double(rate)) / Double(rate)
            var sum = 0.0
            for k in 1...12 where Double(k) * f0(Double(n) / Double(rate)) < 11000 { sum += sin(Double(k) * phase) / Double(k) }
            return Float(0.2 * sum)
        }
    }

    /// Noise of variance 1/3 that is the same in each run.
    static func noise(_ count: Int) -> [Float] {
        var state: UInt64 = 1
        return (0..<count).map { _ in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Float(state >> 40) / Float(1 << 23) - 1
        }
    }

    static func cents(_ a: Float, _ b: Double) -> Double { abs(1200 * log2(Double(a) / b)) }

    @Test(arguments: [70, 110, 220, 440, 660, 900] as [Double]) func findsSteadyPitch(f0: Double) {
        let sound = Waveform(sampleRate: Self.rate, samples: Self.voiced(seconds: 0.4) { _ in f0 })
        let contour = PitchEstimator().pitch(of: sound, hop: Self.hop)
        #expect(contour.f0.count == 32)
        for frame in 3..<29 {
            #expect(contour.voicing[frame] == 1)
            #expect(Self.cents(contour.f0[frame], f0) < 8)
        }
    }

    @Test func followsAGlideInNoise() {
        let f0 = { (t: Double) in 120 * pow(2, t) }
        let clean = Self.voiced(seconds: 1, f0: f0)
        let power = clean.reduce(0) { $0 + $1 * $1 } / Float(clean.count)
        // 10 dB below the sound.
        let gain = (0.1 * power * 3).squareRoot()
        let noisy = zip(clean, Self.noise(clean.count)).map { $0 + gain * $1 }
        let contour = PitchEstimator().pitch(of: Waveform(sampleRate: Self.rate, samples: noisy), hop: Self.hop)
        let right = (4..<76).filter { contour.voicing[$0] == 1 && Self.cents(contour.f0[$0], f0(Double($0) / 80)) < 50 }
        #expect(right.count >= 70)
    }

    @Test func noiseAndSilenceAreUnvoiced() {
        let noise = Waveform(sampleRate: Self.rate, samples: Self.noise(12000))
        let contour = PitchEstimator().pitch(of: noise, hop: Self.hop)
        #expect(contour.voicing.reduce(0, +) <= 4)
        let silence = PitchEstimator().pitch(
            of: Waveform(sampleRate: Self.rate, samples: [Float](repeating: 0, count: 3000)), hop: Self.hop)
        #expect(silence.voicing == [Float](repeating: 0, count: 10))
        #expect(silence.f0 == [Float](repeating: 150, count: 10))
    }

    @Test func gapsAreFilledBetweenTheirEnds() {
        let tone = Self.voiced(seconds: 0.25) { _ in 100 }
        let higher = Self.voiced(seconds: 0.25) { _ in 200 }
        let samples = tone + [Float](repeating: 0, count: 6000) + higher
        let contour = PitchEstimator().pitch(of: Waveform(sampleRate: Self.rate, samples: samples), hop: Self.hop)
        #expect(contour.voicing[30] == 0)
        #expect(Self.cents(contour.f0[30], 141.4) < 150)
        #expect(contour.f0.allSatisfy { $0 > 95 && $0 < 210 })
    }

    @Test func hostileSoundsDoNotCrash() {
        for samples in [[], [1], [Float](repeating: .nan, count: 900), [Float](repeating: .infinity, count: 900), [Float](repeating: 1, count: 900)] as [[Float]] {
            let contour = PitchEstimator().pitch(of: Waveform(sampleRate: Self.rate, samples: samples), hop: Self.hop)
            #expect(contour.f0.count == samples.count / 300)
            #expect(contour.f0.allSatisfy { $0.isFinite })
        }
        let slow = PitchEstimator().pitch(of: Waveform(sampleRate: 100, samples: [Float](repeating: 0.5, count: 900)), hop: 300)
        #expect(slow.voicing == [0, 0, 0])
    }

    @Test func followsVibrato() {
        let f0 = { (t: Double) in 440 * pow(2, 0.5 / 12 * sin(2 * .pi * 5.5 * t)) }
        let contour = PitchEstimator().pitch(of: Waveform(sampleRate: Self.rate, samples: Self.voiced(seconds: 1, f0: f0)), hop: Self.hop)
        for frame in 6..<74 { #expect(contour.voicing[frame] == 1 && Self.cents(contour.f0[frame], f0(Double(frame) / 80)) < 25) }
    }

    /// Harmonics 3 to 8 of 150 Hz, and a second harmonic 20 dB above the first.
    @Test(arguments: [[0, 0, 1, 1, 1, 1, 1, 1], [0.1, 1, 0.3, 0.3, 0.2, 0.2]] as [[Double]]) func octaveTraps(amplitudes: [Double]) {
        let samples = (0..<24000).map { n in
            let phase = 2 * Double.pi * 150 * Double(n) / 24000
            var sum = 0.0
            for (index, amplitude) in amplitudes.enumerated() { sum += amplitude * sin(phase * Double(index + 1)) }
            return Float(0.1 * sum)
        }
        let contour = PitchEstimator().pitch(of: Waveform(sampleRate: Self.rate, samples: samples), hop: Self.hop)
        for frame in 6..<74 { #expect(contour.voicing[frame] == 1 && Self.cents(contour.f0[frame], 150) < 15) }
    }

    @Test(arguments: [8000, 16000, 44100, 192_000]) func anyRate(rate: Int) {
        let samples = (0..<rate).map { n in
            let phase = 2 * Double.pi * 200 * Double(n) / Double(rate)
            var sum = 0.0
            for harmonic in 1...9 { sum += sin(phase * Double(harmonic)) / Double(harmonic) }
            return Float(0.1 * sum)
        }
        let tracker = PitchEstimator().tracker(sampleRate: rate, framesPerSecond: 100)
        let frames = tracker.process(samples) + tracker.finish()
        #expect(frames.count == 100)
        for frame in frames[8..<92] { #expect(frame.f0.map { Self.cents($0, 200) < 8 } == true) }
    }

    @Test(arguments: [1, 997, 5000]) func blocksMakeNoDifference(size: Int) {
        let samples = Self.voiced(seconds: 0.7) { 120 + 100 * $0 } + Self.noise(9000).map { 0.02 * $0 } + Self.voiced(seconds: 0.5) { _ in 300 }
        let whole = PitchEstimator().tracker(sampleRate: Self.rate, framesPerSecond: 80)
        let expected = whole.process(samples) + whole.finish()
        let tracker = PitchEstimator().tracker(sampleRate: Self.rate, framesPerSecond: 80)
        var frames: [PitchFrame] = []
        for start in stride(from: 0, to: samples.count, by: size) {
            frames += tracker.process(Array(samples[start..<min(start + size, samples.count)]))
        }
        // The delay is bounded: more than a second behind the end nothing is open.
        #expect(frames.count >= samples.count / Self.hop - 80)
        #expect(frames + tracker.finish() == expected)
    }
}

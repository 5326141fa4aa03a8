import Foundation
import SignalProcessing
import SpeechData
import Testing

@Suite("Mel extraction")
struct MelExtractorTests {
    /// Written by `Training/tts_training/fixtures/core_signal.py`.
    struct Fixture: Decodable {
        var f0: [Float]
        var mel: [Float]
        var centers: [Double]

        static func load() throws -> Fixture {
            let path = try #require(Bundle.module.path(forResource: "Fixtures/mel", ofType: "json"))
            return try JSONDecoder().decode(Fixture.self, from: Data(contentsOf: URL(filePath: path)))
        }
    }

    static let sound = Waveform(
        sampleRate: 24000,
        samples: (0..<2400).map { n in
            let time = Double(n) / 24000
            var sum = 0.0
            for k in [1.0, 2, 5, 13, 40] { sum += 0.3 / k * sin(2 * .pi * 173 * k * time + k) }
            return Float(sum)
        })

    /// F0 from below to above the bounds of the smoothing.
    @Test func givesTheTrainingsValues() throws {
        let fixture = try Fixture.load()
        let mel = try MelExtractor(.standard24kHz).mel(
            of: Self.sound, f0: fixture.f0, voicing: fixture.f0.map { _ in 1 })
        #expect(mel.frameCount == 8)
        #expect(mel.values.count == fixture.mel.count)
        #expect(zip(mel.values, fixture.mel).allSatisfy { abs($0 - $1) < 2e-3 })
        let centers = try MelFilterbank(.standard24kHz).centers
        #expect(zip(centers, fixture.centers).allSatisfy { abs($0 - $1) < 0.01 })
    }

    @Test func framesEndWithTheShortest() throws {
        let extractor = try MelExtractor(.standard24kHz)
        #expect(try extractor.mel(of: Self.sound, f0: [100, 100, 100], voicing: [1, 1, 1]).frameCount == 3)
        let short = Waveform(sampleRate: 24000, samples: [Float](repeating: 0, count: 299))
        #expect(try extractor.mel(of: short, f0: [100], voicing: [0]).frameCount == 0)
    }

    @Test func rejectsOtherRatesAndSenselessConfigurations() {
        let other = Waveform(sampleRate: 16000, samples: [0])
        #expect(throws: SpeechError.self) { try MelExtractor(.standard24kHz).mel(of: other, f0: [], voicing: []) }
        for change: (inout MelConfiguration) -> Void in [
            { $0.bands = 0 }, { $0.bands = 1000 }, { $0.hop = 0 }, { $0.window = 4096 }, { $0.fftSize = -2 },
            { $0.maximumFrequency = .nan }, { $0.sampleRate = 0 },
        ] {
            var configuration = MelConfiguration.standard24kHz
            change(&configuration)
            #expect(throws: SpeechError.self) { try MelExtractor(configuration) }
        }
    }
}

@Suite("Real FFT")
struct RealFFTTests {
    @Test(arguments: [2, 10, 300, 600]) func matchesTheDefinitionAndItsInverse(size: Int) {
        let fft = RealFFT(size: size)
        let signal = (0..<size).map { Float(($0 * 7919) % 101) / 50 - 1 }
        for i in 0..<size { fft.signal[i] = signal[i] }
        fft.forward()
        for bin in [0, fft.bins / 2, fft.bins - 1] {
            var (real, imaginary) = (0.0, 0.0)
            for (n, x) in signal.enumerated() {
                let angle = -2 * Double.pi * Double(bin * n) / Double(size)
                real += Double(x) * cos(angle)
                imaginary += Double(x) * sin(angle)
            }
            #expect(abs(Double(fft.spectrum[2 * bin]) - real) < 1e-3)
            #expect(abs(Double(fft.spectrum[2 * bin + 1]) - imaginary) < 1e-3)
        }
        fft.inverse()
        for i in 0..<size { #expect(abs(fft.signal[i] / Float(size) - signal[i]) < 1e-5) }
    }
}

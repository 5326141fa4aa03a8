import Foundation
import NeuralLayers
import SpeechData
import Testing

@testable import NeuralVocoding

/// A tiny vocoder and what PyTorch makes of it: `Training/tts_training/fixtures/core_vocoder.py`.
struct VocoderFixture {
    let vocoder: Vocoder
    let mel: MelSpectrogram
    let white: [Float]
    let waveform: [Float]
    /// With the noise held down as in singing.
    let sung: [Float]

    static func path(_ file: String) throws -> String {
        try #require(Bundle.module.path(forResource: "Fixtures/\(file)", ofType: nil))
    }

    static func configuration() throws -> VocoderConfiguration {
        try JSONDecoder().decode(
            VocoderConfiguration.self, from: Data(contentsOf: URL(filePath: path("vocoder.json"))))
    }

    init() throws {
        vocoder = try Vocoder(
            weights: WeightFile(path: Self.path("vocoder.safetensors")), configuration: Self.configuration(),
            mel: .standard24kHz)
        let file = try WeightFile(path: Self.path("vocoding.safetensors"))
        func values(_ name: String) throws -> [Float] { try file.take(name, shape: file.shape(of: name) ?? []) }
        mel = try MelSpectrogram(
            configuration: .standard24kHz, values: values("mel"), f0: values("f0"), voicing: values("voicing"))
        white = try values("white")
        waveform = try values("waveform")
        sung = try values("sung")
    }

    /// The mel over and over, for a sound of several blocks.
    func repeated(_ times: Int) -> MelSpectrogram {
        let all = 0..<times
        return MelSpectrogram(
            configuration: mel.configuration, values: all.flatMap { _ in mel.values }, f0: all.flatMap { _ in mel.f0 },
            voicing: all.flatMap { _ in mel.voicing })
    }
}

func relativeError(_ values: [Float], _ reference: [Float]) -> Float {
    guard values.count == reference.count else { return .infinity }
    let difference = zip(values, reference).reduce(Float(0)) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
    return (difference / reference.reduce(Float(1e-30)) { $0 + $1 * $1 }).squareRoot()
}

@Suite("Vocoder")
struct VocoderTests {
    let fixture: VocoderFixture

    init() throws { fixture = try VocoderFixture() }

    func render(_ mel: MelSpectrogram, clearance: HarmonicClearance? = nil, blockFrames: Int = 192) throws -> [Float] {
        let noise = NoiseSource(hop: 300, random: SeededRandom(seed: 0), given: fixture.white)
        let stream = VocoderStream(
            fixture.vocoder, initialPhase: 0.3, noise: noise, clearance: clearance, blockFrames: blockFrames)
        return try stream.append(mel) + stream.finish()
    }

    @Test func givesPyTorchsWaveform() throws {
        #expect(relativeError(try render(fixture.mel), fixture.waveform) < 1e-4)
        #expect(relativeError(try render(fixture.mel, clearance: HarmonicClearance()), fixture.sung) < 1e-4)
    }

    /// Held down, the noise is under the harmonics where it is to be, and as it was elsewhere.
    @Test func clearanceHoldsNoiseOfVoicedFramesDown() throws {
        let c = fixture.vocoder.configuration
        func responses(_ clearance: HarmonicClearance?) -> FilterShaper.Responses {
            let shaper = FilterShaper(
                c, mel: .standard24kHz, harmonicPrior: fixture.vocoder.harmonicPrior, noisePrior: fixture.vocoder.noisePrior,
                clearance: clearance)
            let shape = Matrix(rows: 2, columns: c.outputs, values: [Float](repeating: 0, count: 2 * c.outputs))
            return shaper.responses(shape: shape, mel: [Float](repeating: -3, count: 300), voicing: [0, 1])
        }
        let (held, free) = (responses(HarmonicClearance(decibels: 26)), responses(nil))
        let bins = c.noiseBins
        #expect(held.noise.values.prefix(c.noiseFrames * bins) == free.noise.values.prefix(c.noiseFrames * bins))
        let voiced = c.noiseFrames * bins
        let pulses = hypot(held.harmonicReal.values[c.harmonicFrames * c.harmonicBins + 20], held.harmonicImaginary.values[c.harmonicFrames * c.harmonicBins + 20])
        #expect(abs(20 * log10(pulses / held.noise.values[voiced + 10]) - 26) < 0.01)
        // 80 Hz a bin: from 1.5 kHz on nothing changes.
        #expect(held.noise.values[voiced + 19] == free.noise.values[voiced + 19])
    }

    /// A sound computed a few frames at a time is the whole's to the last bit.
    @Test(arguments: [1, 5, 7]) func blocksLeaveNoSeam(blockFrames: Int) throws {
        #expect(try render(fixture.mel, blockFrames: blockFrames) == render(fixture.mel))
        let clearance = HarmonicClearance()
        #expect(try render(fixture.mel, clearance: clearance, blockFrames: blockFrames) == render(fixture.mel, clearance: clearance))
    }

    /// The first samples come as soon as the frames that they depend on, long before the last frame.
    @Test func samplesComeEarly() throws {
        let stream = fixture.vocoder.stream(seed: 9)
        let c = fixture.vocoder.configuration
        let reach = c.inputKernel / 2 + c.blocks * (c.kernel / 2)
        let first = try stream.append(fixture.repeated(20).frames(0..<reach + 10))
        #expect(first.count > 6 * 300 && first.count <= 10 * 300)
    }

    @Test func streamingChangesNothing() throws {
        let mel = fixture.repeated(20)
        let whole = try fixture.vocoder.waveform(from: mel, seed: 9)
        #expect(whole.samples.count == mel.frameCount * 300)
        #expect(whole.samples.allSatisfy { $0.isFinite })
        for pieces in [[480], [1, 7, 200, 92, 180], [191, 1, 96, 192]] {
            let stream = fixture.vocoder.stream(seed: 9)
            var start = 0
            var samples: [Float] = []
            for piece in pieces {
                samples += try stream.append(mel.frames(start..<start + piece))
                start += piece
            }
            #expect(!samples.isEmpty)
            samples += stream.finish()
            #expect(samples == whole.samples)
        }
    }

    @Test func seedsDecideTheNoise() throws {
        let a = try fixture.vocoder.waveform(from: fixture.mel, seed: 1)
        #expect(try fixture.vocoder.waveform(from: fixture.mel, seed: 1) == a)
        #expect(try fixture.vocoder.waveform(from: fixture.mel, seed: 2) != a)
    }

    @Test func noFramesGiveNoSamples() throws {
        let empty = MelSpectrogram(configuration: .standard24kHz, values: [], f0: [], voicing: [])
        #expect(try fixture.vocoder.waveform(from: empty, seed: 1).samples.isEmpty)
        let one = try fixture.vocoder.waveform(from: fixture.mel.frames(0..<1), seed: 1)
        #expect(one.samples.count == 300)
    }

    @Test(arguments: [0, -50, 1e9] as [Float]) func hostilePitchStaysFinite(f0: Float) throws {
        var mel = fixture.mel
        mel.f0[3] = f0
        #expect(try fixture.vocoder.waveform(from: mel, seed: 1).samples.allSatisfy { $0.isFinite })
    }

    @Test func rejectsMelsThatAreNotFiniteOrOfAnotherKind() throws {
        var mel = fixture.mel
        mel.values[7] = .nan
        #expect(throws: SpeechError.self) { try fixture.vocoder.waveform(from: mel, seed: 1) }
        mel = fixture.mel
        mel.configuration.hop = 256
        #expect(throws: SpeechError.self) { try fixture.vocoder.waveform(from: mel, seed: 1) }
    }

    @Test func rejectsSenselessConfigurationsAndLeftOverWeights() throws {
        let path = try VocoderFixture.path("vocoder.safetensors")
        for change: (inout VocoderConfiguration) -> Void in [
            { $0.harmonicFFT = 601 }, { $0.harmonicFFT = 6000 }, { $0.noiseFrames = 0 }, { $0.kernel = 4 },
            { $0.blocks = 1 }, { $0.blocks = 3 }, { $0.hidden = .max },
        ] {
            var configuration = try VocoderFixture.configuration()
            change(&configuration)
            let error = #expect(throws: SpeechError.self) {
                try Vocoder(weights: WeightFile(path: path), configuration: configuration, mel: .standard24kHz)
            }
            #expect(error?.kind == .brokenVoice)
        }
    }

    /// The pulses of a steady pitch have unit power and nothing between their harmonics.
    @Test func pulsesHaveUnitPower() {
        var source = ExcitationSource(sampleRate: 24000, hop: 300, bandwidth: 11900, initialPhase: 0)
        let train = source.pulses(logF0: [Float](repeating: log(200), count: 41)[...])
        let power = train.reduce(0) { $0 + $1 * $1 } / Float(train.count)
        #expect(abs(power - 1) < 0.01)
        #expect(relativeError(Array(train[120..<6000]), Array(train[0..<5880])) < 1e-3)
    }
}

import Foundation
import NeuralLayers
import SpeechData
import Testing
@testable import VoiceConversion

/// A converter of random weights: those of `Voices/silent`.
private func silentConverter() throws -> VoiceConverter {
    struct Description: Decodable {
        struct Model<C: Decodable>: Decodable { var configuration: C }
        var mel: MelConfiguration
        var contentEncoder: Model<ContentEncoder.Configuration>
        var speakerEncoder: Model<SpeakerEncoder.Configuration>
        var converter: Model<ConversionModel.Configuration>
    }
    let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().appending(path: "Voices/silent")
    func weights(_ name: String) throws -> WeightFile { try WeightFile(path: folder.appending(path: name).path) }
    let description = try JSONDecoder().decode(Description.self, from: Data(contentsOf: folder.appending(path: "conversion.json")))
    return try VoiceConverter(
        content: ContentEncoder(weights("content-encoder.safetensors"), configuration: description.contentEncoder.configuration),
        speaker: SpeakerEncoder(weights("speaker-encoder.safetensors"), configuration: description.speakerEncoder.configuration),
        model: ConversionModel(weights("converter.safetensors").weights, configuration: description.converter.configuration),
        mel: description.mel, outputLevel: -3)
}

private let target = TargetVoice(embedding: [1, 0, 0, 0, 0, 0, 0, 0], medianF0: 200)

/// A buzz whose pitch goes as `semitones` tells, around 100 Hz, with a gap after each second.
private func buzz(seconds: Double, rate: Int = 16000, semitones: (Double) -> Double) -> [Float] {
    var phase = 0.0
    return (0..<Int(seconds * Double(rate))).map { n in
        let t = Double(n) / Double(rate)
        phase += 100 * exp2(semitones(t) / 12) / Double(rate)
        let isGap = t.truncatingRemainder(dividingBy: 1) > 0.8
        return isGap ? 0 : Float(0.2 * (1...10).reduce(0.0) { $0 + sin(2 * .pi * Double($1) * phase) / Double($1) })
    }
}

@Suite("Conversion as a stream") struct VoiceConverterTests {
    private func mel(_ samples: [Float], cut: Int, rate: Int = 16000, request: ConversionRequest = ConversionRequest()) throws -> MelSpectrogram {
        var stream = try silentConverter().stream(sampleRate: rate, to: target, request: request)
        var whole = MelSpectrogram(configuration: .standard24kHz, values: [], f0: [], voicing: [])
        for start in stride(from: 0, to: samples.count, by: cut) { whole.append(stream.append(Array(samples[start..<min(start + cut, samples.count)]))) }
        whole.append(stream.finish())
        return whole
    }

    /// Long enough that listening ends before the sound does, and many windows follow.
    @Test func theMelIsTheSameHoweverTheSoundIsCut() throws {
        let samples = buzz(seconds: 33) { 3 * sin(4 * $0) }
        let whole = try mel(samples, cut: samples.count)
        #expect(whole.frameCount == 2640)
        for cut in [777, 100_003] {
            let parts = try mel(samples, cut: cut)
            #expect(parts.f0 == whole.f0 && parts.voicing == whole.voicing)
            #expect(zip(parts.values, whole.values).allSatisfy { abs($0 - $1) < 1e-4 })
        }
    }

    @Test(arguments: [0, 1, 199, 200, 201, 320, 1000, 16001])
    func everyHopHasItsFrame(samples: Int) throws {
        let mel = try mel(buzz(seconds: 2) { _ in 0 }.prefix(samples).map { $0 }, cut: 64)
        #expect(mel.frameCount == (samples * 3 + 599) / 600)
        #expect(mel.values.allSatisfy { $0.isFinite })
    }

    @Test func gainDoesNotMatter() throws {
        let samples = buzz(seconds: 3) { 3 * sin(4 * $0) }
        let loud = try mel(samples, cut: 16000)
        let soft = try mel(samples.map { $0 * 0.1 }, cut: 16000)
        let differences = zip(loud.values, soft.values).map { abs($0 - $1) }.sorted()
        #expect(differences[differences.count * 9 / 10] < 0.05)
    }

    @Test func pitchMoves() throws {
        let samples = buzz(seconds: 3) { 4 * sin(9 * $0) }
        func median(_ request: ConversionRequest) throws -> Float {
            let mel = try mel(samples, cut: 16000, request: request)
            return zip(mel.f0, mel.voicing).filter { $1 > 0.5 }.map(\.0).sorted()[80]
        }
        let kept = try median(ConversionRequest(pitch: .keep))
        #expect(abs(try median(ConversionRequest(pitch: .semitones(-12))) / kept - 0.5) < 1e-3)
        var stream = try silentConverter().stream(sampleRate: 16000, to: target, request: ConversionRequest())
        _ = stream.append(samples)
        _ = stream.finish()
        let profile = try #require(stream.profile)
        let from = try #require(profile.medianF0)
        #expect(abs(12 * log2(from / 100)) < 1.5 && !profile.isSung)
        #expect(abs(try #require(stream.semitones) - 12 * log2(200 / from)) < 1e-6)
    }

    /// Notes of half a second with vibrato move by whole octaves.
    @Test func singingIsHeardAndKeepsItsKey() throws {
        let scale = [0.0, 2, 3, 2, 0, 2, 3, 0]
        let song = buzz(seconds: 8) { t in scale[Int(t * 2) % 8] + 0.3 * sin(2 * .pi * 5.5 * t) }
        var stream = try silentConverter().stream(sampleRate: 16000, to: target, request: ConversionRequest())
        _ = stream.append(song)
        _ = stream.finish()
        #expect(stream.profile?.isSung == true && stream.semitones == 12)
        let request = ConversionRequest(isSung: false)
        #expect(request.semitones(for: try #require(stream.profile), target: target) != 12)
    }

    @Test func octavesAreTheFewestThatFit() {
        func semitones(from: Double, strength: Double = 1) -> Double {
            ConversionRequest(strength: strength).semitones(for: RecordingProfile(medianF0: from, level: 0, isSung: true), target: target)
        }
        #expect(semitones(from: 190) == 0 && semitones(from: 130) == 12 && semitones(from: 300) == 0 && semitones(from: 800) == -12)
        let unvoiced = RecordingProfile(medianF0: nil, level: 0, isSung: false)
        #expect(ConversionRequest().semitones(for: unvoiced, target: target) == 0)
    }

    @Test func nothingStaysNothing() throws {
        let mel = try mel([Float](repeating: 0, count: 16000), cut: 16000)
        #expect(mel.values.allSatisfy { $0 == VoiceConversionStream.silentMel })
    }

    @Test func formantsMoveAlongTheBands() throws {
        let mel = MelConfiguration.standard24kHz
        // One ramp over frequency tells where each band's value comes from.
        let up = try FormantShift(semitones: 12, mel: mel)
        var values = try centers(mel)
        up.apply(to: &values)
        let original = try centers(mel)
        for band in 10..<100 { #expect(abs(values[band] - original[band] / 2) < 0.01 * original[band]) }
        var down = original
        try FormantShift(semitones: -12, mel: mel).apply(to: &down)
        #expect(abs(down[20] - 2 * original[20]) < 1 && down[99] == original[99])
        var same = original
        try FormantShift(semitones: 0, mel: mel).apply(to: &same)
        #expect(zip(same, original).allSatisfy { abs($0 - $1) < 1e-3 })
    }

    private func centers(_ mel: MelConfiguration) throws -> [Float] { try melCenters(mel).map(Float.init) }

    @Test func aReferenceNeedsSpeech() throws {
        let converter = try silentConverter()
        for samples in [[], [Float](repeating: 0, count: 160_000), buzz(seconds: 0.5) { _ in 0 }] {
            #expect { _ = try converter.voice(of: Waveform(sampleRate: 16000, samples: samples)) } throws: {
                ($0 as? SpeechError)?.kind == .malformedInput
            }
        }
        let voice = try converter.voice(of: Waveform(sampleRate: 44100, samples: buzz(seconds: 4, rate: 44100) { 2 * sin(3 * $0) }))
        #expect(abs(voice.embedding.reduce(0) { $0 + $1 * $1 } - 1) < 1e-4)
        #expect(abs(try #require(voice.medianF0) - 100) < 15)
    }

    @Test func pausesAreNotHeardBySpeakerEncoders() {
        let sound = buzz(seconds: 1) { _ in 0 }.map { $0 * 0.01 }
        let silence = [Float](repeating: 0, count: 32000)
        let kept = SpeechExcerpt.sounds(in: silence + sound + silence)
        #expect(kept.count > 12000 && kept.count < 20000)
        // Raised to -30 dBFS.
        let level = (kept.reduce(Float(0)) { $0 + $1 * $1 } / Float(kept.count)).squareRoot()
        #expect(abs(level - 0.0316) < 1e-3)
        #expect(SpeechExcerpt.sounds(in: silence).isEmpty && SpeechExcerpt.sounds(in: []).isEmpty)
    }

    @Test func modelsThatDoNotFit() throws {
        let whole = try silentConverter()
        var mel = whole.mel
        mel.hop = 240
        #expect { _ = try VoiceConverter(content: whole.content, speaker: whole.speaker, model: whole.model, mel: mel, outputLevel: 0) } throws: {
            ($0 as? SpeechError)?.kind == .brokenVoice
        }
        // 40 positions are too few for windows that overlap.
        let short = try Fixture.contentEncoder()
        #expect(throws: SpeechError.self) {
            _ = try VoiceConverter(content: short, speaker: whole.speaker, model: whole.model, mel: whole.mel, outputLevel: 0)
        }
    }
}

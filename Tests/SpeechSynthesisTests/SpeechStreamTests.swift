import SpeechData
import SpeechSynthesis
import Testing

@Suite struct SpeechStreamTests {
    @Test func chunksJoinToTheWhole() async throws {
        let synthesizer = try silentSynthesizer()
        let text = "Hello, world. It is late. Good night!"
        let whole = try synthesizer.speech(for: text)
        var samples: [Float] = []
        for try await chunk in synthesizer.stream(text).chunks {
            #expect(abs(chunk.start * 24000 - Double(samples.count)) < 1e-3)
            samples += chunk.waveform.samples
        }
        #expect(samples == whole.waveform.samples && whole.sentences.map(\.text) == ["Hello, world.", "It is late.", "Good night!"])
        #expect(try synthesizer.speech(for: text).waveform == whole.waveform)
        #expect(try silentSynthesizer(SynthesisOptions(seed: 1)).speech(for: text).waveform != whole.waveform)
    }

    @Test func emptyTextHasNoChunks() throws {
        let synthesizer = try silentSynthesizer()
        for text in ["", " ", "...", "\n\n"] { #expect(try chunks(synthesizer.stream(text)).isEmpty) }
        #expect(try chunks(synthesizer.stream(phonemes: "\n\n")).isEmpty)
    }

    @Test func extraSilenceLiesInItsPause() throws {
        let synthesizer = try silentSynthesizer()
        var utterance = try Utterance(phonemes: "həlˈO, wˈɜɹld.")
        let plain = try chunks(synthesizer.stream([utterance])).reduce(0) { $0 + $1.waveform.samples.count }
        let comma = try #require(utterance.segments.firstIndex { $0.phoneme.symbol == "," })
        utterance.segments[comma].extraSilence = 3
        let pieces = try chunks(synthesizer.stream([utterance]))
        let long = pieces.reduce(0) { $0 + $1.waveform.samples.count }
        #expect(abs(long - plain - 72000) <= 4 * 300)
        // Silence comes a second at a time, so that an hour of it needs no memory.
        #expect(pieces.filter { $0.waveform.samples.allSatisfy { $0 == 0 } }.map(\.waveform.samples.count) == [24000, 24000, 24000])
        let words = try #require(pieces.last?.sentence?.words)
        #expect(words[1].span.start - words[0].span.end >= 3)
    }

    @Test func joinsDoNotClick() throws {
        let pieces = try chunks(silentSynthesizer().stream("Hello. World. Again."))
        for piece in pieces { #expect(abs(piece.waveform.samples.first ?? 0) < 1e-4 && abs(piece.waveform.samples.last ?? 0) < 1e-4) }
    }

    @Test func optionsOutOfBoundsAreRefused() {
        for options in [SynthesisOptions(speed: 3), .init(speed: .nan), .init(pitch: 99), .init(volume: 99), .init(sentencePause: -1), .init(refineSteps: -1)] {
            #expect(throws: SpeechError.self) { try silentSynthesizer(options) }
        }
    }
}

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

    /// Durations stay, so that only the sound changes, and every sentence is drawn by itself.
    @Test func variationMovesTheSoundAndNotItsTimes() throws {
        let text = "Hello, world. It is late."
        let plain = try silentSynthesizer().speech(for: text)
        #expect(try silentSynthesizer(SynthesisOptions(variation: 0)).speech(for: text).waveform == plain.waveform)
        let varied = try silentSynthesizer(SynthesisOptions(variation: 1)).speech(for: text)
        #expect(varied.waveform != plain.waveform && varied.sentences == plain.sentences)
        #expect(try silentSynthesizer(SynthesisOptions(variation: 0.5)).speech(for: text).waveform != varied.waveform)
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

    @Test(arguments: [2, 3, 16]) func threadsChangeNoSample(threads: Int) throws {
        let text = "Hello, world. It is late. Good night! " + String(repeating: "One more, and then the next. ", count: 5)
        let alone = try silentSynthesizer(SynthesisOptions(threads: 1)).speech(for: text)
        let together = try silentSynthesizer(SynthesisOptions(threads: threads)).speech(for: text)
        #expect(alone.waveform == together.waveform && alone.sentences == together.sentences)
        let varied = SynthesisOptions(variation: 1, seed: 3, threads: 1)
        var many = varied
        many.threads = threads
        #expect(try silentSynthesizer(varied).speech(for: text).waveform == silentSynthesizer(many).speech(for: text).waveform)
    }

    @Test(arguments: [1, 4]) func anErrorComesAfterWhatWasBeforeIt(threads: Int) throws {
        let synthesizer = try silentSynthesizer(SynthesisOptions(threads: threads))
        var stream = synthesizer.stream(phonemes: "həlˈO.\nwˈɜɹld.\nh3lo.\nbˈA.")
        var sentences = 0
        let error = #expect(throws: SpeechError.self) {
            while let chunk = try stream.next() { sentences += chunk.sentence == nil ? 0 : 1 }
        }
        #expect(sentences == 2 && error?.problem.contains("'3'") == true)
    }

    /// The sound of a long sentence begins before it is made to its end.
    @Test func longSentencesComeInPieces() throws {
        let synthesizer = try silentSynthesizer()
        let long = String(repeating: "lˈʌmə ", count: 60)
        var stream = synthesizer.stream(phonemes: long)
        let first = try #require(try stream.next())
        #expect(first.sentence == nil && first.waveform.samples.count <= 64 * 300)
        #expect(try chunks(synthesizer.stream(phonemes: long)).count > 2)
    }

    @Test func edgesAreShortAndPausesAreNot() throws {
        let frame = 300.0 / 24000
        func speech(_ edge: Double?) throws -> Speech { try silentSynthesizer(SynthesisOptions(edgeSilence: edge)).speech(for: "Hello. World.") }
        let (long, short, none) = (try speech(nil), try speech(2 * frame), try speech(0))
        // The silent voice breathes for longer than that.
        #expect(long.sentences[0].span.start > 2.5 * frame)
        #expect(abs(short.sentences[0].span.start - 2 * frame) < 1e-9 && none.sentences[0].span.start == 0)
        #expect(short.waveform.duration - short.sentences[1].span.end < 2.5 * frame)
        #expect(abs(none.waveform.duration - none.sentences[1].span.end) < 1e-9)
        let pauses = [long, none].map { $0.sentences[1].span.start - $0.sentences[0].span.end }
        #expect(abs(pauses[0] - pauses[1]) < 1e-9)
    }

    @Test func marksAreTimed() throws {
        let ssml = """
            <speak><mark name="first"/>Hello <mark name="inside"/> world.<mark name="between"/><break time="2s"/>
            It is late.<mark name="last"/></speak>
            """
        let sentences = try chunks(silentSynthesizer().stream(ssml: ssml)).compactMap(\.sentence)
        let marks = sentences.flatMap(\.marks)
        #expect(marks.map(\.name) == ["first", "inside", "between", "last"])
        let words = sentences.flatMap(\.words)
        #expect(marks.map(\.time) == [words[0].span.start, words[1].span.start, words[1].span.end, words[4].span.end])
    }

    @Test func joinsDoNotClick() throws {
        let pieces = try chunks(silentSynthesizer().stream("Hello. World. Again."))
        var starts = true
        for piece in pieces {
            if starts { #expect(abs(piece.waveform.samples.first ?? 0) < 1e-4) }
            if piece.sentence != nil { #expect(abs(piece.waveform.samples.last ?? 0) < 1e-4) }
            starts = piece.sentence != nil
        }
    }

    @Test func optionsOutOfBoundsAreRefused() {
        for options in [SynthesisOptions(speed: 3), .init(speed: .nan), .init(pitch: 99), .init(volume: 99), .init(sentencePause: -1), .init(refineSteps: -1), .init(edgeSilence: .nan), .init(threads: 0), .init(variation: 2.1), .init(variation: .nan)] {
            #expect(throws: SpeechError.self) { try silentSynthesizer(options) }
        }
    }
}

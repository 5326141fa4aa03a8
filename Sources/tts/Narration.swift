import SpeechData
import SpeechSynthesis

/// Speaks one text into a sink, with timings and a progress bar beside it.
struct Narration {
    let synthesizer: Synthesizer
    let messages: MessageOptions
    let interruption: Interruption

    /// Speaks `text` and returns whether there was anything to say; if not, no sink is made and no file written.
    ///
    /// - Parameters:
    ///   - hear: gets each chunk as soon as it is made.
    ///   - makeSink: called when the first sound is there.
    func speak(
        _ text: String, notation: SpeakingOptions.Notation, timings: (path: String, format: TimingsFormat)?,
        hear: (SpeechChunk) -> Void = { _ in }, makeSink: () throws -> any AudioSink
    ) throws -> Bool {
        let clock = ContinuousClock()
        let start = clock.now
        var progress = ProgressBar(quiet: messages.quiet)
        defer { progress.clear() }
        let total = progress.isShown ? synthesizer.sentenceCount(of: text, phonemes: notation == .phonemes) : 0
        var stream = switch notation {
        case .text: synthesizer.stream(text)
        case .phonemes: synthesizer.stream(phonemes: text)
        case .ssml: try synthesizer.stream(ssml: text)
        }
        var sink: (any AudioSink)?
        var timingsFile: TextFileWriter?
        var timingsWriter: TimingsWriter?
        var firstSound: Duration?
        while let chunk = try stream.next() {
            hear(chunk)
            let current = try sink ?? makeSink()
            if sink == nil {
                sink = current
                firstSound = clock.now - start
                if let timings {
                    let file = try TextFileWriter(path: timings.path, interruption: interruption)
                    timingsFile = file
                    timingsWriter = try TimingsWriter(format: timings.format, sampleRate: synthesizer.voice.sampleRate, output: file.append)
                }
            }
            try current.append(chunk.waveform.samples, endsSentence: chunk.sentence != nil)
            if let sentence = chunk.sentence { try timingsWriter?.append(sentence) }
            progress.update(Double(stream.sentenceCount) / Double(max(total, 1)), note: "\(Self.minutes(stream.duration)) of speech")
        }
        guard let sink else { return false }
        try timingsWriter?.finish(end: stream.duration)
        // Both are whole before either has its name.
        try timingsFile?.flush()
        try sink.finish()
        try timingsFile?.finish()
        progress.clear()
        if messages.verbose, let firstSound { report(stream, took: clock.now - start, firstSound: firstSound) }
        return true
    }

    private func report(_ stream: SpeechStream, took: Duration, firstSound: Duration) {
        let seconds = took / .seconds(1)
        func short(_ value: Double, digits: Int = 2) -> String {
            var scale = 1.0
            for _ in 0..<digits { scale *= 10 }
            return "\((value * scale).rounded() / scale)"
        }
        let stages = stream.stages
        StandardError.line("tts: \(synthesizer.name): \(stream.sentenceCount) sentences, \(short(stream.duration)) s of speech")
        StandardError.line(
            "tts: made in \(short(seconds, digits: 3)) s (real-time factor \(short(seconds / max(stream.duration, 0.001), digits: 4))), "
                + "first sound after \(short(firstSound / .seconds(1), digits: 3)) s")
        StandardError.line(
            "tts: frontend \(short(stages.frontend, digits: 3)) s, acoustic model \(short(stages.acoustic, digits: 3)) s, "
                + "refiner \(short(stages.refiner, digits: 3)) s, "
                + "vocoder \(short(stages.vocoder, digits: 3)) s")
    }

    private static func minutes(_ seconds: Double) -> String {
        let whole = Int(seconds)
        return "\(whole / 60):\(whole % 60 < 10 ? "0" : "")\(whole % 60)"
    }
}

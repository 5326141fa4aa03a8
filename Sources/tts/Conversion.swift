import AudioFiles
import SpeechData
import SpeechSynthesis
import VoiceConversion

/// Converts one recording into a sink, with a progress bar beside it.
struct Conversion {
    let converter: Converter
    let messages: MessageOptions
    /// What stands before the bar's note.
    var prefix = ""

    /// - Parameter makeSink: called with the sample rate when the first sound is there.
    /// Throws `.malformedInput` for a recording without sound; then no sink is made and no file written.
    func convert(_ reader: AudioFileReader, makeSink: (Int) throws -> any AudioSink) throws {
        let clock = ContinuousClock()
        let start = clock.now
        var progress = ProgressBar(quiet: messages.quiet)
        defer { progress.clear() }
        var stream = try converter.stream(sampleRate: reader.sampleRate)
        var sink: (any AudioSink)?
        func pass(_ samples: [Float]) throws {
            guard !samples.isEmpty else { return }
            let current = try sink ?? makeSink(converter.voice.sampleRate)
            sink = current
            try current.append(samples, endsSentence: false)
        }
        var count = 0
        while case let block = try reader.read(frames: reader.sampleRate), !block.isEmpty {
            count += block.count
            try pass(stream.append(block))
            progress.update(
                Double(count) / Double(max(reader.frameCount ?? 0, count)),
                note: prefix + "\(Self.minutes(Double(count) / Double(reader.sampleRate))) of \(reader.frameCount.map { Self.minutes(Double($0) / Double(reader.sampleRate)) } ?? "a stream")")
        }
        try pass(stream.finish())
        guard let sink else { throw SpeechError(.malformedInput, "'\(reader.name)' holds no sound", remedy: "give a recording") }
        try sink.finish()
        progress.clear()
        let seconds = Double(count) / Double(reader.sampleRate)
        if let promised = reader.frameCount, promised > count, !messages.quiet {
            let whole = Double(promised) / Double(reader.sampleRate)
            StandardError.line("tts: '\(reader.name)' is damaged: it ends after \(Self.short(seconds)) of \(Self.short(whole)) s, which were converted")
        }
        if messages.verbose { report(stream, reader, seconds: seconds, took: (clock.now - start) / .seconds(1)) }
    }

    private func report(_ stream: ConversionStream, _ reader: AudioFileReader, seconds: Double, took: Double) {
        let profile = stream.profile
        let pitch = profile?.medianF0.map { "median pitch \(Self.short($0, digits: 0)) Hz, moved by \(Self.short(stream.semitones ?? 0, digits: 1)) semitones" }
        StandardError.line("tts: \(reader.name) to \(converter.name): \(profile?.isSung == true ? "singing" : "speech"), \(pitch ?? "nothing voiced")")
        StandardError.line(
            "tts: \(Self.short(seconds)) s made in \(Self.short(took)) s (real-time factor \(Self.short(took / max(seconds, 0.001), digits: 3))): "
                + "conversion \(Self.short(stream.stages.acoustic)) s, refiner \(Self.short(stream.stages.refiner)) s, vocoder \(Self.short(stream.stages.vocoder)) s")
    }

    private static func short(_ value: Double, digits: Int = 2) -> String {
        var scale = 1.0
        for _ in 0..<digits { scale *= 10 }
        let rounded = (value * scale).rounded() / scale
        return digits == 0 ? "\(Int(rounded))" : "\(rounded)"
    }

    private static func minutes(_ seconds: Double) -> String {
        let whole = Int(seconds)
        return "\(whole / 60):\(whole % 60 < 10 ? "0" : "")\(whole % 60)"
    }
}

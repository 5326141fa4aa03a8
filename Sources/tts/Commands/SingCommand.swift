import ArgumentParser
import AudioFiles
import Foundation
import ScoreFrontend
import SpeechData
import SpeechPlotting
import SpeechSynthesis
import TextFrontend

struct SingCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sing",
        abstract: "Sing a score with words: MusicXML, MIDI, UST, USTX or DiffSinger.",
        discussion: """
            Examples:
              tts sing song.musicxml -o song.wav --voice heart
              tts sing song.mxl -o song.wav --bars 1-16 --transpose -3 --plot song.png
              tts sing round.musicxml --parts all --voice heart --voice michael -o round.flac

            The part with most words is sung; a song beyond the voice's range is transposed into it, and that is said. With \
            --parts, each part has its own voice, and they are mixed to stereo.
            """)

    @OptionGroup var score: ScoreOptions

    @Option(help: ArgumentHelp("Several parts together: all that have words, or numbers and names parted by commas.", valueName: "all|A,B"))
    var parts: String?

    @Option(
        name: [.short, .long],
        help: ArgumentHelp("Write this file: .wav, .flac, .ogg, .opus or .mp3; - writes WAV to standard output.", valueName: "file"),
        completion: .file(extensions: ["wav", "flac", "ogg", "opus", "mp3"]))
    var output: String

    @Option(
        help: ArgumentHelp(
            "Write when each phrase, word and phoneme sounds: .srt, .vtt, .TextGrid, or .json with notes and the F0 curve.", valueName: "file"),
        completion: .file(extensions: ["json", "srt", "vtt", "TextGrid"]))
    var timings: String?

    @Option(
        help: ArgumentHelp("Draw notes, pitch, words, phonemes and the mel spectrogram: .png or .svg.", valueName: "file"),
        completion: .file(extensions: ["png", "svg"]))
    var plot: String?

    @Option(
        name: [.short, .long],
        help: ArgumentHelp("Who sings, as for say; with --parts, once for each part in turn. (default: the first voice; for several parts by range)", valueName: "name"),
        completion: .custom { _, _, _ in VoiceCatalog.installed().packs.flatMap(\.description.speakers) })
    var voice: [String] = []

    @OptionGroup(title: "Voice") var search: VoiceSearchOptions
    @OptionGroup(title: "Singing") var style: SingingStyleOptions
    @OptionGroup(title: "Messages") var messages: MessageOptions

    func run() throws {
        let interruption = Interruption()
        if output != "-" { _ = try AudioFileFormat(path: output) }
        if output == "-", StandardOutput.isTerminal {
            throw SpeechError(.usage, "sound is not written to a terminal", remedy: "pipe it on, or name a file with -o")
        }
        let timingsFormat = try timings.map { try TimingsFormat(fileName: $0) }
        let plotFormat = try plot.map { try PlotFormat(fileName: $0) }
        let options = try style.singing()
        let frontend = try score.lexicon.frontend()
        let reading = try score.read(parts: parts, frontend: frontend)
        guard parts != nil || voice.count <= 1 else {
            throw SpeechError(.usage, "one part cannot be sung by \(voice.count) voices", remedy: "add --parts all, or mix them as heart:0.7,bella:0.3")
        }
        let clock = ContinuousClock()
        let start = clock.now
        let performance = try sing(reading, synthesizers: synthesizers(for: reading, frontend: frontend), options: options)
        let took = clock.now - start
        if !messages.quiet { for warning in reading.warnings + performance.songs.flatMap(\.warnings) { StandardError.line("tts: \(warning)") } }
        // The small files are whole before the sound has its name.
        if let timings, let timingsFormat { try WholeFile.write(Song.timings(of: performance.songs, format: timingsFormat), to: timings) }
        if let plot, let plotFormat { try WholeFile.write(picture(of: performance, title: reading.score.title).encoded(as: plotFormat), to: plot) }
        try write(performance, interruption: interruption)
        if messages.verbose { report(performance, took: took / .seconds(1)) }
    }

    /// The voices of the parts: those given in turn, else chosen by what each part asks for.
    private func synthesizers(for reading: ScoreOptions.Reading, frontend: EnglishFrontend) throws -> [Synthesizer] {
        let catalog = search.catalog
        var loaded: [String: Voice] = [:]
        var taken: Set<String> = []
        return try reading.parts.enumerated().map { index, part in
            var request = try voice.isEmpty ? nil : VoiceRequest(voice[index % voice.count])
            if request == nil, reading.parts.count > 1, let pack = catalog.packs.first?.description, let range = reading.score.parts[part].range,
                let singer = pack.singer(for: range, taken: taken)
            {
                taken.insert(singer)
                request = try VoiceRequest("\(pack.name)/\(singer)")
            }
            let selection = try catalog.select(request)
            let name = selection.pack.description.name
            let synthesizer = try Synthesizer(selection, voice: loaded[name], frontend: frontend)
            loaded[name] = synthesizer.voice
            return synthesizer
        }
    }

    private func sing(_ reading: ScoreOptions.Reading, synthesizers: [Synthesizer], options: SingingOptions) throws -> Ensemble.Performance {
        var bar = ProgressBar(quiet: messages.quiet)
        defer { bar.clear() }
        return try Ensemble(synthesizers, options: options).sing(reading.score, parts: reading.parts) { done in
            bar.update(done, note: "of the song")
        }
    }

    private func write(_ performance: Ensemble.Performance, interruption: Interruption) throws {
        if output == "-" {
            let writer = try WAVStreamWriter(fileDescriptor: STDOUT_FILENO, sampleRate: performance.left.sampleRate)
            return try writer.append(zip(performance.left.samples, performance.right.samples).map { ($0 + $1) / 2 })
        }
        let isMono = performance.songs.count == 1
        let writer = try AudioFileWriter(path: output, sampleRate: performance.left.sampleRate, channels: isMono ? 1 : 2)
        if let temporary = writer.temporaryPath { interruption.remove(temporary) }
        try writer.append(channels: isMono ? [performance.left.samples] : [performance.left.samples, performance.right.samples])
        guard let temporary = writer.temporaryPath else { return try writer.finish() }
        try interruption.keep(temporary) { () throws(SpeechError) in try writer.finish() }
    }

    private func picture(of performance: Ensemble.Performance, title: String) throws(SpeechError) -> SpeechPlot {
        let mixed = Waveform(
            sampleRate: performance.left.sampleRate, samples: zip(performance.left.samples, performance.right.samples).map { ($0 + $1) / 2 })
        let syllables = performance.songs[0].notes.compactMap { note in
            note.syllable.map { SpeechPlot.Label($0, start: note.start, end: note.end) }
        }
        let phonemes = performance.songs[0].phrases.flatMap(\.words).flatMap(\.phonemes)
        return try SpeechPlot(
            title: title.isEmpty ? URL(filePath: score.file).deletingPathExtension().lastPathComponent : title,
            subtitle: performance.songs.map { $0.voice.split(separator: "/").last.map(String.init) ?? $0.voice }.joined(separator: ", "),
            waveform: mixed,
            melodies: performance.songs.map { song in
                SpeechPlot.Melody(
                    notes: song.notes.map { SpeechPlot.Note(start: $0.start, end: $0.end, pitch: $0.pitch) }, f0: song.f0, voicing: song.voicing,
                    framesPerSecond: song.framesPerSecond)
            },
            words: syllables, phonemes: phonemes.map { SpeechPlot.Label($0.phoneme.description, start: $0.span.start, end: $0.span.end) })
    }

    private func report(_ performance: Ensemble.Performance, took: Double) {
        func short(_ value: Double) -> String { String(format: "%.3f", value) }
        let names = performance.songs.map(\.voice).joined(separator: ", ")
        let length = performance.left.duration
        StandardError.line("tts: \(names): \(short(length)) s of singing, made in \(short(took)) s (real-time factor \(short(took / max(length, 0.001))))")
    }
}

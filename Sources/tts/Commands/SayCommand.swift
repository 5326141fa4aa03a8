import ArgumentParser
import AudioFiles
import SpeechData
import SpeechPlotting
import SpeechSynthesis

struct SayCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "say",
        abstract: "Speak a text: to the loudspeaker, a file or a pipe.",
        discussion: """
            Examples:
              tts say "Hello, world."
              tts say -f chapter.txt -o chapter.flac --voice michael --speed 1.1
              echo "Piped in and out." | tts say -o - | aplay
              tts say "Read along." -o read.wav --timings read.srt
              tts say --ssml "<speak>One <break time='500ms'/> two.</speak>" -o ssml.wav

            Without --output, sound goes to standard output where that is a pipe or a file, and else is played by pw-play, \
            paplay or aplay. Long texts are spoken sentence by sentence as they are made.
            """)

    @OptionGroup var text: TextOptions

    @Option(
        name: [.short, .long],
        help: ArgumentHelp("Write this file: .wav, .flac, .ogg, .opus or .mp3; - writes WAV to standard output.", valueName: "file"),
        completion: .file(extensions: ["wav", "flac", "ogg", "opus", "mp3"]))
    var output: String?

    @Option(
        help: ArgumentHelp("Write when each sentence, word and phoneme sounds: .json, .srt, .vtt or .TextGrid.", valueName: "file"),
        completion: .file(extensions: ["json", "srt", "vtt", "TextGrid"]))
    var timings: String?

    @Option(
        help: ArgumentHelp("Draw pitch, words, phonemes and the mel spectrogram: .png or .svg; of up to 10 minutes.", valueName: "file"),
        completion: .file(extensions: ["png", "svg"]))
    var plot: String?

    @OptionGroup(title: "Voice") var voice: VoiceOptions
    @OptionGroup(title: "Speaking") var speaking: SpeakingOptions
    @OptionGroup(title: "Messages") var messages: MessageOptions

    func run() throws {
        let interruption = Interruption()
        let plotFormat = try plot.map { try PlotFormat(fileName: $0) }
        let timingsFormat = try timings.map { try TimingsFormat(fileName: $0) }
        if let output, output != "-" { _ = try AudioFileFormat(path: output) }
        if output == "-", StandardOutput.isTerminal {
            throw SpeechError(.usage, "sound is not written to a terminal", remedy: "pipe it on, or name a file with -o")
        }
        let content = try text.read()
        let studio = try Studio(voice: voice, speaking: speaking)
        let synthesizer = try studio.synthesizer(for: voice.request())
        let narration = Narration(synthesizer: synthesizer, messages: messages, interruption: interruption)
        var heard = Speech(waveform: Waveform(sampleRate: synthesizer.voice.sampleRate), sentences: [])
        let spoken = try narration.speak(
            content, notation: speaking.notation, timings: timings.flatMap { path in timingsFormat.map { (path, $0) } },
            hear: { chunk in
                guard plotFormat != nil, heard.waveform.duration < Self.longestPicture else { return }
                heard.waveform.samples += chunk.waveform.samples
                if let sentence = chunk.sentence { heard.sentences.append(sentence) }
            }
        ) { try sink(sampleRate: synthesizer.voice.sampleRate, interruption: interruption) }
        guard spoken else { throw SpeechError(.malformedInput, "there is nothing to say: \(emptiness)", remedy: "give a text with words") }
        if let plot, let plotFormat { try WholeFile.write(picture(of: heard, voice: synthesizer.name).encoded(as: plotFormat), to: plot) }
    }

    /// Seconds of speech that a picture shows at most; a longer one would not be legible.
    private static let longestPicture = 600.0

    private func picture(of speech: Speech, voice: String) throws(SpeechError) -> SpeechPlot {
        let words = speech.sentences.flatMap(\.words)
        let text = speech.sentences.map(\.text).joined(separator: " ")
        return try SpeechPlot(
            title: text.count > 80 ? text.prefix(80) + "…" : text, subtitle: voice, waveform: speech.waveform,
            words: words.map { SpeechPlot.Label($0.text, start: $0.span.start, end: $0.span.end) },
            phonemes: words.flatMap(\.phonemes).map { SpeechPlot.Label($0.phoneme.description, start: $0.span.start, end: $0.span.end) })
    }

    private var emptiness: String {
        text.text.isEmpty ? "\(InputFile(text.file ?? "-").name) has no words" : "the text has no words"
    }

    private func sink(sampleRate: Int, interruption: Interruption) throws -> any AudioSink {
        if let output, output != "-" { return try FileSink(path: output, sampleRate: sampleRate, interruption: interruption) }
        if output == "-" || !StandardOutput.isTerminal { return try PipeSink(sampleRate: sampleRate) }
        return try PlayerSink(sampleRate: sampleRate, interruption: interruption)
    }
}

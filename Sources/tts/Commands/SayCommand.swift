import ArgumentParser
import AudioFiles
import SpeechData
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

    @OptionGroup(title: "Voice") var voice: VoiceOptions
    @OptionGroup(title: "Speaking") var speaking: SpeakingOptions
    @OptionGroup(title: "Messages") var messages: MessageOptions

    func run() throws {
        let interruption = Interruption()
        let timingsFormat = try timings.map { try TimingsFormat(fileName: $0) }
        if let output, output != "-" { _ = try AudioFileFormat(path: output) }
        if output == "-", StandardOutput.isTerminal {
            throw SpeechError(.usage, "sound is not written to a terminal", remedy: "pipe it on, or name a file with -o")
        }
        let content = try text.read()
        let studio = try Studio(voice: voice, speaking: speaking)
        let synthesizer = try studio.synthesizer(for: voice.request())
        let narration = Narration(synthesizer: synthesizer, messages: messages, interruption: interruption)
        let spoken = try narration.speak(
            content, notation: speaking.notation, timings: timings.flatMap { path in timingsFormat.map { (path, $0) } }
        ) { try sink(sampleRate: synthesizer.voice.sampleRate, interruption: interruption) }
        guard spoken else { throw SpeechError(.malformedInput, "there is nothing to say: \(emptiness)", remedy: "give a text with words") }
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

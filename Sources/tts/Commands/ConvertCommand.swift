import ArgumentParser
import AudioFiles
import Foundation
import SpeechData
import SpeechSynthesis

struct ConvertCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "convert",
        abstract: "Say or sing a recording again in another voice.",
        discussion: """
            Words, timing and intonation stay; the voice changes. Takes speech or singing of anybody, in any sound file that \
            libsndfile reads: any rate, channels mixed down, any length.

            Examples:
              tts convert interview.flac -o interview-heart.wav --voice heart
              tts convert song.wav -o song-michael.wav --voice michael --singing
              tts convert speech.wav -o like-her.wav --like her.wav
              tts convert recordings/ --output-dir converted --format flac
              tts say "Hello." -o - | tts convert - -o - --voice fenrir | aplay

            Without --output, sound goes to standard output where that is a pipe or a file, and else is played. A pipe in \
            brings WAV. Nothing comes out before twenty seconds of voice, or the end, have been heard: they tell how high and \
            how loud the recording is.
            """)

    @Argument(
        help: ArgumentHelp("Sound files, folders of them, or - for standard input.", valueName: "in"),
        completion: .file(extensions: SoundFiles.suffixes))
    var inputs: [String]

    @Option(
        name: [.short, .long],
        help: ArgumentHelp("Write this file: .wav, .flac, .ogg, .opus or .mp3; - writes WAV to standard output.", valueName: "file"),
        completion: .file(extensions: ["wav", "flac", "ogg", "opus", "mp3"]))
    var output: String?

    @Option(help: ArgumentHelp("Write one file for each input into this folder; made if it is not there.", valueName: "dir"), completion: .directory)
    var outputDir: String?

    @Option(help: ArgumentHelp("With --output-dir: wav, flac, ogg, opus or mp3.", valueName: "suffix"))
    var format = "wav"

    @OptionGroup(title: "Voice") var voice: ConversionVoiceOptions
    @OptionGroup(title: "Converting") var converting: ConvertingOptions
    @OptionGroup(title: "Messages") var messages: MessageOptions

    func validate() throws {
        if output != nil, outputDir != nil { throw ValidationError("Give either --output or --output-dir, not both.") }
    }

    func run() throws {
        let interruption = Interruption()
        let options = try converting.options()
        guard let outputDir else {
            if let output, output != "-" { _ = try AudioFileFormat(path: output) }
            if output == "-", StandardOutput.isTerminal {
                throw SpeechError(.usage, "sound is not written to a terminal", remedy: "pipe it on, or name a file with -o")
            }
            let input = try SoundFiles.only(of: inputs)
            let reader = try SoundFiles.reader(input)
            let conversion = Conversion(converter: try voice.converter(options: options), messages: messages)
            return try conversion.convert(reader) { try sink(sampleRate: $0, interruption: interruption) }
        }
        _ = try AudioFileFormat(path: "x.\(format)")
        let jobs = try SoundFiles.jobs(inputs, outputDir: outputDir, suffix: format)
        let converter = try voice.converter(options: options)
        do { try FileManager.default.createDirectory(atPath: outputDir, withIntermediateDirectories: true) } catch {
            throw SpeechError(.unwritable, "the folder '\(outputDir)' cannot be made", remedy: "check its name and permissions")
        }
        var failed = 0
        for (number, job) in jobs.enumerated() {
            do {
                let conversion = Conversion(converter: converter, messages: messages, prefix: "\(number + 1) of \(jobs.count) files, ")
                try conversion.convert(SoundFiles.reader(job.input)) {
                    try FileSink(path: job.output, sampleRate: $0, interruption: interruption)
                }
            } catch let error as SpeechError where error.kind != .unwritable && error.kind != .brokenVoice {
                failed += 1
                StandardError.line("tts: \(error)")
            }
        }
        if !messages.quiet { StandardError.line("tts: \(jobs.count - failed) converted, \(failed) failed") }
        if failed > 0 { throw ExitCode(65) }
    }

    private func sink(sampleRate: Int, interruption: Interruption) throws -> any AudioSink {
        if let output, output != "-" { return try FileSink(path: output, sampleRate: sampleRate, interruption: interruption) }
        if output == "-" || !StandardOutput.isTerminal { return try PipeSink(sampleRate: sampleRate) }
        return try PlayerSink(sampleRate: sampleRate, interruption: interruption)
    }
}

import ArgumentParser
import AudioFiles
import Foundation
import SpeechData
import SpeechSynthesis

struct BatchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "batch",
        abstract: "Speak the lines of a list into one file each.",
        discussion: """
            LIST has a line for each file: an id, a tab, the text, and optionally a tab and the voice. The sound of the line \
            goes to DIR/ID.wav. Empty lines and lines that begin with # are passed over. A bad line is reported and the rest \
            is spoken; the exit code is then 65.

            Examples:
              tts batch sentences.tsv --output-dir spoken
              tts batch sentences.tsv --output-dir spoken --format flac --timings TextGrid --resume
            """)

    @Argument(help: "Tab-separated list of what to say; - is standard input.", completion: .file(extensions: ["tsv"]))
    var list: String

    @Option(help: ArgumentHelp("Folder for the sound files; made if it is not there.", valueName: "dir"), completion: .directory)
    var outputDir: String

    @Option(help: ArgumentHelp("wav, flac, ogg, opus or mp3.", valueName: "suffix"))
    var format = "wav"

    @Option(help: ArgumentHelp("Write timings beside each sound file: json, srt, vtt or TextGrid.", valueName: "format"))
    var timings: String?

    @Flag(help: "Pass over lines whose files are already there.")
    var resume = false

    @OptionGroup(title: "Voice") var voice: VoiceOptions
    @OptionGroup(title: "Speaking") var speaking: SpeakingOptions
    @OptionGroup(title: "Messages") var messages: MessageOptions

    func run() throws {
        let interruption = Interruption()
        _ = try AudioFileFormat(path: "x.\(format)")
        let timingsFormat = try timings.map { try TimingsFormat(fileName: "x.\($0)") }
        let input = InputFile(list)
        var lines: [[UInt8]] = []
        try input.forEachLine { lines.append(Array($0)) }
        let studio = try Studio(voice: voice, speaking: speaking)
        let preferred = try voice.request()
        _ = try studio.synthesizer(for: preferred)
        do { try FileManager.default.createDirectory(atPath: outputDir, withIntermediateDirectories: true) } catch {
            throw SpeechError(.unwritable, "the folder '\(outputDir)' cannot be made", remedy: "check its name and permissions")
        }

        var progress = ProgressBar(quiet: messages.quiet)
        var ids: Set<String> = []
        var (spoken, skipped, failed) = (0, 0, 0)
        for (index, bytes) in lines.enumerated() where !bytes.isEmpty && bytes[0] != UInt8(ascii: "#") {
            progress.update(Double(index) / Double(lines.count), note: "\(index) of \(lines.count) lines")
            do {
                let line = try BatchLine(input.decoded(bytes[...]) { "line \(index + 1)" })
                guard ids.insert(line.id).inserted else { throw SpeechError(.malformedInput, "the id '\(line.id)' comes twice") }
                let sound = "\(outputDir)/\(line.id).\(format)"
                let marks = timingsFormat.map { ("\(outputDir)/\(line.id).\($0.rawValue)", $0) }
                if resume, ([sound] + [marks?.0].compactMap { $0 }).allSatisfy(FileManager.default.fileExists(atPath:)) {
                    skipped += 1
                    continue
                }
                let synthesizer = try studio.synthesizer(for: line.voice.map { try VoiceRequest($0) } ?? preferred)
                let narration = Narration(synthesizer: synthesizer, messages: MessageOptions.silent, interruption: interruption)
                let hadWords = try narration.speak(line.text, notation: speaking.notation, timings: marks) {
                    try FileSink(path: sound, sampleRate: synthesizer.voice.sampleRate, interruption: interruption)
                }
                guard hadWords else { throw SpeechError(.malformedInput, "there is nothing to say: the text has no words") }
                spoken += 1
            } catch let error as SpeechError where error.kind != .unwritable {
                failed += 1
                progress.clear()
                StandardError.line("tts: \(input.name) line \(index + 1): \(error)")
            }
        }
        progress.clear()
        if !messages.quiet { StandardError.line("tts: \(spoken) spoken, \(skipped) passed over, \(failed) failed") }
        if failed > 0 { throw ExitCode(65) }
    }
}

/// One line of a batch list: `id <tab> text [<tab> voice]`.
struct BatchLine: Equatable {
    var id: String
    var text: String
    var voice: String?

    /// Throws `.malformedInput` for the wrong number of columns and for ids that are no plain file names.
    init(_ line: String) throws(SpeechError) {
        let columns = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
        guard (2...3).contains(columns.count) else {
            throw SpeechError(.malformedInput, "\(columns.count) columns", remedy: "write id, text and perhaps voice, with tabs between")
        }
        id = columns[0]
        guard !id.isEmpty, !id.hasPrefix("."), !id.contains("/"), !id.contains("\0"), id.utf8.count <= 200 else {
            throw SpeechError(.malformedInput, "the id '\(id.prefix(40))' cannot name a file", remedy: "use up to 200 bytes, no / and no . at the start")
        }
        text = columns[1]
        voice = columns.count == 3 && !columns[2].isEmpty ? columns[2] : nil
    }
}

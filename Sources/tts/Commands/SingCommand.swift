import ArgumentParser
import AudioFiles
import Foundation
import ScoreFrontend
import SpeechData
import SpeechSynthesis

struct SingCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sing", abstract: "Sing a score with words: MusicXML, MIDI, UST, USTX or DiffSinger.",
        discussion: "Example: tts sing song.musicxml -o song.wav --voice heart")

    @OptionGroup var score: ScoreOptions
    @Option(name: [.short, .long], help: ArgumentHelp("Write this file: .wav, .flac, .ogg, .opus or .mp3.", valueName: "file"))
    var output: String
    @Option(help: ArgumentHelp("Write notes, phonemes and the F0 curve as JSON.", valueName: "file")) var timings: String?
    @OptionGroup(title: "Voice") var voice: VoiceOptions
    @Option(help: "Vibrato as depth in cents, rate in hertz, delay in seconds; 0 turns it off.") var vibrato: String?
    @Option(help: ArgumentHelp("Glide between slurred notes; 0 turns it off.", valueName: "seconds")) var portamento = 0.12
    @Flag(help: "Sing the pitch that the file draws.") var pitchCurve = false
    @Option(parsing: .unconditional, help: "auto brings the song into the voice's range, none keeps it, or semitones.") var transpose = "auto"
    @Option(parsing: .unconditional, help: "Semitones to raise the song by, like --transpose with a number.") var key: Int?
    @Option(help: "Tempo over the score's.") var tempo = 1.0
    @Option(parsing: .unconditional, help: "Make it louder by this much, in decibels.") var volume = 0.0
    @Option(help: "What chance is drawn from: same seed, same bytes.") var seed: UInt64 = 0
    @OptionGroup var refiner: RefinerOptions
    @OptionGroup(title: "Messages") var messages: MessageOptions

    func run() throws {
        _ = try AudioFileFormat(path: output)
        let (score, part) = try score.read()
        let selection = try voice.search.catalog.select(voice.request())
        let singer = try Singer(Synthesizer(selection, frontend: voice.lexicon.frontend()), options: options())
        let song = try singer.sing(score, part: part)
        if !messages.quiet { for warning in score.warnings + song.warnings { StandardError.write("tts: \(warning)\n") } }
        let writer = try AudioFileWriter(path: output, sampleRate: song.waveform.sampleRate)
        try writer.append(song.waveform.samples)
        try writer.finish()
        if let timings {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys]
            let report = Timings(notes: song.notes, phonemes: song.phonemes, framesPerSecond: song.framesPerSecond, f0: song.f0)
            do { try encoder.encode(report).write(to: URL(filePath: timings)) } catch { throw SpeechError(.unwritable, "cannot write '\(timings)'") }
        }
    }

    private struct Timings: Encodable {
        var notes: [Song.SungNote]
        var phonemes: [Song.SungPhoneme]
        var framesPerSecond: Double
        var f0: [Float]
    }

    private func options() throws(SpeechError) -> SingingOptions {
        var options = SingingOptions()
        if let vibrato {
            let values = vibrato.split(separator: ",").map { Double($0) }
            guard (1...3).contains(values.count), values.allSatisfy({ $0 != nil }) else {
                throw SpeechError(.usage, "'\(vibrato)' is not a vibrato", remedy: "write depth,rate,delay such as 35,5.6,0.3")
            }
            let given = values.compactMap { $0 }
            options.vibrato = .init(depth: given[0], rate: given.count > 1 ? given[1] : 5.6, delay: given.count > 2 ? given[2] : 0.3)
        }
        (options.portamento, options.usesPitchCurve, options.tempo) = (portamento, pitchCurve, tempo)
        (options.volume, options.seed) = (volume, seed)
        (options.refineSteps, options.solver) = (refiner.refineSteps, refiner.solver)
        if let key { options.transposition = key } else if transpose == "none" { options.transposition = 0 } else if transpose != "auto" {
            guard let shift = Int(transpose) else { throw SpeechError(.usage, "'\(transpose)' is not a transposition", remedy: "auto, none or semitones") }
            options.transposition = shift
        }
        return options
    }
}

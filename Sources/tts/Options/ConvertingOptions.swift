import ArgumentParser
import AudioFiles
import SpeechData
import SpeechSynthesis
import VoiceConversion

/// Whose voice a recording gets.
struct ConversionVoiceOptions: ParsableArguments {
    @Option(
        name: [.short, .long],
        help: ArgumentHelp("Who speaks: heart, american/heart, or a mixture heart:0.7,bella:0.3.", valueName: "name"),
        completion: .custom { _, _, _ in VoiceCatalog.installed().packs.flatMap(\.description.speakers) })
    var voice: String?

    @Option(
        help: ArgumentHelp("Take the voice of this recording, 5 to 30 seconds of one speaker, as near as it comes.", valueName: "file"),
        completion: .file(extensions: SoundFiles.suffixes))
    var like: String?

    @OptionGroup var search: VoiceSearchOptions

    /// Seconds of a reference that are listened to.
    private static let longestReference = 60

    func validate() throws {
        if voice != nil, like != nil { throw ValidationError("--voice and --like contradict each other.") }
    }

    func converter(options: ConversionOptions) throws(SpeechError) -> Converter {
        let request: VoiceRequest? = if let voice { try VoiceRequest(voice) } else { nil }
        let selection = try search.catalog.select(request)
        let reference: Waveform? = if let like { try Self.reference(like) } else { nil }
        return try Converter(selection, like: reference, pack: search.conversionPack(), options: options)
    }

    private static func reference(_ path: String) throws(SpeechError) -> Waveform {
        let reader = try AudioFileReader(path: path)
        var recording = Waveform(sampleRate: reader.sampleRate)
        while recording.samples.count < longestReference * reader.sampleRate {
            let block = try reader.read(frames: 65536)
            if block.isEmpty { break }
            recording.samples += block
        }
        return recording
    }
}

/// How it is converted.
struct ConvertingOptions: ParsableArguments {
    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "auto moves the median pitch to the voice's, and singing by whole octaves; keep; or semitones, -36 to 36.", valueName: "move"))
    var pitch = "auto"

    @Option(parsing: .unconditional, help: ArgumentHelp("Move the formants by this much, -12 to 12: higher sounds smaller.", valueName: "semitones"))
    var formant = 0.0

    @Option(parsing: .unconditional, help: ArgumentHelp("How much of the voice, from 0 (the recording's own) to 1.", valueName: "share"))
    var strength = 1.0

    @Flag(inversion: .prefixedNo, help: "The recording is sung, or is not. (default: what the steadiness of its pitch tells)")
    var singing: Bool?

    @Option(help: ArgumentHelp("What chance is drawn from: same seed, same bytes.", valueName: "number"))
    var seed: UInt64 = 0

    @OptionGroup var refiner: RefinerOptions

    func options() throws(SpeechError) -> ConversionOptions {
        let options = ConversionOptions(
            pitch: try move(), formant: formant, strength: strength, isSung: singing, seed: seed, refineSteps: refiner.refineSteps,
            solver: refiner.solver)
        try options.validate()
        return options
    }

    private func move() throws(SpeechError) -> PitchMove {
        switch pitch {
        case "auto": return .automatic
        case "keep": return .keep
        default:
            guard let semitones = Double(pitch) else {
                throw SpeechError(.usage, "'\(pitch)' is no move of the pitch", remedy: "write auto, keep or semitones such as -3.5")
            }
            return .semitones(semitones)
        }
    }
}

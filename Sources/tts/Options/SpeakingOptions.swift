import ArgumentParser
import SpeechSynthesis

/// How it is spoken.
struct SpeakingOptions: ParsableArguments {
    @Option(parsing: .unconditional, help: ArgumentHelp("Speaking rate over the voice's own, 0.5 to 2.", valueName: "factor"))
    var speed = 1.0

    @Option(parsing: .unconditional, help: ArgumentHelp("Raise the voice by this much, -24 to 24.", valueName: "semitones"))
    var pitch = 0.0

    @Option(parsing: .unconditional, help: ArgumentHelp("Make it louder by this much, -60 to 30.", valueName: "decibels"))
    var volume = 0.0

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("Silence between sentences, 0 to 10. (default: what the voice breathes)", valueName: "seconds"))
    var sentencePause: Double?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("Most silence before the first sound and after the last, 0 to 10.", valueName: "seconds"))
    var edgeSilence = 0.1

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "How far the seed moves intonation from the likeliest, 0 to 2; at 1 as far as recordings vary. (default: the voice's)",
            valueName: "factor"))
    var variation: Double?

    @Option(help: ArgumentHelp("What chance is drawn from: same seed, same bytes.", valueName: "number"))
    var seed: UInt64 = 0

    @OptionGroup var refiner: RefinerOptions

    @Option(help: ArgumentHelp("Processor cores to use. (default: all)", valueName: "number"))
    var threads: Int?

    @Flag(help: "The input is phonemes, as tts phonemize prints them, a sentence a line.")
    var phonemes = false

    @Flag(help: "The input is SSML: speak, p, s, break, prosody, emphasis, say-as, sub, phoneme, voice, mark, lang.")
    var ssml = false

    func validate() throws {
        if phonemes, ssml { throw ValidationError("--phonemes and --ssml contradict each other.") }
    }

    /// How the input is written.
    enum Notation { case text, phonemes, ssml }
    var notation: Notation { phonemes ? .phonemes : ssml ? .ssml : .text }

    var synthesis: SynthesisOptions {
        SynthesisOptions(
            speed: speed, pitch: pitch, volume: volume, sentencePause: sentencePause, edgeSilence: edgeSilence, variation: variation,
            seed: seed, refineSteps: refiner.refineSteps, solver: refiner.solver, threads: threads)
    }
}

/// How much is said about the work.
struct MessageOptions: ParsableArguments {
    @Flag(name: [.short, .long], help: "Say nothing but errors.")
    var quiet = false

    @Flag(help: "Say which voice speaks, how fast it was made and when the first sound was there.")
    var verbose = false

    func validate() throws {
        if quiet, verbose { throw ValidationError("--quiet and --verbose contradict each other.") }
    }
}

extension MessageOptions {
    /// For work inside larger work, which reports itself.
    static var silent: MessageOptions {
        var options = MessageOptions()
        options.quiet = true
        options.verbose = false
        return options
    }
}

import ArgumentParser
import SpeechData
import SpeechSynthesis

/// How it is sung.
struct SingingStyleOptions: ParsableArguments {
    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("Bring the song into the voice's range (auto), keep its key (none), or move it by semitones.", valueName: "auto|none|N"))
    var transpose = "auto"

    @Option(parsing: .unconditional, help: ArgumentHelp("Raise the song by this much, like --transpose with a number.", valueName: "semitones"))
    var key: Int?

    @Option(help: ArgumentHelp("Tempo over the score's, 0.1 to 10.", valueName: "factor"))
    var tempo = 1.0

    @Option(help: ArgumentHelp("Vibrato as depth in cents, rate in hertz, delay in seconds; 0 turns it off. (default: 35,5.6,0.3)", valueName: "depth,rate,delay"))
    var vibrato: String?

    @Option(help: ArgumentHelp("Glide between slurred notes; 0 turns it off.", valueName: "seconds"))
    var portamento = 0.12

    @Flag(help: "Sing the pitch that the file draws.")
    var pitchCurve = false

    @Flag(inversion: .prefixedNo, help: "Draw breath before longer phrases.")
    var breaths = true

    @Option(parsing: .unconditional, help: ArgumentHelp("Make it louder by this much, -60 to 20.", valueName: "decibels"))
    var volume = 0.0

    @Option(help: ArgumentHelp("What chance is drawn from: same seed, same bytes.", valueName: "number"))
    var seed: UInt64 = 0

    @OptionGroup var refiner: RefinerOptions

    func singing() throws(SpeechError) -> SingingOptions {
        var options = SingingOptions()
        if let vibrato {
            let values = vibrato.split(separator: ",", omittingEmptySubsequences: false).map { Double($0) }
            guard (1...3).contains(values.count), values.allSatisfy({ $0?.isFinite == true }) else {
                throw SpeechError(.usage, "'\(vibrato)' is not a vibrato", remedy: "write depth,rate,delay such as 35,5.6,0.3")
            }
            let given = values.compactMap { $0 }
            options.vibrato.depth = given[0]
            if given.count > 1 { options.vibrato.rate = given[1] }
            if given.count > 2 { options.vibrato.delay = given[2] }
        }
        options.transposition = try transposition()
        (options.portamento, options.usesPitchCurve, options.tempo) = (portamento, pitchCurve, tempo)
        (options.volume, options.seed, options.breathes) = (volume, seed, breaths)
        (options.refineSteps, options.solver) = (refiner.refineSteps, refiner.solver)
        try options.validate()
        return options
    }

    private func transposition() throws(SpeechError) -> Int? {
        if let key {
            guard transpose == "auto" else { throw SpeechError(.usage, "--key and --transpose contradict each other") }
            return key
        }
        switch transpose {
        case "auto": return nil
        case "none": return 0
        default:
            guard let shift = Int(transpose) else {
                throw SpeechError(.usage, "'\(transpose)' is not a transposition", remedy: "write auto, none or semitones")
            }
            return shift
        }
    }
}

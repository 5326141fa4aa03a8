public import AcousticModeling
public import SpeechData
public import VoiceConversion

/// How a recording is to be converted, beside the voice.
public struct ConversionOptions: Equatable, Sendable {
    /// How the pitch moves; semitones from -36 to 36.
    public var pitch: PitchMove
    /// Semitones that the formants are moved by, -12 to 12.
    public var formant: Double
    /// How much of the target's voice there is, 0 (the recording's own, resynthesised) to 1.
    public var strength: Double
    /// Whether the recording is sung, so that `.automatic` moves it by whole octaves; nil finds out.
    public var isSung: Bool?
    /// What chance is drawn from: the same seed and input give the same samples.
    public var seed: UInt64
    /// Steps of the refiner, 0 to 1000; 0 leaves it out, nil is as many as the voice asks for.
    public var refineSteps: Int?
    /// How the refiner follows its flow.
    public var solver: SolverName

    public init(
        pitch: PitchMove = .automatic, formant: Double = 0, strength: Double = 1, isSung: Bool? = nil, seed: UInt64 = 0,
        refineSteps: Int? = nil, solver: SolverName = .euler
    ) {
        self.pitch = pitch
        self.formant = formant
        self.strength = strength
        self.isSung = isSung
        self.seed = seed
        self.refineSteps = refineSteps
        self.solver = solver
    }

    public static let pitches = -36.0...36.0
    public static let formants = -12.0...12.0
    public static let strengths = 0.0...1.0

    /// Throws `.usage` for the first value outside its bounds; not-a-number is outside.
    public func validate() throws(SpeechError) {
        func check(_ name: String, _ value: Double, _ bounds: ClosedRange<Double>) throws(SpeechError) {
            guard !bounds.contains(value) else { return }
            throw SpeechError(.usage, "\(name) is \(value)", remedy: "choose from \(bounds.lowerBound) to \(bounds.upperBound)")
        }
        if case .semitones(let semitones) = pitch { try check("pitch", semitones, Self.pitches) }
        try check("formant", formant, Self.formants)
        try check("strength", strength, Self.strengths)
        if let refineSteps, !SynthesisOptions.refineStepCounts.contains(refineSteps) {
            throw SpeechError(.usage, "refine steps are \(refineSteps)", remedy: "choose from 0 to 1000")
        }
    }

    var request: ConversionRequest { ConversionRequest(pitch: pitch, formant: formant, strength: strength, isSung: isSung) }
}

public import AcousticModeling
public import SpeechData

/// How a text is to be spoken, on top of what the voice does by itself.
public struct SynthesisOptions: Equatable, Sendable {
    /// Speaking rate over the voice's own, 0.5 to 2.
    public var speed: Double
    /// Semitones that the voice is raised by, -24 to 24.
    public var pitch: Double
    /// Decibels that the sound is made louder by, -60 to 30; what would pass full scale is limited, not clipped.
    public var volume: Double
    /// Silence between two sentences in seconds, 0 to 10; nil leaves what the voice itself breathes.
    public var sentencePause: Double?
    /// Most silence before the first sound and after the last in seconds, 0 to 10; nil leaves what the voice itself breathes.
    public var edgeSilence: Double?
    /// How far intonation goes from the likeliest, by a contour drawn from the seed, 0 to 2: at 0 it is the likeliest itself,
    /// at 1 as varied as recordings are; nil is as much as the voice asks for.
    public var variation: Double?
    /// What chance is drawn from: the same seed and input give the same samples.
    public var seed: UInt64
    /// Steps of the refiner, 0 to 1000; 0 leaves it out, nil is as many as the voice asks for.
    public var refineSteps: Int?
    /// How the refiner follows its flow.
    public var solver: SolverName
    /// Threads that sentences are made on, 1 to 1024; nil is as many as there are processor cores. It changes no sample.
    public var threads: Int?

    public init(
        speed: Double = 1, pitch: Double = 0, volume: Double = 0, sentencePause: Double? = nil,
        edgeSilence: Double? = 0.1, variation: Double? = nil, seed: UInt64 = 0, refineSteps: Int? = nil, solver: SolverName = .euler, threads: Int? = nil
    ) {
        self.speed = speed
        self.pitch = pitch
        self.volume = volume
        self.sentencePause = sentencePause
        self.edgeSilence = edgeSilence
        self.variation = variation
        self.seed = seed
        self.refineSteps = refineSteps
        self.solver = solver
        self.threads = threads
    }

    public static let speeds = 0.5...2.0
    public static let pitches = -24.0...24.0
    public static let volumes = -60.0...30.0
    public static let variations = 0.0...2.0
    public static let refineStepCounts = 0...1000
    public static let sentencePauses = 0.0...10.0
    public static let edgeSilences = 0.0...10.0
    public static let threadCounts = 1...1024

    /// Throws `.usage` for the first value outside its bounds; not-a-number is outside.
    public func validate() throws(SpeechError) {
        func check(_ name: String, _ value: Double, _ bounds: ClosedRange<Double>) throws(SpeechError) {
            guard !bounds.contains(value) else { return }
            throw SpeechError(.usage, "\(name) is \(value)", remedy: "choose from \(bounds.lowerBound) to \(bounds.upperBound)")
        }
        try check("speed", speed, Self.speeds)
        try check("pitch", pitch, Self.pitches)
        try check("volume", volume, Self.volumes)
        if let sentencePause { try check("sentence pause", sentencePause, Self.sentencePauses) }
        if let edgeSilence { try check("edge silence", edgeSilence, Self.edgeSilences) }
        if let variation { try check("variation", variation, Self.variations) }
        if let threads, !Self.threadCounts.contains(threads) {
            throw SpeechError(.usage, "threads are \(threads)", remedy: "choose from 1 to 1024")
        }
        if let refineSteps, !Self.refineStepCounts.contains(refineSteps) {
            throw SpeechError(.usage, "refine steps are \(refineSteps)", remedy: "choose from 0 to 1000")
        }
    }
}

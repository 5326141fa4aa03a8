public import AcousticModeling
public import SpeechData

/// How a score is to be sung.
public struct SingingOptions: Equatable, Sendable {
    /// Vibrato on long notes.
    public struct Vibrato: Equatable, Sendable {
        /// Cents to either side; 0 turns it off.
        public var depth: Double
        /// Hertz.
        public var rate: Double
        /// Seconds from the note's beginning until it sets in.
        public var delay: Double

        public init(depth: Double = 35, rate: Double = 5.6, delay: Double = 0.3) {
            (self.depth, self.rate, self.delay) = (depth, rate, delay)
        }
    }

    public var vibrato = Vibrato()
    /// Seconds that a glide between slurred notes takes; 0 turns it off.
    public var portamento = 0.12
    /// Whether pitch that the file draws replaces glides and vibrato.
    public var usesPitchCurve = false
    /// Whether a breath is heard before longer phrases, where there is time for it.
    public var breathes = true
    /// Semitones to transpose by; nil brings the part into the voice's range, by octaves where one fits.
    public var transposition: Int?
    /// Tempo over the score's; 2 is twice as fast.
    public var tempo = 1.0
    /// Decibels.
    public var volume = 0.0
    public var seed: UInt64 = 0
    /// Steps of the refiner; nil is the voice's own number.
    public var refineSteps: Int?
    /// How the refiner follows its flow.
    public var solver = SolverName.euler

    public init() {}

    /// Throws `.usage` naming what is out of bounds.
    public func validate() throws(SpeechError) {
        func check(_ name: String, _ value: Double, _ bounds: ClosedRange<Double>) throws(SpeechError) {
            guard bounds.contains(value) else {
                throw SpeechError(.usage, "\(name) \(value) is out of bounds", remedy: "\(bounds.lowerBound) to \(bounds.upperBound)")
            }
        }
        try check("vibrato depth", vibrato.depth, 0...200)
        try check("vibrato rate", vibrato.rate, 0...12)
        try check("vibrato delay", vibrato.delay, 0...10)
        try check("portamento", portamento, 0...1)
        try check("tempo", tempo, 0.1...10)
        try check("volume", volume, -60...20)
        try check("refine steps", Double(refineSteps ?? 0), 0...100)
        try check("transposition", Double(transposition ?? 0), -48...48)
    }
}

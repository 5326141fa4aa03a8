/// One sounding note of a part: ties are merged, chords reduced to their top, repeats played out.
public struct Note: Equatable, Sendable, Codable {
    /// Marks that change how a note sounds.
    public struct Articulations: OptionSet, Sendable, Codable {
        public let rawValue: Int
        public init(rawValue: Int) { self.rawValue = rawValue }

        public static let staccato = Articulations(rawValue: 1)
        public static let staccatissimo = Articulations(rawValue: 2)
        public static let tenuto = Articulations(rawValue: 4)
        public static let accent = Articulations(rawValue: 8)
        /// Strong accent, sforzato.
        public static let marcato = Articulations(rawValue: 16)
        /// Held; the tempo map already slows down for it.
        public static let fermata = Articulations(rawValue: 32)
        /// A breath, or a caesura, after the note.
        public static let breath = Articulations(rawValue: 64)
    }

    /// Index into the score's `bars`.
    public var bar: Int
    /// Quarter notes from the beginning of the score as it is played.
    public var start: Double
    /// Quarter notes; above 0.
    public var length: Double
    /// MIDI note number as it sounds (60 is middle C); fractions are parts of a semitone.
    public var pitch: Double
    public var lyric: Lyric
    /// Whether the note is reached by a slur or a melisma, so that the voice glides into it.
    public var isSlurred: Bool
    public var isGrace: Bool
    public var articulations: Articulations
    /// Loudness in decibels over mezzo-forte.
    public var dynamics: Double
    /// Pitch drawn in the file (UTAU, OpenUtau, DiffSinger): semitones over `pitch`, at even steps over the note.
    public var pitchCurve: [Double]

    public init(
        bar: Int, start: Double, length: Double, pitch: Double, lyric: Lyric = .none, isSlurred: Bool = false,
        isGrace: Bool = false, articulations: Articulations = [], dynamics: Double = 0, pitchCurve: [Double] = []
    ) {
        self.bar = bar
        self.start = start
        self.length = length
        self.pitch = pitch
        self.lyric = lyric
        self.isSlurred = isSlurred
        self.isGrace = isGrace
        self.articulations = articulations
        self.dynamics = dynamics
        self.pitchCurve = pitchCurve
    }

    public var end: Double { start + length }
}

/// What is sung on a note.
public enum Lyric: Equatable, Sendable, Codable {
    /// Nothing is written.
    case none
    /// A syllable, and whether it begins and ends a word.
    case syllable(String, beginsWord: Bool, endsWord: Bool)
    /// Phonemes of the voice's set, taken as they are.
    case phonemes(String)
    /// The syllable of the note before goes on: `+`, `-`, `~`, an extender line.
    case extender

    /// Whether a new syllable begins here.
    public var isSyllable: Bool {
        switch self {
        case .syllable, .phonemes: true
        case .none, .extender: false
        }
    }
}

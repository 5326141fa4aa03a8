public import SpeechData

/// A sung score.
public struct Song: Sendable {
    /// A note as it was sung.
    public struct SungNote: Equatable, Sendable, Codable {
        /// Seconds from the beginning of the sound.
        public var start: Double
        public var end: Double
        /// MIDI note number, transposed.
        public var pitch: Double
        /// The syllable that begins on it, or nil where one goes on.
        public var syllable: String?
    }

    /// A phoneme as it was sung, in seconds.
    public struct SungPhoneme: Equatable, Sendable, Codable {
        public var start: Double
        public var end: Double
        public var phoneme: String
    }

    public var waveform: Waveform
    public var notes: [SungNote]
    public var phonemes: [SungPhoneme]
    /// Hertz, one every `1 / framesPerSecond` seconds; 0 where nothing is sung.
    public var f0: [Float]
    public var framesPerSecond: Double
    /// What was sung otherwise than written.
    public var warnings: [String]
}

public import SpeechData

/// A sung part of a score.
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

    public var waveform: Waveform
    /// The part's name in the score.
    public var part: String
    /// The full name of the voice that sings.
    public var voice: String
    public var notes: [SungNote]
    /// What is sung in one breath each, with the times of its words and phonemes.
    public var phrases: [SentenceTiming]
    /// Hertz, one every `1 / framesPerSecond` seconds; 0 where nothing is sung.
    public var f0: [Float]
    /// 0 (unvoiced) to 1 (voiced), at the same steps.
    public var voicing: [Float]
    public var framesPerSecond: Double
    /// What was sung otherwise than written.
    public var warnings: [String]
}

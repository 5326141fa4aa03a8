/// How far the noise of voiced frames stays under their harmonics at low frequencies.
///
/// At pitches and effort that training has not heard the network gives vowels noise that stands above their lowest harmonics: the
/// pulses alone are in tune, their sum with the noise is hoarse. Singers' harmonics stand clear there.
public struct HarmonicClearance: Equatable, Sendable {
    /// Least level of the pulses' filter over the noise's, in decibels.
    public var decibels: Float
    /// Hertz up to which it holds wholly, and from which on not at all.
    public var full: Float
    public var none: Float

    public init(decibels: Float = 20, full: Float = 800, none: Float = 1500) {
        (self.decibels, self.full, self.none) = (decibels, full, none)
    }

    /// Of natural-log amplitude.
    var nepers: Float { decibels / 8.685890 }

    /// How far it holds at a frequency in hertz, 0 to 1.
    func share(at frequency: Float) -> Float { min(max((none - frequency) / max(none - full, 1), 0), 1) }

    /// How far it holds in a frame: only in frames that are wholly voiced, so that consonants keep their noise.
    static func share(ofVoicing voicing: Float) -> Float { min(max((voicing - 0.8) / 0.2, 0), 1) }
}

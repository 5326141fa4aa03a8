private import Foundation

/// Who is to speak: a direction that GE2E's encoder gives recordings of that speaker, and how high they speak.
public struct TargetVoice: Equatable, Sendable {
    /// Of length 1.
    public var embedding: [Float]
    /// Median F0 in hertz; nil where nobody knows it: the recording's pitch then stays.
    public var medianF0: Double?

    public init(embedding: [Float], medianF0: Double?) {
        self.embedding = embedding
        self.medianF0 = medianF0
    }
}

/// How a recording's pitch is moved.
public enum PitchMove: Equatable, Sendable {
    /// The median F0 moves to the target's; singing moves by whole octaves into the target's range, or stays.
    case automatic
    /// It stays.
    case keep
    /// By this many semitones.
    case semitones(Double)
}

/// What is asked of a conversion beside the voice.
public struct ConversionRequest: Equatable, Sendable {
    public var pitch: PitchMove
    /// Semitones that the formants of the result are moved by: above 0 sounds like a smaller speaker.
    public var formant: Double
    /// How much of the target's voice there is, from 0 (the speaker of the recording, resynthesised) to 1.
    public var strength: Double
    /// Whether the recording is sung; nil finds out.
    public var isSung: Bool?

    public init(pitch: PitchMove = .automatic, formant: Double = 0, strength: Double = 1, isSung: Bool? = nil) {
        self.pitch = pitch
        self.formant = formant
        self.strength = strength
        self.isSung = isSung
    }

    /// Semitones that a recording of this profile is moved by for this target.
    func semitones(for profile: RecordingProfile, target: TargetVoice) -> Double {
        switch pitch {
        case .keep: return 0
        case .semitones(let given): return given
        case .automatic:
            guard let from = profile.medianF0, let to = target.medianF0, from > 0, to > 0 else { return 0 }
            let exact = 12 * log2(to / from) * strength
            return isSung ?? profile.isSung ? Self.octaves(toward: exact) : exact
        }
    }

    /// The fewest whole octaves, in semitones, that bring a song into the range of a voice: its median then lies from 5
    /// semitones below to 12 above that of the voice's speech, since people sing higher than they speak.
    private static func octaves(toward exact: Double) -> Double {
        var shift = 0.0
        while shift - exact > 12 { shift -= 12 }
        while shift - exact < -5 { shift += 12 }
        return shift
    }
}

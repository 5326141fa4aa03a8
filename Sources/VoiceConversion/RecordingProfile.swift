private import Foundation

/// What the beginning of a recording tells about the whole: who would be converted, at which pitch and level.
public struct RecordingProfile: Equatable, Sendable {
    /// Median F0 of the voiced frames in hertz; nil where nothing is voiced.
    public var medianF0: Double?
    /// Log amplitude of what is spoken, as `FrameLoudness` measures it.
    public var level: Float
    /// Whether the pitch stands still on notes, as in singing.
    public var isSung: Bool

    /// Frames within which a note's pitch stands still, 0.3 s, and how far it may wander, in semitones: vibrato does.
    private static let noteFrames = 24
    private static let noteRange: Float = 1.6
    /// Share of voiced frames on notes from which on a recording is sung. Speech was found to have 0.01 to 0.07 of them and
    /// at most 0.28 in a short clip, songs of notes of 0.3 to 0.8 s with vibrato of up to 0.8 semitones 0.9.
    private static let sungShare = 0.35

    init(medianF0: Double?, level: Float, isSung: Bool) {
        self.medianF0 = medianF0
        self.level = level
        self.isSung = isSung
    }

    init(of prosody: RecordedProsody) {
        let voiced = prosody.voicedF0
        medianF0 = voiced.isEmpty ? nil : Double(voiced.sorted()[voiced.count / 2])
        level = FrameLoudness.level(of: prosody.loudness)
        isSung = Self.steadyShare(of: prosody) > Self.sungShare
    }

    /// Share of the voiced frames that lie in a stretch of `noteFrames` whose pitch stands still.
    static func steadyShare(of prosody: RecordedProsody) -> Double {
        let pitch = prosody.f0.map { 12 * log2(max($0, 1)) }
        var isSteady = [Bool](repeating: false, count: pitch.count)
        for start in pitch.indices.dropLast(noteFrames - 1) {
            let frames = start..<start + noteFrames
            guard prosody.voicing[frames].allSatisfy({ $0 > 0.5 }), let low = pitch[frames].min(), let high = pitch[frames].max(),
                high - low <= noteRange
            else { continue }
            for frame in frames { isSteady[frame] = true }
        }
        return Double(isSteady.count(where: { $0 })) / Double(max(1, prosody.voicing.count(where: { $0 > 0.5 })))
    }
}

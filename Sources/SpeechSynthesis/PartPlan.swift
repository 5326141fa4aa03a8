internal import AcousticModeling
internal import Foundation
internal import SpeechData
internal import TextFrontend

/// An utterance on its way into a stream.
struct SaidUtterance: Sendable {
    var utterance: Utterance
    /// Who says it, where that is not the synthesizer's own speaker.
    var speaker: SpeakerMixture?
    /// Places whose times are to be reported.
    var marks: [SpeechItem.Mark] = []
}

/// Takes utterances apart and decides how each part is to be made: everything that depends on the parts around it.
struct PartPlan {
    struct Step {
        var part: UtteranceSplitter.Part
        /// The utterance that begins with this part.
        var opens: SaidUtterance?
        /// Whether its utterance ends with this part.
        var closes: Bool
        /// What makes its sound; nil where it has no words, and is only the silence that the text asks for.
        var synthesis: PartSynthesis?
    }

    /// Silence on either side of a cut where the text has no pause, in frames.
    static let seamFrames = 2

    private let synthesizer: Synthesizer
    private let nextUtterance: () throws -> SaidUtterance?
    private var parts: ArraySlice<UtteranceSplitter.Part> = []
    private var opened: SaidUtterance?
    private var speaker: SpeakerMixture
    /// The utterance after the one in hand; it is looked at early, to know the last one for what it is.
    private var following: Result<SaidUtterance?, any Error>?
    private var soundingParts: UInt64 = 0
    /// Whether the last part with words ended at a pause of the text.
    private var endedAtPause = true
    /// Seconds that `nextUtterance` took.
    private(set) var frontendTime = 0.0

    init(_ synthesizer: Synthesizer, nextUtterance: @escaping () throws -> SaidUtterance?) {
        self.synthesizer = synthesizer
        self.nextUtterance = nextUtterance
        speaker = synthesizer.speaker
    }

    /// The next part, or nil after the last. Throws what `nextUtterance` throws.
    mutating func next() throws -> Step? {
        if parts.isEmpty {
            guard let said = try (following ?? pull()).get() else { return nil }
            following = nil
            opened = said
            speaker = said.speaker ?? synthesizer.speaker
            parts = UtteranceSplitter(limit: synthesizer.voice.description.longestUtterance).parts(of: said.utterance)[...]
        }
        let part = parts.removeFirst()
        defer { opened = nil }
        return Step(part: part, opens: opened, closes: parts.isEmpty, synthesis: synthesis(of: part))
    }

    private mutating func pull() -> Result<SaidUtterance?, any Error> {
        let source = nextUtterance
        return StageTimes.measure(&frontendTime) { Result { try source() } }
    }

    private mutating func isLast() -> Bool {
        guard parts.isEmpty else { return false }
        let next = following ?? pull()
        following = next
        if case .success(nil) = next { return true }
        return false
    }

    private mutating func synthesis(of part: UtteranceSplitter.Part) -> PartSynthesis? {
        guard part.utterance.segments.contains(where: { $0.word != nil }) else { return nil }
        let options = synthesizer.options
        let framesPerSecond = synthesizer.voice.description.mel.framesPerSecond
        let edge = options.edgeSilence.map { Int(($0 * framesPerSecond).rounded()) }
        let half = options.sentencePause.map { Int(($0 * framesPerSecond).rounded()) / 2 }
        var shaping = ProsodyShaping(speed: options.speed, pitch: options.pitch)
        shaping.leadingFrames = soundingParts == 0 ? edge : endedAtPause ? half : Self.seamFrames
        shaping.trailingFrames = isLast() ? edge : part.endsAtPause ? half : Self.seamFrames
        let seed = options.seed &+ soundingParts &* 0x9e37_79b9_7f4a_7c15
        soundingParts += 1
        endedAtPause = part.endsAtPause
        return PartSynthesis(
            part.utterance, voice: synthesizer.voice, speaker: speaker, shaping: shaping, options: options, seed: seed)
    }
}

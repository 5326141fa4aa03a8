internal import AcousticModeling
internal import NeuralVocoding
internal import NeuralLayers
internal import SpeechData

/// Speech that is made chunk by chunk as it is asked for, in memory that does not grow with the text.
///
/// Pull it with `next()`, or iterate over `chunks` with `for try await`; a stream runs once. Chunks follow each other without gaps:
/// joined, their samples are the whole sound.
public struct SpeechStream {
    /// Silence on either side of a cut where the text has no pause.
    private static let seamFrames = 2

    private enum Span {
        case sound([Float])
        case silence(samples: Int)
    }

    private let synthesizer: Synthesizer
    private var nextUtterance: () throws -> Said?
    /// Who speaks the sentence in hand.
    private var speaker: SpeakerMixture
    private var parts: [UtteranceSplitter.Part] = []
    private var timing: SentenceTimingBuilder?
    private var spans: [Span] = []
    private var partCount: UInt64 = 0
    /// Frames of silence that the part before ended with, and whether it ended at a pause; nil before the first.
    private var endedWithFrames: Int?
    private var endedAtPause = true
    /// Samples handed out, and samples made.
    private var given = 0
    private var made = 0
    /// Sentences begun so far.
    public private(set) var sentenceCount = 0
    /// Where the time went so far.
    public private(set) var stages = StageTimes()

    /// An utterance, and who says it where that is not the synthesizer's own speaker.
    typealias Said = (utterance: Utterance, speaker: SpeakerMixture?)

    init(_ synthesizer: Synthesizer, nextUtterance: @escaping () throws -> Utterance?) {
        self.init(synthesizer, nextSaid: { try nextUtterance().map { ($0, nil) } })
    }

    init(_ synthesizer: Synthesizer, nextSaid: @escaping () throws -> Said?) {
        self.synthesizer = synthesizer
        nextUtterance = nextSaid
        speaker = synthesizer.speaker
    }

    /// Seconds handed out so far.
    public var duration: Double { Double(given) / Double(synthesizer.voice.sampleRate) }

    /// The next chunk, or nil after the last.
    ///
    /// Throws `.malformedInput` where the text cannot be understood, `.brokenVoice` where a model cannot take it.
    public mutating func next() throws -> SpeechChunk? {
        while spans.isEmpty {
            if parts.isEmpty, try !beginSentence() { return nil }
            if !parts.isEmpty { try speak(parts.removeFirst()) }
        }
        let start = duration
        let samples: [Float]
        switch spans[0] {
        case .sound(let sound):
            samples = sound
            spans.removeFirst()
        case .silence(let count):
            let now = min(count, synthesizer.voice.sampleRate)
            samples = Array(repeating: 0, count: now)
            if now < count { spans[0] = .silence(samples: count - now) } else { spans.removeFirst() }
        }
        given += samples.count
        var chunk = SpeechChunk(waveform: Waveform(sampleRate: synthesizer.voice.sampleRate, samples: samples), start: start)
        if spans.isEmpty, parts.isEmpty {
            chunk.sentence = timing?.timing
            timing = nil
        }
        return chunk
    }

    /// Takes the next utterance apart; false after the last.
    private mutating func beginSentence() throws -> Bool {
        let source = nextUtterance
        guard let (utterance, speaker) = try StageTimes.measure(&stages.frontend, source) else { return false }
        self.speaker = speaker ?? synthesizer.speaker
        sentenceCount += 1
        parts = UtteranceSplitter(limit: synthesizer.voice.description.longestUtterance).parts(of: utterance)
        timing = SentenceTimingBuilder(text: utterance.text, sampleRate: synthesizer.voice.sampleRate, start: made)
        return true
    }

    private mutating func speak(_ part: UtteranceSplitter.Part) throws {
        let (voice, utterance, speaker) = (synthesizer.voice, part.utterance, self.speaker)
        let hop = voice.description.mel.hop
        guard utterance.segments.contains(where: { $0.word != nil }) else { return rest(part) }
        let shaping = shaping(for: part)
        let seed = synthesizer.options.seed &+ partCount &* 0x9e37_79b9_7f4a_7c15
        partCount += 1
        let (durations, coarse) = StageTimes.measure(&stages.acoustic) {
            let prosody = shaping.shaped(voice.acoustic.prosody(for: utterance, speaker: speaker), of: utterance)
            return (prosody.durations, voice.acoustic.mel(for: utterance, prosody: prosody, speaker: speaker))
        }
        let options = synthesizer.options
        let mel = StageTimes.measure(&stages.refiner) {
            voice.refined(coarse, steps: options.refineSteps, solver: options.solver, seed: seed)
        }
        var samples = try StageTimes.measure(&stages.vocoder) { try voice.vocoder.waveform(from: mel, seed: seed).samples }
        Loudness(volume: synthesizer.options.volume).apply(to: &samples, of: utterance, durations: durations, hop: hop)
        queueGap(before: part, leadingFrames: durations[0])
        queue(samples, of: part, durations: durations)
        endedWithFrames = durations[durations.count - 1]
        endedAtPause = part.endsAtPause
    }

    /// A part without words is only the silence that the text asks for.
    private mutating func rest(_ part: UtteranceSplitter.Part) {
        let starts = Array(repeating: made, count: part.utterance.segments.count)
        for segment in part.utterance.segments { queueSilence(samples(of: segment.extraSilence)) }
        timing?.add(part, starts: starts, ends: starts)
        if spans.isEmpty { spans.append(.silence(samples: 0)) }
    }

    private func shaping(for part: UtteranceSplitter.Part) -> ProsodyShaping {
        var shaping = ProsodyShaping(speed: synthesizer.options.speed, pitch: synthesizer.options.pitch)
        let most = pauseFrames.map { $0 / 2 }
        shaping.trailingFrames = part.endsAtPause ? most : Self.seamFrames
        if endedWithFrames != nil { shaping.leadingFrames = endedAtPause ? most : Self.seamFrames }
        return shaping
    }

    /// Fills up the silence between the part before and this one to the sentence pause asked for.
    private mutating func queueGap(before part: UtteranceSplitter.Part, leadingFrames: Int) {
        guard let endedWithFrames, endedAtPause, let pauseFrames else { return }
        queueSilence(max(0, pauseFrames - endedWithFrames - leadingFrames) * synthesizer.voice.description.mel.hop)
    }

    /// Queues a part's samples, with the silences of its pauses where they belong, and notes when each segment sounds.
    private mutating func queue(_ samples: [Float], of part: UtteranceSplitter.Part, durations: [Int]) {
        let hop = synthesizer.voice.description.mel.hop
        var starts: [Int] = []
        var ends: [Int] = []
        var (from, position) = (0, 0)
        func emit(upTo end: Int, into stream: inout SpeechStream) {
            guard end > from else { return }
            var sound = Array(samples[from..<end])
            Loudness.fade(&sound, in: sound.indices, over: stream.synthesizer.voice.sampleRate / 200)
            stream.spans.append(.sound(sound))
            stream.made += sound.count
            from = end
        }
        for (segment, frames) in zip(part.utterance.segments, durations) {
            let next = min(position + frames * hop, samples.count)
            starts.append(made + position - from)
            if segment.extraSilence > 0 {
                let place = switch segment.phoneme {
                case .start: position
                case .end: next
                default: (position + next) / 2
                }
                emit(upTo: place, into: &self)
                queueSilence(self.samples(of: segment.extraSilence))
            }
            ends.append(made + next - from)
            position = next
        }
        emit(upTo: samples.count, into: &self)
        timing?.add(part, starts: starts, ends: ends)
    }

    private mutating func queueSilence(_ count: Int) {
        guard count > 0 else { return }
        spans.append(.silence(samples: count))
        made += count
    }

    /// Samples in whole frames, at most a day; what is no number is none.
    private func samples(of seconds: Double) -> Int {
        guard seconds > 0 else { return 0 }
        let configuration = synthesizer.voice.description.mel
        return Int((min(seconds, 86400) * configuration.framesPerSecond).rounded()) * configuration.hop
    }

    private var pauseFrames: Int? {
        synthesizer.options.sentencePause.map { Int(($0 * synthesizer.voice.description.mel.framesPerSecond).rounded()) }
    }
}

extension SpeechStream {
    /// The chunks for `for try await`. Cancelling the task ends the loop with `CancellationError` before the next chunk.
    public struct Chunks: AsyncSequence {
        public struct AsyncIterator: AsyncIteratorProtocol {
            var stream: SpeechStream

            public mutating func next() async throws -> SpeechChunk? {
                try Task.checkCancellation()
                return try stream.next()
            }
        }

        let stream: SpeechStream
        public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(stream: stream) }
    }

    public var chunks: Chunks { Chunks(stream: self) }
}

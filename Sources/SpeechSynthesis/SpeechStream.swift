internal import Foundation
internal import SpeechData

/// Speech that is made chunk by chunk as it is asked for, in memory that does not grow with the text.
///
/// Pull it with `next()`, or iterate over `chunks` with `for try await`; a stream runs once. Chunks follow each other without
/// gaps: joined, their samples are the whole sound. Parts that are next are made on threads of their own while the one in
/// front is being read; how many threads there are changes no sample.
public struct SpeechStream {
    /// What makes a part's blocks.
    private enum Blocks {
        /// Nothing but silence.
        case none
        /// The reader itself.
        case here(PartSynthesis)
        /// Another thread.
        case ahead(ReadAhead<PartSynthesis.Block>)

        func next() throws -> PartSynthesis.Block? {
            switch self {
            case .none: nil
            case .here(let synthesis): try synthesis.next()
            case .ahead(let blocks): try blocks.next()
            }
        }
    }

    private struct Upcoming {
        var step: PartPlan.Step
        var blocks: Blocks
    }

    private let synthesizer: Synthesizer
    private let workers: WorkerThreads?
    private var plan: PartPlan
    private var upcoming: [Upcoming] = []
    /// Why there is nothing after `upcoming`.
    private var planEnd: Result<Void, any Error>?
    private var current: (upcoming: Upcoming, assembly: PartAssembly?)?
    private var timing: SentenceTimingBuilder?
    private var spans: [PartAssembly.Span] = []
    /// Frames of silence that the part before ended with, and whether it ended at a pause; nil before the first.
    private var ended: (frames: Int, atPause: Bool)?
    /// Samples handed out, and samples made.
    private var given = 0
    private var made = 0
    /// Sentences begun so far.
    public private(set) var sentenceCount = 0
    /// Where the time went so far, on all threads together.
    public var stages: StageTimes {
        var stages = partStages
        stages.frontend = plan.frontendTime
        return stages
    }
    private var partStages = StageTimes()

    init(_ synthesizer: Synthesizer, nextUtterance: @escaping () throws -> SaidUtterance?) {
        self.synthesizer = synthesizer
        plan = PartPlan(synthesizer, nextUtterance: nextUtterance)
        let threads = synthesizer.options.threads ?? ProcessInfo.processInfo.activeProcessorCount
        workers = threads > 1 ? WorkerThreads(count: threads) : nil
    }

    /// Seconds handed out so far.
    public var duration: Double { Double(given) / Double(synthesizer.voice.sampleRate) }

    /// The next chunk, or nil after the last.
    ///
    /// Throws `.malformedInput` where the text cannot be understood, `.brokenVoice` where a model cannot take it.
    public mutating func next() throws -> SpeechChunk? {
        while spans.isEmpty {
            if current == nil, try !begin() { return nil }
            try advance()
        }
        let start = duration
        let samples: [Float]
        switch spans[0] {
        case .sound(let sound):
            samples = sound
            spans.removeFirst()
        case .silence(let count):
            // A second at a time, so that an hour of it needs no memory.
            let now = min(count, synthesizer.voice.sampleRate)
            samples = Array(repeating: 0, count: now)
            if now < count { spans[0] = .silence(samples: count - now) } else { spans.removeFirst() }
        }
        given += samples.count
        var chunk = SpeechChunk(waveform: Waveform(sampleRate: synthesizer.voice.sampleRate, samples: samples), start: start)
        if spans.isEmpty, current == nil {
            chunk.sentence = timing?.finished
            if chunk.sentence != nil { timing = nil }
        }
        return chunk
    }

    /// Takes the next part to be read; false after the last.
    private mutating func begin() throws -> Bool {
        fill()
        guard !upcoming.isEmpty else {
            try planEnd?.get()
            return false
        }
        let next = upcoming.removeFirst()
        if let said = next.step.opens {
            sentenceCount += 1
            timing = SentenceTimingBuilder(said, sampleRate: synthesizer.voice.sampleRate, start: made)
        }
        current = (next, nil)
        return true
    }

    /// Plans parts and sends them to the threads, as many as keep these busy while the first of them is being read.
    private mutating func fill() {
        let wanted = workers.map { 2 * $0.count } ?? 1
        while planEnd == nil, upcoming.count < wanted {
            do {
                guard let step = try plan.next() else {
                    planEnd = .success(())
                    return
                }
                let blocks: Blocks = switch (step.synthesis, workers) {
                case (nil, _): .none
                case (let synthesis?, nil): .here(synthesis)
                case (let synthesis?, let workers?): .ahead(ReadAhead(on: workers) { try synthesis.next() })
                }
                upcoming.append(Upcoming(step: step, blocks: blocks))
            } catch {
                planEnd = .failure(error)
            }
        }
    }

    /// Reads the next block of the part in hand, and closes the part with its last.
    private mutating func advance() throws {
        guard let (part, assembly) = current.map({ ($0.upcoming, $0.assembly) }) else { return }
        guard let block = try part.blocks.next() else { return rest(part.step) }
        partStages += block.stages
        let utterance = part.step.part.utterance
        if assembly == nil {
            queueGap(leadingFrames: block.durations[ProsodyShaping.leadingPauses(of: utterance)].reduce(0, +))
        }
        var joined = assembly ?? PartAssembly(
            of: utterance, durations: block.durations, hop: synthesizer.voice.description.mel.hop,
            sampleRate: synthesizer.voice.sampleRate, silence: samples(of:), origin: made)
        spans += joined.append(block.samples)
        current?.assembly = joined
        guard joined.isComplete else { return }
        made = joined.end
        timing?.add(part.step.part, starts: joined.starts, ends: joined.ends)
        ended = (block.durations[ProsodyShaping.trailingPauses(of: utterance)].reduce(0, +), part.step.part.endsAtPause)
        close(part.step)
    }

    /// A part without words is only the silence that the text asks for.
    private mutating func rest(_ step: PartPlan.Step) {
        let starts = Array(repeating: made, count: step.part.utterance.segments.count)
        for segment in step.part.utterance.segments { queueSilence(samples(of: segment.extraSilence)) }
        timing?.add(step.part, starts: starts, ends: starts)
        if spans.isEmpty { spans.append(.silence(samples: 0)) }
        close(step)
    }

    private mutating func close(_ step: PartPlan.Step) {
        current = nil
        if step.closes { timing?.close() }
    }

    /// Fills up the silence between the part before and this one to the sentence pause asked for.
    private mutating func queueGap(leadingFrames: Int) {
        guard let ended, ended.atPause, let pause = synthesizer.options.sentencePause else { return }
        let configuration = synthesizer.voice.description.mel
        let frames = Int((pause * configuration.framesPerSecond).rounded()) - ended.frames - leadingFrames
        queueSilence(max(0, frames) * configuration.hop)
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

public import SpeechData
internal import TextFrontend

/// When something sounds, in seconds from the start of the first chunk.
public struct TimeSpan: Equatable, Sendable, Codable {
    public var start: Double
    public var end: Double

    public init(start: Double, end: Double) {
        self.start = start
        self.end = end
    }
}

/// When a sentence, its words and their phonemes sound: the model's own durations, so right to a frame.
public struct SentenceTiming: Equatable, Sendable {
    public struct Sound: Equatable, Sendable {
        public var phoneme: Phoneme
        public var span: TimeSpan
    }

    /// A word of the normalised text. One that is not pronounced has no phonemes, and ends where it starts.
    public struct Word: Equatable, Sendable {
        public var text: String
        public var span: TimeSpan
        public var phonemes: [Sound]
    }

    /// A place in the text whose time was asked for: SSML's `<mark>`.
    public struct Mark: Equatable, Sendable {
        public var name: String
        /// Seconds from the start of the first chunk: where the word after it starts, or the last word ends.
        public var time: Double
    }

    /// The normalised text.
    public var text: String
    /// From the first word's start to the last word's end; pauses around it are not in it.
    public var span: TimeSpan
    /// Every word of the sentence exactly once, in order.
    public var words: [Word]
    /// In the order of the text.
    public var marks: [Mark] = []
}

/// Collects a sentence's timing from the parts that it is spoken in.
struct SentenceTimingBuilder {
    private var timing: SentenceTiming
    private let marks: [SpeechItem.Mark]
    private let seconds: (Int) -> Double
    private var isClosed = false

    /// The timing, once all parts are there.
    var finished: SentenceTiming? { isClosed ? timing : nil }

    /// - Parameter sampleRate: of the sample positions given to `add`.
    init(_ said: SaidUtterance, sampleRate: Int, start: Int) {
        seconds = { Double($0) / Double(sampleRate) }
        marks = said.marks
        timing = SentenceTiming(text: said.utterance.text, span: TimeSpan(start: seconds(start), end: seconds(start)), words: [])
    }

    /// After the last part: finds the times of the marks.
    mutating func close() {
        isClosed = true
        timing.marks = marks.map { mark in
            let isBeforeWord = timing.words.indices.contains(mark.word)
            return SentenceTiming.Mark(name: mark.name, time: isBeforeWord ? timing.words[mark.word].span.start : timing.span.end)
        }
    }

    /// Adds a part whose segments start at the samples `starts` and end at `ends`.
    mutating func add(_ part: UtteranceSplitter.Part, starts: [Int], ends: [Int]) {
        for (index, word) in part.utterance.words.enumerated() {
            let sounds = word.segments.map { segment in
                SentenceTiming.Sound(
                    phoneme: part.utterance.segments[segment].phoneme,
                    span: TimeSpan(start: seconds(starts[segment]), end: seconds(ends[segment])))
            }
            if index == 0, part.continuesWord, var before = timing.words.popLast() {
                before.phonemes += sounds
                before.span.end = sounds.last?.span.end ?? before.span.end
                timing.words.append(before)
            } else {
                let place = seconds(starts[min(word.segments.lowerBound, starts.count - 1)])
                let span = TimeSpan(start: sounds.first?.span.start ?? place, end: sounds.last?.span.end ?? place)
                timing.words.append(SentenceTiming.Word(text: word.text, span: span, phonemes: sounds))
            }
        }
        if let first = timing.words.first, let last = timing.words.last {
            timing.span = TimeSpan(start: first.span.start, end: last.span.end)
        }
    }
}

internal import Foundation
public import ScoreFrontend
public import SpeechData

/// Several parts of a score, each sung by its own voice, mixed to stereo.
public struct Ensemble: Sendable {
    /// The parts as they were sung, and their mixture.
    public struct Performance: Sendable {
        public var songs: [Song]
        /// As many samples on either side.
        public var left: Waveform
        public var right: Waveform
    }

    private let singers: [Singer]
    private let options: SingingOptions

    /// How far to the sides the outermost voices stand, of 1.
    private static let breadth = 0.6

    /// One synthesizer for each part that will be sung. Throws `.usage` for options out of bounds.
    public init(_ synthesizers: [Synthesizer], options: SingingOptions = SingingOptions()) throws(SpeechError) {
        var singers: [Singer] = []
        for synthesizer in synthesizers { singers.append(try Singer(synthesizer, options: options)) }
        self.singers = singers
        self.options = options
    }

    /// Sings `parts` together, from left to right as they stand in the score.
    ///
    /// Throws as `Singer.sing` does, and `.usage` where there are not as many parts as voices or their rates differ. No parts
    /// give no sound.
    public func sing(_ score: Score, parts: [Int], progress: (Double) throws -> Void = { _ in }) throws -> Performance {
        guard parts.count == singers.count, parts.allSatisfy(score.parts.indices.contains) else {
            throw SpeechError(.usage, "\(parts.count) parts cannot be sung by \(singers.count) voices")
        }
        let rate = singers.first?.synthesizer.voice.sampleRate ?? 24000
        guard singers.allSatisfy({ $0.synthesizer.voice.sampleRate == rate }) else {
            throw SpeechError(.usage, "voices of different sample rates cannot be mixed")
        }
        let ranges = zip(parts, singers).map { (written: score.parts[$0].range ?? 60...60, range: $1.range) }
        let shifts = options.transposition.map { [Int](repeating: $0, count: parts.count) } ?? SingingRange.transposition(of: ranges)
        let lead = Singer.lead(score, parts: parts, tempo: options.tempo)
        var songs: [Song] = []
        for (index, part) in parts.enumerated() {
            songs.append(
                try singers[index].sing(score, part: part, shift: shifts[index], lead: lead) { done in
                    try progress((Double(index) + done) / Double(parts.count))
                })
        }
        let sides = Self.mixed(songs.map(\.waveform.samples))
        return Performance(
            songs: songs, left: Waveform(sampleRate: rate, samples: sides.left), right: Waveform(sampleRate: rate, samples: sides.right))
    }

    /// Panned with constant power, evenly from left to right; the whole is as loud as one voice would be.
    private static func mixed(_ voices: [[Float]]) -> (left: [Float], right: [Float]) {
        let count = voices.map(\.count).max() ?? 0
        var left = [Float](repeating: 0, count: count)
        var right = left
        for (index, samples) in voices.enumerated() {
            let place = voices.count > 1 ? breadth * (2 * Double(index) / Double(voices.count - 1) - 1) : 0
            let angle = Double.pi / 4 * (1 + place)
            let gain = (2 / Double(voices.count)).squareRoot()
            let (toLeft, toRight) = (Float(gain * cos(angle)), Float(gain * sin(angle)))
            for (sample, value) in samples.enumerated() {
                left[sample] += toLeft * value
                right[sample] += toRight * value
            }
        }
        Loudness.limit(&left)
        Loudness.limit(&right)
        return (left, right)
    }
}

extension VoiceDescription {
    /// The speaker whose stated range needs the least change of `written`; of equals, the one that is first in the pack. Those in
    /// `taken` only where nobody else states a range. Nil where nobody does.
    public func singer(for written: ClosedRange<Double>, taken: Set<String> = []) -> String? {
        let known = speakers.filter { singingRanges?[$0] != nil }
        let free = known.filter { !taken.contains($0) }
        func cost(_ speaker: String) -> Double {
            guard let range = singingRanges?[speaker] else { return .infinity }
            let shift = SingingRange.transposition(of: [(written, range)])[0]
            // Of those that need not move it, the one whose middle is nearest sings it with most ease.
            let ease = abs((range.lowest + range.highest) / 2 - (written.lowerBound + written.upperBound) / 2)
            return Double(abs(shift)) * 100 + range.excess(of: written, shift: shift) * 1000 + (ease / 4).rounded()
        }
        let candidates = free.isEmpty ? known : free
        return candidates.enumerated().min { (cost($0.element), $0.offset) < (cost($1.element), $1.offset) }?.element
    }
}

internal import Foundation
internal import SpeechData

/// Maps the frames of held sounds onto frames of a length that the acoustic model knows from speech.
///
/// A held vowel begins and ends at the pace of speech; its middle is moved through slowly and not quite evenly, so that
/// no frame stands still. A diphthong stays on its first half and moves on late, as singers are taught to.
struct TimeWarp {
    /// Frames of each segment as the model makes them.
    let modelDurations: [Int]
    /// For each sung frame, its place among the model's frames.
    private let positions: [Double]

    /// A sung vowel is asked of the model a little longer than it would be spoken, so that it reaches its target, within
    /// these bounds of frames of 12.5 ms.
    private static let clearness = 1.3
    private static let vowelFrames = 8.0...16.0
    private static let longestConsonant = 12
    private static let longestPause = 16

    init(_ phrase: SungPhrase, seed: UInt64) {
        var durations: [Int] = []
        var positions: [Double] = []
        var start = 0
        for (index, segment) in phrase.utterance.segments.enumerated() {
            let sung = phrase.durations[index]
            let model = min(sung, Self.longest(segment.phoneme, spoken: phrase.spokenDurations[index]))
            for frame in 0..<sung {
                let wobble = 0.5 * sin(Double(frame) * 0.21 + Double(seed % 97)) + 0.4 * sin(Double(frame) * 0.083 + Double(start))
                positions.append(Double(start) + Self.place(Double(frame), of: segment.phoneme, sung: Double(sung), model: Double(model), wobble: wobble))
            }
            durations.append(model)
            start += model
        }
        modelDurations = durations
        self.positions = positions
    }

    private static func longest(_ phoneme: Phoneme, spoken: Int) -> Int {
        if phoneme.isPause { return longestPause }
        guard phoneme.isVowel else { return longestConsonant }
        return Int(min(max(Double(spoken) * clearness, vowelFrames.lowerBound), vowelFrames.upperBound).rounded())
    }

    private static func place(_ frame: Double, of phoneme: Phoneme, sung: Double, model: Double, wobble: Double) -> Double {
        if sung <= model { return frame }
        let isDiphthong = "AIWYO".contains(phoneme.symbol)
        let attack = (model * (isDiphthong ? 0.3 : 0.35)).rounded(.down)
        let release = (model * (isDiphthong ? 0.5 : 0.35)).rounded(.down)
        if frame < attack { return frame }
        if frame >= sung - release { return model - (sung - frame) }
        let inside = (frame - attack) / (sung - attack - release)
        // The wobble vanishes at both edges.
        return attack + inside * (model - attack - release) + wobble * sin(.pi * inside)
    }

    /// Rows of `values` at the sung frames, interpolated; `columns` values a row.
    func apply(_ values: [Float], columns: Int) -> [Float] {
        let rows = columns > 0 ? values.count / columns : 0
        guard rows > 0 else { return [] }
        var result: [Float] = []
        result.reserveCapacity(positions.count * columns)
        for position in positions {
            let place = min(max(position, 0), Double(rows - 1))
            let lower = Int(place)
            let upper = min(lower + 1, rows - 1)
            let share = Float(place - Double(lower))
            for column in 0..<columns {
                let from = values[lower * columns + column]
                result.append(from + (values[upper * columns + column] - from) * share)
            }
        }
        return result
    }

    /// The sung curve at the model's frames: each takes the first sung frame that reaches it.
    func inverse(_ curve: [Float]) -> [Float] {
        var sung = 0
        return (0..<modelDurations.reduce(0, +)).map { frame in
            while sung + 1 < positions.count, positions[sung] < Double(frame) { sung += 1 }
            return curve.indices.contains(sung) ? curve[sung] : curve.last ?? 0
        }
    }
}

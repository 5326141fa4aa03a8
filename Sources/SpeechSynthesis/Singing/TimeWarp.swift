internal import Foundation
internal import SpeechData

/// Maps the frames of held sounds onto frames of a length that the acoustic model knows from speech.
///
/// A held vowel begins and ends at the pace of speech; its middle is moved through slowly and not quite evenly, so that
/// no frame stands still.
struct TimeWarp {
    /// Frames of each segment as the model makes them.
    let modelDurations: [Int]
    /// For each sung frame, its place among the model's frames.
    private let positions: [Double]

    /// Longest sounds that are common in speech, in frames of 12.5 ms.
    private static let longestVowel = 22
    private static let longestConsonant = 12
    private static let longestPause = 16

    init(_ phrase: SungPhrase, seed: UInt64) {
        var durations: [Int] = []
        var positions: [Double] = []
        var start = 0
        for (segment, sung) in zip(phrase.utterance.segments, phrase.durations) {
            let longest = segment.phoneme.isPause ? Self.longestPause : segment.phoneme.isVowel ? Self.longestVowel : Self.longestConsonant
            let model = min(sung, longest)
            for frame in 0..<sung {
                let wobble = 0.5 * sin(Double(frame) * 0.21 + Double(seed % 97)) + 0.4 * sin(Double(frame) * 0.083 + Double(start))
                positions.append(Double(start) + Self.place(Double(frame), sung: Double(sung), model: Double(model), wobble: wobble))
            }
            durations.append(model)
            start += model
        }
        modelDurations = durations
        self.positions = positions
    }

    private static func place(_ frame: Double, sung: Double, model: Double, wobble: Double) -> Double {
        if sung <= model { return frame }
        let edge = (model / 3).rounded(.down)
        if frame < edge { return frame }
        if frame >= sung - edge { return model - (sung - frame) }
        let inside = (frame - edge) / (sung - 2 * edge)
        // The wobble vanishes at both edges.
        return edge + inside * (model - 2 * edge) + wobble * sin(.pi * inside)
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

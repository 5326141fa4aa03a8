private import Foundation
import NeuralLayers
import SpeechData

/// How long each segment lasts.
struct DurationPredictor: Sendable {
    private let blocks: [ConvNeXtBlock]
    private let norm: LayerNorm
    private let output: Linear
    /// Middle of the logarithms of the durations that were learned from, added to what the net says.
    private static let middle: Float = 1.8

    init(_ weights: Weights, _ c: AcousticModel.Configuration) throws(SpeechError) {
        blocks = try makeBlocks(
            weights["blocks"], count: c.durationBlocks, channels: c.channels, hidden: c.varianceHidden, kernel: c.kernel)
        norm = try LayerNorm(weights["norm"], channels: c.channels)
        output = try Linear(weights["output"], inputs: c.channels, outputs: 1)
    }

    /// `[segments, channels]` → log(1 + frames) of each segment.
    func callAsFunction(_ segments: Matrix) -> [Float] {
        let logarithms = output(norm(blocks.reduce(segments) { $1($0) })).values
        return logarithms.map { $0 + Self.middle }
    }

    /// Whole frames for fractional ones, so that every boundary lies within half a frame of where it should be and
    /// every sound has at least one frame. Pauses may vanish.
    ///
    /// - Parameter longest: No segment lasts longer than this many frames, whatever the net says.
    static func wholeFrames(_ frames: [Float], segments: [Utterance.Segment], longest: Float = 4000) -> [Int] {
        var exact = 0.0
        var boundary = 0
        return zip(frames, segments).map { wanted, segment in
            exact += Double(wanted.isFinite ? min(max(wanted, 0), longest) : 0)
            let least = segment.phoneme.isPause ? 0 : 1
            let count = max(least, Int(exact.rounded()) - boundary)
            boundary += count
            // A sound that was given its frame borrows it from what follows; time is never lost.
            exact = max(exact, Double(boundary) - 0.5)
            return count
        }
    }
}

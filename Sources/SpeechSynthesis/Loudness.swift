internal import Foundation
internal import SpeechData

/// Loudness and edges of an utterance's samples: what is exact on the waveform and only approximate in a model.
struct Loudness {
    /// Decibels added to the whole.
    var volume = 0.0
    /// Above this amplitude a limiter bends samples, so that none passes 1.
    static let knee: Float = 0.9

    /// Applies `volume` and the volume of each word's style, gliding from frame to frame.
    ///
    /// - Parameter durations: frames of each segment of `utterance`, of `hop` samples each.
    func apply(to samples: inout [Float], of utterance: Utterance, durations: [Int], hop: Int) {
        let styled = utterance.words.contains { $0.style.volume != 0 }
        if styled {
            var decibels: [Double] = []
            for (segment, frames) in zip(utterance.segments, durations) {
                let style = segment.word.map { utterance.words[$0].style.volume } ?? 0
                decibels += Array(repeating: style + volume, count: frames)
            }
            let gains = decibels.map { Float(pow(10, $0 / 20)) }
            for index in samples.indices where !gains.isEmpty {
                let position = max(0, (Float(index) + 0.5) / Float(hop) - 0.5)
                let lower = min(Int(position), gains.count - 1)
                let upper = min(lower + 1, gains.count - 1)
                samples[index] *= gains[lower] + (gains[upper] - gains[lower]) * min(position - Float(lower), 1)
            }
        } else if volume != 0 {
            let gain = Float(pow(10, volume / 20))
            for index in samples.indices { samples[index] *= gain }
        }
        Self.limit(&samples)
    }

    /// Bends what is above `knee`, so that no sample passes 1.
    static func limit(_ samples: inout [Float]) {
        for index in samples.indices where abs(samples[index]) > Self.knee {
            let over = (abs(samples[index]) - Self.knee) / (1 - Self.knee)
            let limited = Self.knee + (1 - Self.knee) * tanh(over)
            samples[index] = samples[index] < 0 ? -limited : limited
        }
    }

    /// Lets the first and the last `count` samples of `range` rise from and fall to nothing, so that silence joins
    /// them without a click.
    static func fade(_ samples: inout [Float], in range: Range<Int>, over count: Int) {
        let length = min(count, range.count / 2)
        for step in 0..<length {
            let gain = Float(0.5 - 0.5 * cos(Double.pi * (Double(step) + 0.5) / Double(length)))
            samples[range.lowerBound + step] *= gain
            samples[range.upperBound - 1 - step] *= gain
        }
    }
}

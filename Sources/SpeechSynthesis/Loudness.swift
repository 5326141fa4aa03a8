internal import Foundation
internal import SpeechData

/// Loudness of an utterance's samples, which is exact on the waveform and only approximate in a model.
struct Loudness {
    /// Above this amplitude a limiter bends samples, so that none passes 1.
    static let knee: Float = 0.9

    private let hop: Int
    /// Gain of each frame; none where it is the same throughout.
    private let gains: [Float]
    private let gain: Float

    /// - Parameters:
    ///   - volume: decibels added to the whole, on top of the styles of the utterance's words.
    ///   - durations: frames of each segment of `utterance`, of `hop` samples each.
    init(volume: Double = 0, of utterance: Utterance, durations: [Int], hop: Int) {
        self.hop = hop
        gain = Self.factor(volume)
        guard utterance.words.contains(where: { $0.style.volume != 0 }) else {
            gains = []
            return
        }
        gains = zip(utterance.segments, durations).flatMap { segment, frames in
            let style = segment.word.map { utterance.words[$0].style.volume } ?? 0
            return Array(repeating: Self.factor(style + volume), count: frames)
        }
    }

    /// For sound that has no words of its own.
    init(volume: Double) {
        (hop, gains, gain) = (1, [], Self.factor(volume))
    }

    /// Makes samples louder, gliding from frame to frame, and limits them; the first of them is the sound's sample `position`.
    func apply(to samples: inout [Float], from position: Int = 0) {
        if !gains.isEmpty {
            for index in samples.indices {
                let place = max(0, (Float(position + index) + 0.5) / Float(hop) - 0.5)
                let lower = min(Int(place), gains.count - 1)
                let upper = min(lower + 1, gains.count - 1)
                samples[index] *= gains[lower] + (gains[upper] - gains[lower]) * min(place - Float(lower), 1)
            }
        } else if gain != 1 {
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

    private static func factor(_ decibels: Double) -> Float { Float(pow(10, decibels / 20)) }
}

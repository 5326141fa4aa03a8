private import Foundation

/// What of a recording at 16 kHz a speaker encoder should hear: its sounds without the pauses, and not too soft.
///
/// The package `resemblyzer`, with whose weights the encoder works, leaves the choice to a voice activity detector; here a
/// block counts where its power lies within 30 dB of the loud blocks'. Its smoothing is the same.
enum SpeechExcerpt {
    /// Samples of a block: 30 ms.
    private static let block = 480
    /// Power of the loud blocks (90th percentile) over that of the softest that counts: 30 dB.
    private static let range: Float = 1000
    /// Blocks that are averaged over, and blocks around a sound that are kept with it.
    private static let smoothing = 8
    private static let margin = 3
    /// Root mean square that softer recordings are raised to: -30 dBFS.
    private static let level: Float = 0.0316

    /// The sounds of a recording, one after another; empty where all is silent.
    static func sounds(in samples: [Float]) -> [Float] {
        let blocks = samples.count / block
        let power = (0..<blocks).map { index in
            samples[index * block..<(index + 1) * block].reduce(Float(0)) { $0 + $1 * $1 } / Float(block)
        }
        guard let loud = power.isEmpty ? nil : power.sorted()[(blocks - 1) * 9 / 10], loud > 1e-9 else { return [] }
        let isSound = smoothed(power.map { $0 * range > loud })
        var kept: [Float] = []
        for index in 0..<blocks where isSound[max(0, index - margin)..<min(blocks, index + margin + 1)].contains(true) {
            kept += samples[index * block..<(index + 1) * block]
        }
        return raised(kept)
    }

    /// A block is what most of the blocks around it are.
    private static func smoothed(_ flags: [Bool]) -> [Bool] {
        flags.indices.map { index in
            let around = max(0, index - smoothing / 2)..<min(flags.count, index + smoothing / 2)
            return 2 * flags[around].count(where: { $0 }) > smoothing
        }
    }

    private static func raised(_ samples: [Float]) -> [Float] {
        let power = samples.reduce(Float(0)) { $0 + $1 * $1 } / Float(max(samples.count, 1))
        guard power > 0, power < level * level else { return samples }
        let gain = level / power.squareRoot()
        return samples.map { $0 * gain }
    }
}

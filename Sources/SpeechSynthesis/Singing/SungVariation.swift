internal import Foundation
internal import NeuralLayers
internal import SpeechData

/// Small changes of colour and strength that a living voice makes while it holds a note.
enum SungVariation {
    /// Frames and bands from one drawn value to the next; between, the changes run smoothly.
    private static let frameStep = 9
    private static let bandStep = 14
    /// Standard deviations, in nepers: 0.7 dB of colour, 0.4 dB of strength.
    private static let color: Float = 0.08
    private static let strength: Float = 0.05

    /// Moves the values of `mel` where it is voiced.
    static func apply(to mel: inout MelSpectrogram, seed: UInt64) {
        let bands = mel.configuration.bands
        let columns = bands / bandStep + 2
        let rows = mel.frameCount / frameStep + 2
        var random = SeededRandom(seed: seed &+ 0x5EED)
        let grid = random.normal(count: rows * columns)
        let levels = random.normal(count: rows)
        func eased(_ x: Float) -> Float { x * x * (3 - 2 * x) }
        for frame in 0..<mel.frameCount {
            let row = frame / frameStep
            let along = eased(Float(frame % frameStep) / Float(frameStep))
            let level = strength * (levels[row] + (levels[row + 1] - levels[row]) * along)
            for band in 0..<bands {
                let column = band / bandStep
                let across = eased(Float(band % bandStep) / Float(bandStep))
                func value(_ row: Int) -> Float {
                    let (from, to) = (grid[row * columns + column], grid[row * columns + column + 1])
                    return from + (to - from) * across
                }
                let change = color * (value(row) + (value(row + 1) - value(row)) * along) + level
                mel.values[frame * bands + band] += mel.voicing[frame] * change
            }
        }
    }
}

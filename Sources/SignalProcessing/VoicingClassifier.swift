private import Foundation

/// How likely a frame is voiced: a perceptron of eight hidden units on seven features.
///
/// Fitted to 60 utterances of 20 voices (none of the test split), clean and with white noise and babble at 20 and 10 dB, and to
/// steady and pulsing noises, which are unvoiced, and steady tones, which are voiced.
enum VoicingClassifier {
    /// A frame and its surroundings.
    struct Features {
        /// Periodicity of the best candidate, its mean over 25 ms to each side, and its maximum over 50 ms to each side.
        var periodicity: Double
        var meanPeriodicity: Double
        var maximalPeriodicity: Double
        /// Decibels below the loudest of the last seconds, at most 60, and its mean over 37 ms to each side.
        var depth: Double
        var meanDepth: Double
        /// Decibels above the quietest of the last seconds.
        var height: Double
        /// Decibels of what is below 1 kHz over what is above 2 kHz.
        var tilt: Double
    }

    static func probability(_ features: Features) -> Double {
        let input = [
            features.periodicity, -features.depth, min(max(features.height, 0), 40), min(max(features.tilt, -20), 30),
            features.meanPeriodicity, features.maximalPeriodicity, -features.meanDepth,
        ]
        var logit = outputBias
        for (row, (bias, weight)) in zip(hidden, zip(hiddenBias, output)) {
            logit += weight * tanh(zip(row, input).reduce(bias) { $0 + $1.0 * $1.1 })
        }
        return 1 / (1 + exp(-logit))
    }

    private static let hidden: [[Double]] = [
        [0.9122, 0.03692, 0.005022, 0.06014, -2.767, -3.797, -0.04267],
        [-1.906, 0.0804, 0.0471, -0.07652, -1.098, -1.976, 0.07672],
        [-0.5394, 0.02701, 0.01944, 0.01317, 1.872, 3.797, 0.03442],
        [0.1057, 0.004956, 0.03944, 0.03147, 0.6588, 0.9761, 0.04961],
        [1.874, 0.003762, 0.01387, -0.01661, 1.132, 0.4813, -0.001164],
        [-0.575, -0.01671, 0.004722, 0.007652, -0.8472, 3.822, 0.01417],
        [-0.1862, 0.03552, -0.01607, 0.01038, 0.0959, -3.528, 0.01427],
        [-0.3559, -0.02412, -0.06678, -0.001859, -1.121, -2.371, -0.0518],
    ]
    private static let hiddenBias = [2.742, 7.069, -3.356, -1.411, -1.68, -1.719, 2.803, 2.638]
    private static let output = [-0.8017, 1.372, 0.8539, 0.3671, 0.1839, 0.8714, -0.647, -0.8383]
    private static let outputBias = 0.3102
}

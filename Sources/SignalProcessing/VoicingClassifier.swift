private import Foundation

/// How likely a frame is voiced: a perceptron of eight hidden units on seven features.
///
/// Fitted by `Evaluation/pitch/fit_voicing.py` to 60 utterances of 20 voices (none of the test split), clean and with white noise
/// and babble at 20 and 10 dB, and to steady and pulsing noises, which are unvoiced, and tones, which are voiced.
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

        var input: [Double] {
            [
                periodicity, -depth, min(max(height, 0), 40), min(max(tilt, -20), 30), meanPeriodicity, maximalPeriodicity,
                -meanDepth,
            ]
        }
    }

    static func probability(_ features: Features) -> Double {
        let input = features.input
        var logit = outputBias
        for (row, (bias, weight)) in zip(hidden, zip(hiddenBias, output)) {
            logit += weight * tanh(zip(row, input).reduce(bias) { $0 + $1.0 * $1.1 })
        }
        return 1 / (1 + exp(-logit))
    }

    private static let hidden: [[Double]] = [
        [0.2899, -0.007552, -0.0009988, -0.007863, -0.5141, 4.257, -0.009884],
        [0.5796, -0.005838, -0.0112, 0.05663, 0.2114, -7.56, -0.0544],
        [1.08, -0.06276, -0.03312, 0.0764, 2.418, -0.6059, -0.07257],
        [0.7277, 0.04251, 0.0361, -0.03054, 0.3988, 6.242, 0.03488],
        [0.4226, 0.01439, 0.02438, 0.06127, 0.4685, 0.6737, 0.001963],
        [-1.229, 0.003889, 0.03347, -0.01546, 0.5704, 2.4, 0.01928],
        [-1.117, -0.04606, -0.04573, -0.06811, -0.954, -1.989, -0.03575],
        [-0.8593, -2.052e-05, -0.01432, -0.03435, -0.5683, -0.5676, -0.03278],
    ]
    private static let hiddenBias = [-2.303, 4.752, -5.537, -5.74, -1.5, -1.204, 4.403, 1.936]
    private static let output = [1.105, -0.8798, -1.228, 0.9666, -0.06215, 0.8931, -1.113, -0.2816]
    private static let outputBias = 0.8025
}

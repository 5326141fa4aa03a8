private import Foundation
internal import SignalProcessing
internal import SpeechData

/// How loud each frame of a recording is, as half the logarithm of the mean power from 100 Hz to 4 kHz.
///
/// Rumble, hum and what a microphone adds above tell nothing about how loud somebody speaks.
struct FrameLoudness: Sendable {
    /// Log amplitude over a recording's level, at least and at most, that the conversion model reads.
    static let range: ClosedRange<Float> = -5...2
    /// The lowest level that a recording is taken to have.
    static let silentLevel: Float = -8
    /// Frames less than this below the loud ones (95th percentile) are speech: 20 dB.
    private static let gate = Float(log(10.0))

    private let configuration: MelConfiguration
    private let bins: ClosedRange<Int>
    private let window: [Float]

    init(_ configuration: MelConfiguration) {
        self.configuration = configuration
        let binsPerHertz = Double(configuration.fftSize) / Double(configuration.sampleRate)
        let highest = min(Int(4000 * binsPerHertz), configuration.fftSize / 2)
        bins = min(Int((100 * binsPerHertz).rounded(.up)), highest)...highest
        let hann = WindowFunction.hann(configuration.window)
        let norm = hann.reduce(Float(0)) { $0 + $1 * $1 }.squareRoot()
        window = hann.map { $0 / norm }
    }

    /// One value a frame, `samples / hop` in all; frame `i` is centred on sample `i * hop`, and silence surrounds the sound.
    func callAsFunction(_ samples: [Float]) -> [Float] {
        let fft = RealFFT(size: configuration.fftSize)
        return (0..<samples.count / configuration.hop).map { frame in
            let start = frame * configuration.hop - configuration.window / 2
            for i in 0..<configuration.fftSize {
                let inside = i < configuration.window && samples.indices.contains(start + i)
                fft.signal[i] = inside ? samples[start + i] * window[i] : 0
            }
            fft.forward()
            var sum: Float = 0
            for bin in bins {
                sum += fft.spectrum[2 * bin] * fft.spectrum[2 * bin] + fft.spectrum[2 * bin + 1] * fft.spectrum[2 * bin + 1]
            }
            return 0.5 * log(sum / Float(bins.count) + 1e-10)
        }
    }

    /// The level of a recording's speech: the mean over those frames that lie within 20 dB of the 95th percentile.
    static func level(of loudness: [Float]) -> Float {
        guard !loudness.isEmpty else { return silentLevel }
        let loud = loudness.sorted()[Int(0.95 * Double(loudness.count - 1))]
        let speech = loudness.filter { $0 >= loud - gate }
        return max(silentLevel, speech.reduce(0, +) / Float(max(speech.count, 1)))
    }
}

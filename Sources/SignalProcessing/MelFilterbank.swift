private import Foundation
public import SpeechData

/// Slaney's mel scale: linear to 1 kHz, logarithmic above (Auditory Toolbox, 1998).
public enum MelScale {
    public static func mel(fromHertz f: Double) -> Double {
        f < 1000 ? f * 3 / 200 : 15 + log(f / 1000) * 27 / log(6.4)
    }

    public static func hertz(fromMel m: Double) -> Double {
        m < 15 ? m * 200 / 3 : 1000 * exp((m - 15) * log(6.4) / 27)
    }
}

/// Triangular bands, evenly spaced on the mel scale, each with weights that add up to 1: a band holds mean power.
public struct MelFilterbank: Sendable {
    private struct Band {
        var firstBin: Int
        var weights: [Float]
    }

    /// Centre of each band in hertz.
    public let centers: [Double]
    public let bins: Int
    private let bands: [Band]

    /// Throws `.brokenVoice` if the configuration's numbers make no sense or a band is too narrow to hold any bin.
    public init(_ configuration: MelConfiguration) throws(SpeechError) {
        let c = configuration
        guard c.bands > 0, c.bands < c.fftSize, c.fftSize >= 2, c.fftSize <= 1 << 20, c.sampleRate > 0,
            c.maximumFrequency > 0, c.maximumFrequency <= Double(c.sampleRate)
        else { throw SpeechError(.brokenVoice, "the voice's mel configuration makes no sense", remedy: "install the voice again") }
        let top = MelScale.mel(fromHertz: c.maximumFrequency)
        let edges = (0..<c.bands + 2).map { MelScale.hertz(fromMel: top * Double($0) / Double(c.bands + 1)) }
        centers = Array(edges[1...c.bands])
        let bins = c.fftSize / 2 + 1
        let width = Double(c.sampleRate) / Double(c.fftSize)
        bands = (0..<c.bands).map { band in
            let weights = (0..<bins).map { bin in
                let f = Double(bin) * width
                let rising = (f - edges[band]) / (edges[band + 1] - edges[band])
                let falling = (edges[band + 2] - f) / (edges[band + 2] - edges[band + 1])
                return max(0, min(rising, falling))
            }
            let sum = weights.reduce(0, +)
            let first = weights.firstIndex { $0 > 0 } ?? 0
            let last = weights.lastIndex { $0 > 0 } ?? -1
            return Band(firstBin: first, weights: last < first ? [] : weights[first...last].map { Float($0 / sum) })
        }
        self.bins = bins
        guard bands.allSatisfy({ !$0.weights.isEmpty }) else {
            throw SpeechError(.brokenVoice, "the voice's mel configuration has more bands than its FFT resolves", remedy: "install the voice again")
        }
    }

    /// The mean power of each band of a power spectrum of `bins` numbers.
    public func callAsFunction(_ power: [Float]) -> [Float] {
        bands.map { band in
            var sum: Float = 0
            for (offset, weight) in band.weights.enumerated() { sum += weight * power[band.firstBin + offset] }
            return sum
        }
    }
}

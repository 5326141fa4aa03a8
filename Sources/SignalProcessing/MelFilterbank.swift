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

/// Triangular bands, evenly spaced on the mel scale.
public struct MelFilterbank: Sendable {
    /// How high the triangles are.
    public enum Normalization: Sendable {
        /// The weights of a band add up to 1: it holds mean power.
        case unitSum
        /// A band's triangle has area 1 over hertz (Slaney 1998; what librosa and Whisper use).
        case unitArea
    }

    private struct Band {
        var firstBin: Int
        var weights: [Float]
    }

    /// Centre of each band in hertz.
    public let centers: [Double]
    public let bins: Int
    private let bands: [Band]

    /// The bands of a voice. Throws `.brokenVoice` if its numbers make no sense or a band is too narrow to hold any bin.
    public init(_ c: MelConfiguration) throws(SpeechError) {
        try self.init(sampleRate: c.sampleRate, fftSize: c.fftSize, bands: c.bands, maximumFrequency: c.maximumFrequency)
    }

    /// Bands from 0 Hz to `maximumFrequency` over the bins of an FFT. Throws as `init(_:)` does.
    public init(
        sampleRate: Int, fftSize: Int, bands count: Int, maximumFrequency: Double, normalization: Normalization = .unitSum
    ) throws(SpeechError) {
        guard count > 0, count < fftSize, fftSize >= 2, fftSize <= 1 << 20, sampleRate > 0, maximumFrequency > 0,
            maximumFrequency <= Double(sampleRate)
        else { throw SpeechError(.brokenVoice, "the voice's mel configuration makes no sense", remedy: "install the voice again") }
        let top = MelScale.mel(fromHertz: maximumFrequency)
        let edges = (0..<count + 2).map { MelScale.hertz(fromMel: top * Double($0) / Double(count + 1)) }
        centers = Array(edges[1...count])
        let bins = fftSize / 2 + 1
        let width = Double(sampleRate) / Double(fftSize)
        bands = (0..<count).map { band in
            let weights = (0..<bins).map { bin in
                let f = Double(bin) * width
                let rising = (f - edges[band]) / (edges[band + 1] - edges[band])
                let falling = (edges[band + 2] - f) / (edges[band + 2] - edges[band + 1])
                return max(0, min(rising, falling))
            }
            let norm = switch normalization {
            case .unitSum: weights.reduce(0, +)
            case .unitArea: (edges[band + 2] - edges[band]) / 2
            }
            let first = weights.firstIndex { $0 > 0 } ?? 0
            let last = weights.lastIndex { $0 > 0 } ?? -1
            return Band(firstBin: first, weights: last < first ? [] : weights[first...last].map { Float($0 / norm) })
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

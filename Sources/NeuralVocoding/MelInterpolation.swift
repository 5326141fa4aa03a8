private import SignalProcessing
internal import SpeechData

/// Log-mel bands interpolated linearly, in hertz, onto the bins of an STFT; flat beyond the first and the last band.
struct MelInterpolation: Sendable {
    private let lower: [Int]
    private let fraction: [Float]
    private let bands: Int

    init(_ configuration: MelConfiguration, fftSize: Int) throws(SpeechError) {
        let centers = try MelFilterbank(configuration).centers
        bands = centers.count
        var lower: [Int] = []
        var fraction: [Float] = []
        for bin in 0...fftSize / 2 {
            let f = Double(bin) * Double(configuration.sampleRate) / Double(fftSize)
            let above = centers.firstIndex { $0 > f } ?? centers.count
            let band = max(0, min(above - 1, centers.count - 2))
            lower.append(band)
            let span = centers.count > 1 ? centers[band + 1] - centers[band] : 1
            fraction.append(Float(max(0, min(1, (f - centers[band]) / span))))
        }
        self.lower = lower
        self.fraction = fraction
    }

    /// Adds to `bins` the log magnitude that two successive mel frames ask for at `position` (0 to 1) between them.
    func add(
        _ frame: UnsafePointer<Float>, _ following: UnsafePointer<Float>, at position: Float, offset: Float,
        to bins: UnsafeMutablePointer<Float>
    ) {
        let mixed = [Float](unsafeUninitializedCapacity: bands) { mixed, filled in
            for band in 0..<bands { mixed[band] = frame[band] + position * (following[band] - frame[band]) + offset }
            filled = bands
        }
        guard bands > 1 else {
            for bin in lower.indices { bins[bin] += mixed[0] }
            return
        }
        mixed.withUnsafeBufferPointer { mixed in
            for bin in lower.indices {
                let band = lower[bin]
                bins[bin] += mixed[band] + fraction[bin] * (mixed[band + 1] - mixed[band])
            }
        }
    }
}

internal import SignalProcessing

/// The phase of the causal filter that has a given magnitude and the least delay, by folding the cepstrum
/// (Oppenheim and Schafer 1975).
final class MinimumPhase {
    private let fft: RealFFT

    init(size: Int) { fft = RealFFT(size: size) }

    /// Writes the phase in radians of a natural-log magnitude; both hold `size / 2 + 1` bins.
    func phase(logMagnitude: UnsafePointer<Float>, into phase: UnsafeMutablePointer<Float>) {
        let (size, spectrum, cepstrum) = (fft.size, fft.spectrum, fft.signal)
        for bin in 0..<fft.bins {
            spectrum[2 * bin] = logMagnitude[bin]
            spectrum[2 * bin + 1] = 0
        }
        fft.inverse()
        let scale = 2 / Float(size)
        cepstrum[0] = 0
        for i in 1..<size / 2 { cepstrum[i] *= scale }
        for i in size / 2..<size { cepstrum[i] = 0 }
        fft.forward()
        for bin in 0..<fft.bins { phase[bin] = spectrum[2 * bin + 1] }
    }
}

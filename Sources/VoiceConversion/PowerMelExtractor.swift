internal import NeuralLayers
internal import SignalProcessing
internal import SpeechData

/// Power in mel bands of sound at 16 kHz, 100 frames a second: what both encoders of conversion listen to.
///
/// 25 ms of a periodic Hann window every 10 ms; Slaney's triangles of area 1 up to 8 kHz.
struct PowerMelExtractor: Sendable {
    /// What lies beyond the ends of the sound.
    enum Border: Sendable { case mirrored, silent }

    static let sampleRate = 16000
    static let hop = 160
    private static let window = 400

    let bands: Int
    private let border: Border
    private let filterbank: MelFilterbank
    private let hann = WindowFunction.hann(window)

    init(bands: Int, border: Border) throws(SpeechError) {
        self.bands = bands
        self.border = border
        filterbank = try MelFilterbank(
            sampleRate: Self.sampleRate, fftSize: Self.window, bands: bands, maximumFrequency: Double(Self.sampleRate) / 2,
            normalization: .unitArea)
    }

    /// The first `frames` frames, `[frames, bands]`; frame `i` is centred on sample `i * hop`.
    func callAsFunction(_ samples: [Float], frames: Int) -> Matrix {
        let fft = RealFFT(size: Self.window)
        var power = [Float](repeating: 0, count: fft.bins)
        var values: [Float] = []
        values.reserveCapacity(frames * bands)
        for frame in 0..<frames {
            let start = frame * Self.hop - Self.window / 2
            for i in 0..<Self.window { fft.signal[i] = sample(start + i, of: samples) * hann[i] }
            fft.forward()
            for bin in 0..<fft.bins {
                let (real, imaginary) = (fft.spectrum[2 * bin], fft.spectrum[2 * bin + 1])
                power[bin] = real * real + imaginary * imaginary
            }
            values += filterbank(power)
        }
        return Matrix(rows: frames, columns: bands, values: values)
    }

    private func sample(_ index: Int, of samples: [Float]) -> Float {
        if samples.indices.contains(index) { return samples[index] }
        guard border == .mirrored, samples.count > 1 else { return 0 }
        // There and back again is one period, however short the sound.
        let period = 2 * (samples.count - 1)
        let inside = (index % period + period) % period
        return samples[min(inside, period - inside)]
    }
}

private import Foundation
public import SpeechData

/// Takes the F0-smoothed log-mel of a recording whose pitch is known.
///
/// The power spectrum is averaged over a box one F0 wide before the mel bands, as CheapTrick does (Morise 2015): what is
/// left is an envelope without harmonics.
public struct MelExtractor: Sendable {
    public let configuration: MelConfiguration
    private let filterbank: MelFilterbank
    private let window: [Float]

    /// Throws `.brokenVoice` if the configuration makes no sense.
    public init(_ configuration: MelConfiguration) throws(SpeechError) {
        guard configuration.hop > 0, configuration.window > 0, configuration.window <= configuration.fftSize else {
            throw SpeechError(.brokenVoice, "the voice's mel configuration makes no sense", remedy: "install the voice again")
        }
        self.configuration = configuration
        filterbank = try MelFilterbank(configuration)
        let hann = WindowFunction.hann(configuration.window)
        let norm = hann.reduce(Float(0)) { $0 + $1 * $1 }.squareRoot()
        window = hann.map { $0 / norm }
    }

    /// Frame `i` is centred on sample `i * hop`; there are `min(f0.count, samples / hop)` of them.
    ///
    /// `f0` is continuous, in hertz, one value a frame; `voicing` goes through as it is. Values beyond 60 to 1000 Hz smooth
    /// as those bounds do. Throws `.malformedInput` if the waveform has another rate.
    public func mel(of waveform: Waveform, f0: [Float], voicing: [Float]) throws(SpeechError) -> MelSpectrogram {
        let c = configuration
        guard waveform.sampleRate == c.sampleRate else {
            throw SpeechError(.malformedInput, "sound at \(waveform.sampleRate) Hz was given to a voice of \(c.sampleRate) Hz", remedy: "resample it first")
        }
        let frames = min(waveform.samples.count / c.hop, f0.count, voicing.count)
        let fft = RealFFT(size: c.fftSize)
        var power = [Float](repeating: 0, count: fft.bins)
        var values: [Float] = []
        values.reserveCapacity(frames * c.bands)
        for frame in 0..<frames {
            let start = frame * c.hop - c.window / 2
            for i in 0..<c.fftSize {
                let inside = i < c.window && start + i >= 0 && start + i < waveform.samples.count
                fft.signal[i] = inside ? waveform.samples[start + i] * window[i] : 0
            }
            fft.forward()
            for bin in 0..<fft.bins {
                power[bin] = fft.spectrum[2 * bin] * fft.spectrum[2 * bin] + fft.spectrum[2 * bin + 1] * fft.spectrum[2 * bin + 1]
            }
            let width = Double(min(max(f0[frame], 60), 1000)) * Double(c.fftSize) / Double(c.sampleRate)
            values += filterbank(Self.smoothed(power, width: width)).map { 0.5 * log($0 + 1e-10) }
        }
        return MelSpectrogram(
            configuration: c, values: values, f0: Array(f0.prefix(frames)), voicing: Array(voicing.prefix(frames)))
    }

    /// Each bin replaced by the mean over `width` bins around it, the spectrum mirrored at both ends.
    private static func smoothed(_ power: [Float], width: Double) -> [Float] {
        let bins = power.count
        // As many bins beyond each end as half a box may reach.
        let margin = min(Int(width / 2) + 2, bins - 1)
        var sums = [0.0]
        sums.reserveCapacity(bins + 2 * margin + 1)
        for i in -margin..<bins + margin {
            let mirrored = i < 0 ? -i : i < bins ? i : 2 * (bins - 1) - i
            sums.append((sums.last ?? 0) + Double(power[mirrored]))
        }
        func integral(_ position: Double) -> Double {
            let i = min(max(Int(position), 0), sums.count - 2)
            return sums[i] + (sums[i + 1] - sums[i]) * (position - Double(i))
        }
        return (0..<bins).map { bin in
            let center = Double(bin + margin) + 0.5
            return Float((integral(center + width / 2) - integral(center - width / 2)) / width)
        }
    }
}

private import Foundation

/// How periodic a sound is at each lag: the autocorrelation of its lower harmonics, divided by that of its window (Boersma 1993).
final class PeriodicityAnalyzer {
    /// A possible period of a frame, and how periodic the sound is with it, at most 1.
    struct Candidate {
        var f0: Double
        var periodicity: Double
    }
    /// What a frame says about its pitch and voicing.
    struct Frame {
        /// Best first.
        var candidates: [Candidate]
        /// Mean power in the band of the voice, decibels of full scale.
        var level: Double
        /// Decibels of what is below 1 kHz over what is above 2 kHz.
        var tilt: Double
    }

    /// Samples a second of what is analysed: voices are periodic below 4 kHz.
    static let rate = 8000
    /// Points of the correlation to a sample.
    private static let oversampling = 4
    private static let mostCandidates = 14

    /// Samples needed on each side of a frame's centre.
    let reach: Int
    private let tuning: PitchTuning
    private let correlation: BandAutocorrelation
    private let lags: ClosedRange<Int>

    /// - Precondition: `0 < floor < ceiling`, which is below a quarter of `rate`.
    init(floor: Double, ceiling: Double, tuning: PitchTuning) {
        self.tuning = tuning
        let rate = Double(Self.rate)
        let size = Int(tuning.periods * rate / floor)
        correlation = BandAutocorrelation(
            size: size, longestLag: Int(rate / floor) + 2, oversampling: Self.oversampling, floor: floor, tuning: tuning)
        reach = size / 2 + 1
        let fine = rate * Double(Self.oversampling)
        lags = max(2, Int(fine / ceiling))...Int((fine / floor).rounded(.up))
    }

    /// Analyses the samples around `center`, of which there are `reach` to each side.
    func analyze(_ samples: [Float], center: Int) -> Frame {
        let power = correlation.analyze(samples, from: center - correlation.size / 2)
        let level = 10 * log10(Double(power.voice) + 1e-12)
        let tilt = 10 * log10((Double(power.low) + 1e-12) / (Double(power.high) + 1e-12))
        return Frame(candidates: candidates(), level: level, tilt: tilt)
    }

    private func candidates() -> [Candidate] {
        var found: [(candidate: Candidate, rank: Double)] = []
        let fine = Double(Self.rate * Self.oversampling)
        let floor = fine / Double(lags.upperBound)
        for lag in lags {
            let (before, here, after) = (correlation[lag - 1], correlation[lag], correlation[lag + 1])
            guard here > 0.1, here > before, here >= after else { continue }
            // The summit of the parabola through the three.
            let curvature = 2 * here - before - after
            let offset = curvature > 0 ? 0.5 * (after - before) / curvature : 0
            let f0 = fine / (Double(lag) + Double(offset))
            let height = min(1, Double(here + 0.25 * (after - before) * offset))
            found.append((Candidate(f0: f0, periodicity: height), height + tuning.octaveCost * log2(f0 / floor)))
        }
        found.sort { $0.rank > $1.rank }
        return found.prefix(Self.mostCandidates).map(\.candidate)
    }
}

/// The autocorrelation of one window's weighted power spectrum.
private final class BandAutocorrelation {
    let size: Int
    private var correlation: [Float]
    private let window: [Float]
    private let weights: [Float]
    private var correction: [Float] = []
    private let forward: RealFFT
    private let backward: RealFFT
    private let scale: Float

    init(size: Int, longestLag: Int, oversampling: Int, floor: Double, tuning: PitchTuning) {
        self.size = size
        window = WindowFunction.hann(size)
        var points = 2
        while points < size + longestLag { points *= 2 }
        forward = RealFFT(size: points)
        backward = RealFFT(size: points * oversampling)
        scale = 1 / window.reduce(0) { $0 + $1 * $1 } / Float(points / 2)
        correlation = [Float](repeating: 0, count: longestLag * oversampling + 2)
        let spacing = Double(PeriodicityAnalyzer.rate) / Double(points)
        weights = (0...points / 2).map { bin in
            let f = Double(bin) * spacing
            let rise = min(max((f - 0.5 * floor) / (0.4 * floor), 0), 1)
            let fall = min(max((tuning.passband.1 - f) / (tuning.passband.1 - tuning.passband.0), 0), 1)
            return Float(rise * fall)
        }
        // What the window alone correlates to: each harmonic has its shape.
        for i in 0..<points { forward.signal[i] = i < size ? window[i] : 0 }
        forward.forward()
        for bin in 0..<forward.bins { backward.spectrum[2 * bin] = power(bin) }
        correlate()
        correction = correlation.map { 1 / max($0, 1e-3) }
    }

    /// By lag in fractions of a sample: 1 at lag 0, and for a sound of exactly that period.
    subscript(lag: Int) -> Float { correlation[lag] }

    private func power(_ bin: Int) -> Float {
        let (real, imaginary) = (forward.spectrum[2 * bin], forward.spectrum[2 * bin + 1])
        return real * real + imaginary * imaginary
    }

    private func correlate() {
        for bin in 0..<backward.bins {
            if bin >= forward.bins { backward.spectrum[2 * bin] = 0 }
            backward.spectrum[2 * bin + 1] = 0
        }
        backward.inverse()
        let gain = backward.signal[0] > 0 ? 1 / backward.signal[0] : 0
        for lag in correlation.indices { correlation[lag] = gain * backward.signal[lag] }
    }

    /// Fills `correlation` with that of `size` samples. Returns their mean powers: in the weighted band, of it what is below
    /// 1 kHz, and above 2 kHz.
    @discardableResult
    func analyze(_ samples: [Float], from start: Int) -> (voice: Float, low: Float, high: Float) {
        for i in 0..<size { forward.signal[i] = samples[start + i] * window[i] }
        for i in size..<forward.size { forward.signal[i] = 0 }
        forward.forward()
        var (voice, low, high): (Float, Float, Float) = (0, 0, 0)
        let kilohertz = forward.size * 1000 / PeriodicityAnalyzer.rate
        for bin in 0..<forward.bins {
            let (power, weighted) = (power(bin), weights[bin] * power(bin))
            voice += weighted
            if bin < kilohertz { low += weighted } else if bin > 2 * kilohertz { high += power }
            backward.spectrum[2 * bin] = weighted
        }
        correlate()
        for lag in correlation.indices { correlation[lag] *= correction[lag] }
        return (scale * voice, scale * low, scale * high)
    }
}

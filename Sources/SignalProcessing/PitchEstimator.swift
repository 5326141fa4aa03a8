private import Foundation
public import SpeechData

/// The pitch of a recording, frame by frame.
public struct PitchContour: Equatable, Sendable {
    /// Hertz, continuous: unvoiced frames are filled by interpolation in log, or with 150 where nothing is voiced.
    public var f0: [Float]
    /// 1 where the frame is voiced, else 0.
    public var voicing: [Float]
}

/// Finds F0 and voicing by the autocorrelation of a windowed frame over that of its window, and the cheapest path through
/// the frames' candidates (Boersma 1993).
public struct PitchEstimator: Sendable {
    /// Lowest and highest F0 that is looked for, in hertz.
    public var floor: Double
    public var ceiling: Double
    /// Correlation above which a frame counts as voiced.
    public var voicingThreshold = 0.45
    /// Level, as a fraction of the loudest, below which a frame counts as silent.
    public var silenceThreshold = 0.03
    /// What an octave lower costs a candidate: among equals, the highest wins.
    public var octaveCost = 0.01
    /// Costs of a jump by an octave and of a change of voicing, between frames 10 ms apart.
    public var octaveJumpCost = 0.35
    public var voicingChangeCost = 0.14

    /// - Precondition: `0 < floor < ceiling`.
    public init(floor: Double = 60, ceiling: Double = 1000) {
        precondition(floor > 0 && floor < ceiling)
        self.floor = floor
        self.ceiling = ceiling
    }

    /// One possibility for a frame: an F0 in hertz, or nil for unvoiced, and how well it fits.
    private struct Candidate {
        var f0: Double?
        var strength: Double
    }

    /// Frame `i` is centred on sample `i * hop`; there are `samples / hop` of them. Silence is unvoiced throughout.
    ///
    /// - Precondition: `hop` is positive.
    public func pitch(of waveform: Waveform, hop: Int) -> PitchContour {
        precondition(hop > 0)
        let frames = waveform.samples.count / hop
        let loudest = Double(waveform.samples.lazy.map(abs).filter(\.isFinite).max() ?? 0)
        guard frames > 0, loudest > 0, Double(waveform.sampleRate) > 4 * floor else {
            return contour(of: [Double?](repeating: nil, count: frames))
        }
        let analyzer = FrameAutocorrelation(sampleRate: waveform.sampleRate, floor: floor)
        let candidates = (0..<frames).map { frame in
            let level = analyzer.analyze(waveform.samples, center: frame * hop)
            return self.candidates(analyzer, level: level / loudest)
        }
        return contour(of: bestPath(candidates, interval: Double(hop) / Double(waveform.sampleRate)))
    }

    private func candidates(_ analyzer: FrameAutocorrelation, level: Double) -> [Candidate] {
        let quiet = max(0, 2 - level * (1 + voicingThreshold) / silenceThreshold)
        var result: [Candidate] = []
        let rate = Double(analyzer.sampleRate)
        let shortest = max(2, Int(rate / ceiling))
        let longest = min(analyzer.longestLag - 1, Int((rate / floor).rounded(.up)))
        for lag in shortest..<max(shortest, longest) {
            let (before, here, after) = (analyzer[lag - 1], analyzer[lag], analyzer[lag + 1])
            guard here > 0.5 * voicingThreshold, here > before, here >= after else { continue }
            // The summit of the parabola through the three.
            let curvature = 2 * here - before - after
            let offset = curvature > 0 ? 0.5 * (after - before) / curvature : 0
            let f0 = rate / (Double(lag) + offset)
            guard f0 >= floor, f0 <= ceiling else { continue }
            var height = here + 0.25 * (after - before) * offset
            // Above 1 is an artefact of short lags.
            if height > 1 { height = 1 / height }
            result.append(Candidate(f0: f0, strength: height - octaveCost * log2(floor / f0)))
        }
        result.sort { $0.strength > $1.strength }
        return [Candidate(f0: nil, strength: voicingThreshold + quiet)] + result.prefix(14)
    }

    /// The path of least cost, by Viterbi's algorithm.
    private func bestPath(_ candidates: [[Candidate]], interval: Double) -> [Double?] {
        let scale = 0.01 / interval
        var scores = candidates[0].map(\.strength)
        var origins: [[Int]] = []
        for frame in 1..<max(1, candidates.count) {
            var (next, origin): ([Double], [Int]) = ([], [])
            for candidate in candidates[frame] {
                var (best, from) = (-Double.infinity, 0)
                for (index, previous) in candidates[frame - 1].enumerated() {
                    let cost: Double
                    switch (previous.f0, candidate.f0) {
                    case (nil, nil): cost = 0
                    case (let a?, let b?): cost = octaveJumpCost * abs(log2(a / b))
                    default: cost = voicingChangeCost
                    }
                    let score = scores[index] - scale * cost
                    if score > best { (best, from) = (score, index) }
                }
                next.append(best + candidate.strength)
                origin.append(from)
            }
            scores = next
            origins.append(origin)
        }
        var index = scores.indices.max { scores[$0] < scores[$1] } ?? 0
        var path: [Double?] = []
        for frame in candidates.indices.reversed() {
            path.append(candidates[frame][index].f0)
            if frame > 0 { index = origins[frame - 1][index] }
        }
        return path.reversed()
    }

    private func contour(of path: [Double?]) -> PitchContour {
        let voiced = path.indices.filter { path[$0] != nil }
        var f0 = [Float](repeating: 150, count: path.count)
        for (i, frame) in voiced.enumerated() {
            guard let here = path[frame] else { continue }
            f0[frame] = Float(here)
            if i == 0 { for earlier in 0..<frame { f0[earlier] = Float(here) } }
            let end = i + 1 < voiced.count ? voiced[i + 1] : path.count
            let next = end < path.count ? path[end] ?? here : here
            for gap in frame + 1..<max(frame + 1, end) {
                let position = Double(gap - frame) / Double(end - frame)
                f0[gap] = Float(here * pow(next / here, position))
            }
        }
        return PitchContour(f0: f0, voicing: path.map { $0 == nil ? 0 : 1 })
    }
}

/// The autocorrelation of frames three of the longest periods long, each divided by that of its window.
private final class FrameAutocorrelation {
    let sampleRate: Int
    let longestLag: Int
    private let size: Int
    private let window: [Float]
    /// One over the window's own autocorrelation, by lag.
    private var correction: [Double] = []
    private let fft: RealFFT
    private var correlation: [Double]

    init(sampleRate: Int, floor: Double) {
        self.sampleRate = sampleRate
        size = Int(3 * Double(sampleRate) / floor)
        // Beyond half the window, what it leaves of a lag is too little to judge by.
        longestLag = size / 2
        window = WindowFunction.hann(size)
        var points = 2
        while points < size + longestLag { points *= 2 }
        fft = RealFFT(size: points)
        correlation = [Double](repeating: 0, count: longestLag + 1)
        transform { window[$0] }
        correction = correlation.map { 1 / max($0, 1e-9) }
    }

    /// The corrected correlation at a lag in samples, 1 for a sound of exactly that period.
    subscript(lag: Int) -> Double { correlation[lag] * correction[lag] }

    /// Analyses the frame around `center`; silence surrounds the sound. Returns its largest deviation from its mean.
    func analyze(_ samples: [Float], center: Int) -> Double {
        let start = center - size / 2
        func sample(_ i: Int) -> Float {
            let position = start + i
            return position >= 0 && position < samples.count && samples[position].isFinite ? samples[position] : 0
        }
        var mean: Float = 0
        for i in 0..<size { mean += sample(i) }
        mean /= Float(size)
        var peak: Float = 0
        for i in 0..<size { peak = max(peak, abs(sample(i) - mean)) }
        transform { (sample($0) - mean) * window[$0] }
        return Double(peak)
    }

    /// Fills `correlation` with that of a frame, 1 at lag 0.
    private func transform(_ frame: (Int) -> Float) {
        for i in 0..<fft.size { fft.signal[i] = i < size ? frame(i) : 0 }
        fft.forward()
        for bin in 0..<fft.bins {
            let (real, imaginary) = (fft.spectrum[2 * bin], fft.spectrum[2 * bin + 1])
            fft.spectrum[2 * bin] = real * real + imaginary * imaginary
            fft.spectrum[2 * bin + 1] = 0
        }
        fft.inverse()
        let energy = Double(fft.signal[0])
        for lag in 0...longestLag { correlation[lag] = energy > 0 ? Double(fft.signal[lag]) / energy : 0 }
    }
}

private import Foundation

/// Where a voice lies: the mean of log F0 over the last seconds, in which loud and periodic frames weigh most.
///
/// A formant or half of a pitch is often as periodic as the pitch itself in a single frame, but seldom near it for long.
struct PitchRegister {
    private let decay: Double
    private let framesPerSecond: Double
    private let tuning: PitchTuning
    private var weight = 0.0
    private var weightedOctaves = 0.0
    /// Frames heard, each counted by its periodicity.
    private var evidence = 0.0

    init(framesPerSecond: Double, tuning: PitchTuning) {
        self.framesPerSecond = framesPerSecond
        self.tuning = tuning
        decay = exp(-1 / (tuning.registerSeconds * framesPerSecond))
    }

    mutating func follow(_ frame: PeriodicityAnalyzer.Frame) {
        weight *= decay
        weightedOctaves *= decay
        evidence *= decay
        guard let best = frame.candidates.first, frame.level > tuning.silence else { return }
        let periodic = max(0, best.periodicity - 0.5)
        let loud = periodic * pow(10, frame.level / 20)
        weight += loud
        weightedOctaves += loud * log2(best.f0)
        evidence += periodic
    }

    /// By how much periodicity an F0 is marked down: nothing within half an octave, and nothing while nothing is known.
    func cost(of f0: Double) -> Double {
        guard weight > 0 else { return 0 }
        let certainty = evidence / (evidence + 0.05 * framesPerSecond)
        return certainty * tuning.registerCost * max(0, abs(log2(f0) - weightedOctaves / weight) - 0.5)
    }
}

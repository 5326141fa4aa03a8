private import Foundation
private import NeuralLayers

/// A pulse train of unit power: all harmonics of F0 up to a bandwidth, in cosine phase, by Dirichlet's closed form
/// (the band-limited impulse train of Stilson and Smith 1996).
struct ExcitationSource {
    let sampleRate: Int
    let hop: Int
    let bandwidth: Float
    /// Phase of the fundamental after the last sample, in turns.
    private var turns: Double

    init(sampleRate: Int, hop: Int, bandwidth: Float, initialPhase: Float) {
        self.sampleRate = sampleRate
        self.hop = hop
        self.bandwidth = bandwidth
        turns = Double(initialPhase)
    }

    /// The next `logF0.count - 1` frames: natural log of F0 in hertz at each frame's first sample and after the last.
    /// Between, F0 runs linearly in log.
    mutating func pulses(logF0: ArraySlice<Float>) -> [Float] {
        let frames = max(0, logF0.count - 1)
        let count = frames * hop
        var f0 = [Float](unsafeUninitializedCapacity: count) { $1 = count }
        for frame in 0..<frames {
            let (from, to) = (logF0[logF0.startIndex + frame], logF0[logF0.startIndex + frame + 1])
            for i in 0..<hop { f0[frame * hop + i] = from + (to - from) * (Float(i) / Float(hop)) }
        }
        Activation.exp(&f0)
        var phase = [Float](unsafeUninitializedCapacity: count) { $1 = count }
        for i in 0..<count {
            // In double, so that the pitch of a long sound does not drift.
            turns += Double(f0[i]) / Double(sampleRate)
            turns -= turns.rounded(.down)
            phase[i] = Float(turns) * (2 * .pi)
        }
        return train(f0: f0, phase: phase)
    }

    private func train(f0: [Float], phase: [Float]) -> [Float] {
        let whole = f0.map { (bandwidth / $0).rounded(.down) }
        let half = phase.map { $0 / 2 }
        let sine = sineAndCosine(of: half).sine
        let upper = sineAndCosine(of: zip(whole, half).map { $0 * $1 }).sine
        let middle = sineAndCosine(of: zip(whole, half).map { ($0 + 1) * $1 }).cosine
        let next = sineAndCosine(of: zip(whole, phase).map { ($0 + 1) * $1 }).cosine
        return [Float](unsafeUninitializedCapacity: f0.count) { train, filled in
            for i in 0..<f0.count {
                let partials = bandwidth / f0[i]
                // At the pulse itself the closed form is 0 / 0; its limit is the number of partials.
                let atPulse = half[i] < 2e-4 || half[i] > .pi - 2e-4
                let divisor = abs(sine[i]) < 1e-4 ? 1e-4 : sine[i]
                let sum = atPulse ? whole[i] : upper[i] * middle[i] / divisor
                // The next partial fades in with the fraction, so that a gliding F0 does not click.
                train[i] = (sum + (partials - whole[i]) * next[i]) * (2 / partials).squareRoot()
            }
            filled = f0.count
        }
    }
}

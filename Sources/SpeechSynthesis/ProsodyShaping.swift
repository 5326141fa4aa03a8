internal import Foundation
internal import SpeechData

/// Prosody as the user and the text want it, made from prosody as the model gave it.
///
/// Everything that `SynthesisOptions` and the styles of words ask for is done here, between the model's two halves; only
/// loudness is left to the waveform, where it is exact.
struct ProsodyShaping {
    /// Speaking rate of the whole, over the model's own.
    var speed = 1.0
    /// Semitones that the whole is raised by.
    var pitch = 0.0
    /// Most frames of the pauses before the first sound and after the last; nil leaves the model's own.
    var leadingFrames: Int?
    var trailingFrames: Int?

    /// Frames that a pause with extra silence has at least, so that the silence is put where nothing sounds.
    static let leastPauseFrames = 4
    /// Frames over which pitch glides from one word's style to the next.
    static let glide = 4
    private static let pitchBounds: ClosedRange<Float> = 50...1100

    func shaped(_ prosody: Prosody, of utterance: Utterance) -> Prosody {
        let styles = styles(of: utterance)
        let durations = durations(prosody.durations, of: utterance, styles: styles)
        var result = stretched(prosody, to: durations)
        let perFrame = zip(durations, styles).flatMap { Array(repeating: $1, count: $0) }
        let shift = smoothed(perFrame.map { Float($0.pitch + pitch) })
        let range = smoothed(perFrame.map { Float($0.pitchRange) })
        let voiced = zip(result.f0, result.voicing).filter { $1 > 0.5 }.map { log($0.0) }
        let mean = voiced.isEmpty ? 0 : voiced.reduce(0, +) / Float(voiced.count)
        for frame in result.f0.indices {
            var logarithm = log(max(result.f0[frame], 1))
            if !voiced.isEmpty { logarithm = mean + (logarithm - mean) * range[frame] }
            let f0 = exp(logarithm + shift[frame] * Float(log(2.0) / 12))
            result.f0[frame] = min(max(f0, Self.pitchBounds.lowerBound), Self.pitchBounds.upperBound)
        }
        return result
    }

    /// The style of each segment: that of its word; a pause has that of the word before it.
    private func styles(of utterance: Utterance) -> [Utterance.Style] {
        var current = utterance.words.first?.style ?? Utterance.Style()
        return utterance.segments.map { segment in
            if let word = segment.word { current = utterance.words[word].style }
            return current
        }
    }

    /// New lengths. Rounding is carried along, so that the whole is right to a frame however many segments it has; no
    /// sound vanishes.
    private func durations(_ given: [Int], of utterance: Utterance, styles: [Utterance.Style]) -> [Int] {
        var error = 0.0
        var durations = given
        for index in given.indices {
            let exact = Double(given[index]) / (speed * max(styles[index].rate, 0.01)) + error
            durations[index] = max(given[index] > 0 ? 1 : 0, Int(exact.rounded()))
            error = min(max(exact - Double(durations[index]), -1), 1)
            if utterance.segments[index].extraSilence > 0 { durations[index] = max(durations[index], Self.leastPauseFrames) }
        }
        if let leadingFrames { Self.shorten(&durations, Array(Self.leadingPauses(of: utterance).reversed()), to: leadingFrames) }
        if let trailingFrames { Self.shorten(&durations, Array(Self.trailingPauses(of: utterance)), to: trailingFrames) }
        // An utterance of no frames has no sound to make.
        if durations.allSatisfy({ $0 == 0 }) { durations[durations.count - 1] = 1 }
        return durations
    }

    /// The segments before the first sound: `^`, and pauses where the text begins with some. All, if nothing sounds.
    static func leadingPauses(of utterance: Utterance) -> Range<Int> {
        0..<(utterance.segments.firstIndex { !$0.phoneme.isPause } ?? utterance.segments.count)
    }

    /// The segments after the last sound: its full stop and `$`. None, if nothing sounds.
    static func trailingPauses(of utterance: Utterance) -> Range<Int> {
        (utterance.segments.lastIndex { !$0.phoneme.isPause } ?? utterance.segments.count - 1) + 1..<utterance.segments.count
    }

    /// Leaves `frames` to the pauses together, those nearest to the sound first.
    private static func shorten(_ durations: inout [Int], _ pauses: [Int], to frames: Int) {
        var left = frames
        for index in pauses {
            durations[index] = min(durations[index], left)
            left -= durations[index]
        }
    }

    /// The curves of each segment, stretched linearly onto its new length.
    private func stretched(_ prosody: Prosody, to durations: [Int]) -> Prosody {
        var positions: [Float] = []
        positions.reserveCapacity(durations.reduce(0, +))
        var start = 0
        for (old, new) in zip(prosody.durations, durations) {
            for step in 0..<new {
                let inside = (Float(step) + 0.5) * Float(old) / Float(new) - 0.5
                positions.append(Float(start) + min(max(inside, 0), Float(max(old - 1, 0))))
            }
            start += old
        }
        func sampled(_ curve: [Float], orElse fallback: Float) -> [Float] {
            guard !curve.isEmpty else { return Array(repeating: fallback, count: positions.count) }
            return positions.map { position in
                let lower = min(Int(position), curve.count - 1)
                let upper = min(lower + 1, curve.count - 1)
                return curve[lower] + (curve[upper] - curve[lower]) * (position - Float(lower))
            }
        }
        return Prosody(
            durations: durations, f0: sampled(prosody.f0, orElse: 100), voicing: sampled(prosody.voicing, orElse: 0),
            energy: sampled(prosody.energy, orElse: -9))
    }

    private func smoothed(_ curve: [Float]) -> [Float] {
        guard let first = curve.first, curve.contains(where: { $0 != first }) else { return curve }
        return curve.indices.map { frame in
            let window = max(0, frame - Self.glide)...min(curve.count - 1, frame + Self.glide)
            return curve[window].reduce(0, +) / Float(window.count)
        }
    }
}

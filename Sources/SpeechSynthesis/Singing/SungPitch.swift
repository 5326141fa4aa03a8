internal import Foundation
internal import ScoreFrontend
internal import SpeechData

/// A note with its time in seconds.
struct TimedNote {
    var start: Double
    var end: Double
    var note: Note
}

/// The F0 curve of a phrase: notes, and what singers do between and on them.
///
/// Glides, preparation, vibrato and fine fluctuation make a curve sound sung (Saitou, Unoki and Akagi 2005).
struct SungPitch {
    let notes: [TimedNote]
    let options: SingingOptions
    /// Semitones added to every note.
    let shift: Double

    /// Hertz at each frame of the phrase.
    func curve(of phrase: SungPhrase, framesPerSecond rate: Double) -> [Float] {
        let sung = notes[(phrase.syllables.first?.notes.lowerBound ?? 0)..<(phrase.syllables.last?.notes.upperBound ?? 0)]
        guard let first = sung.first else { return [] }
        var semitones = [Double](repeating: 0, count: phrase.durations.reduce(0, +))
        var index = sung.startIndex
        for frame in semitones.indices {
            let time = Double(phrase.firstFrame + frame) / rate
            while index + 1 < sung.endIndex, sung[index + 1].start <= time { index += 1 }
            semitones[frame] = pitch(at: time, index, in: sung) + drift(at: time)
            // The first note is reached from a little below.
            if options.portamento > 0, !isDrawn(first.note) {
                semitones[frame] -= 0.6 * min(1, max(0, 1 - (time - first.start + 0.04) / 0.12))
            }
        }
        addMicroProsody(to: &semitones, of: phrase)
        return semitones.map { Float(440 * exp2(($0 + shift - 69) / 12)) }
    }

    private func isDrawn(_ note: Note) -> Bool { options.usesPitchCurve && note.pitchCurve.count > 1 }

    private func pitch(at time: Double, _ index: Int, in sung: ArraySlice<TimedNote>) -> Double {
        let here = sung[index]
        if isDrawn(here.note) {
            let curve = here.note.pitchCurve
            let place = min(max((time - here.start) / max(here.end - here.start, 1e-6), 0), 1) * Double(curve.count - 1)
            let lower = Int(place)
            return here.note.pitch + curve[lower] + (curve[min(lower + 1, curve.count - 1)] - curve[lower]) * (place - Double(lower))
        }
        var value = here.note.pitch
        for before in [index - 1, index] where sung.indices.contains(before) && sung.indices.contains(before + 1) {
            let (from, to) = (sung[before], sung[before + 1])
            if isDrawn(from.note) || isDrawn(to.note) { continue }
            // Without a slur the pitch changes during the consonant, so that the vowel begins in tune.
            let full = to.note.isSlurred ? options.portamento : min(options.portamento, 0.06)
            let width = min(full, 0.5 * (from.end - from.start), 0.5 * (to.end - to.start))
            guard width > 0 else { continue }
            let progress = (time - to.start) / width + (to.note.isSlurred ? 0.55 : 0.9)
            guard progress > 0, progress < 1 else { continue }
            value = from.note.pitch + (to.note.pitch - from.note.pitch) * (0.5 - 0.5 * cos(.pi * progress))
        }
        return value + vibrato(at: time, on: here)
    }

    private func vibrato(at time: Double, on here: TimedNote) -> Double {
        let shape = options.vibrato
        let since = time - here.start - shape.delay
        let left = here.end - time
        guard shape.depth > 0, here.end - here.start > shape.delay + 0.2, since > 0, left > 0 else { return 0 }
        return shape.depth / 100 * min(1, since / 0.35) * min(1, left / 0.12) * sin(2 * .pi * shape.rate * since)
    }

    /// Slow wandering of a few cents, different for each seed.
    private func drift(at time: Double) -> Double {
        let phase = Double(options.seed % 1000) * 0.731
        return 0.03 * sin(2 * .pi * 0.37 * time + phase) + 0.025 * sin(2 * .pi * 1.13 * time + 2.1 * phase + 1)
    }

    /// Voiced obstruents pull pitch down while the vocal tract is closed.
    private func addMicroProsody(to semitones: inout [Double], of phrase: SungPhrase) {
        var frame = 0
        for (segment, length) in zip(phrase.utterance.segments, phrase.durations) {
            if "bdɡvðzʒʤ".contains(segment.phoneme.symbol) {
                for step in 0..<length { semitones[frame + step] -= 0.3 * sin(.pi * (Double(step) + 0.5) / Double(length)) }
            }
            frame += length
        }
    }
}

internal import Foundation
internal import ScoreFrontend
internal import SpeechData

/// Loudness of a phrase over time, and what effort does to the spectrum.
enum SungDynamics {
    /// Decibels over mezzo-forte at each frame of the phrase.
    static func decibels(of phrase: SungPhrase, notes: [TimedNote], framesPerSecond: Double) -> [Float] {
        let sung = notes[(phrase.syllables.first?.notes.lowerBound ?? 0)..<(phrase.syllables.last?.notes.upperBound ?? 0)]
        let count = phrase.durations.reduce(0, +)
        var index = sung.startIndex
        var level: Double?
        return (0..<count).map { frame in
            let time = Double(phrase.firstFrame + frame) / framesPerSecond
            while index + 1 < sung.endIndex, sung[index + 1].start <= time { index += 1 }
            guard sung.indices.contains(index) else { return 0 }
            let here = sung[index]
            let through = min(max((time - here.start) / max(here.end - here.start, 1e-3), 0), 1)
            // A long note swells a little and sinks; a phrase arches (Sundberg 1987).
            var target = here.note.dynamics + min(here.end - here.start, 1.5) * sin(.pi * through)
            target += 1.5 * sin(.pi * Double(frame) / Double(max(count, 1)))
            let accent = here.note.articulations.contains(.marcato) ? 5.0 : here.note.articulations.contains(.accent) ? 3.0 : 0
            target += accent * min(1, max(0, 1 - (time - here.start) / 0.25))
            let smoothed = level.map { $0 + 0.2 * (target - $0) } ?? target
            level = smoothed
            return Float(smoothed)
        }
    }

    /// Raises the mel by about half of `decibels` (the acoustic model is asked for the rest), highs more than lows, as
    /// effort does (Nordenberg and Sundberg 2004).
    static func apply(_ decibels: [Float], to mel: inout MelSpectrogram) {
        let bands = mel.configuration.bands
        let unit = Float(log(10.0) / 20)
        for frame in 0..<min(mel.frameCount, decibels.count) {
            for band in 0..<bands {
                let tilt = 0.5 + 0.4 * (Float(band) / Float(max(bands, 1)) - 0.25)
                mel.values[frame * bands + band] += decibels[frame] * tilt * unit
            }
        }
    }
}

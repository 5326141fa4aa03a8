internal import Foundation
internal import SpeechData

/// Makes a score of a MIDI file with lyrics (meta event 5, or karaoke's text events): one part for each track and channel.
struct MIDIReader {
    let source: String

    func read(_ data: Data) throws(SpeechError) -> Score {
        let file = try MIDIFile(data, source: source)
        // With SMPTE time a quarter note is taken as half a second.
        let resolution = file.ticksPerSecond.map { $0 / 2 } ?? Double(file.resolution)
        func quarters(_ tick: Int) -> Double { Double(tick) / resolution }
        let all = file.tracks.flatMap(\.events)
        var tempi: [TempoMap.Change] = []
        var signatures: [(position: Double, length: Double)] = []
        for (tick, event) in all {
            switch event {
            case .tempo(let microseconds):
                tempi.append(TempoMap.Change(position: quarters(tick), quartersPerMinute: 60e6 / Double(microseconds)))
            case .timeSignature(let beats, let unit): signatures.append((quarters(tick), Double(beats) * 4 / Double(unit)))
            default: break
            }
        }
        if file.ticksPerSecond != nil || tempi.isEmpty { tempi = [TempoMap.Change(position: 0, quartersPerMinute: 120)] }
        let end = quarters(all.map(\.tick).max() ?? 0)
        let bars = Self.bars(signatures.sorted { $0.position < $1.position }, until: end)
        var score = Score(tempoMap: TempoMap(tempi), bars: bars, parts: [])
        let words = MIDILyrics(file.tracks)
        for (index, track) in file.tracks.enumerated() {
            let lines = notes(of: track, quarters: quarters)
            let name = track.events.lazy.compactMap { if case .trackName(let name) = $0.event, !name.isEmpty { name } else { nil } }.first
            for (channel, notes) in lines.sorted(by: { $0.key < $1.key }) {
                var title = name ?? "track \(index + 1)"
                if lines.count > 1 { title += ", channel \(channel + 1)" }
                score.parts.append(Score.Part(name: title, notes: notes))
            }
        }
        words.deal(to: &score.parts, quarters: quarters)
        for index in score.parts.indices {
            let part = score.parts[index]
            var notes = part.notes
            for note in notes.indices { notes[note].bar = score.bar(at: notes[note].start) }
            notes = Monophony.line(notes, part: part.name, bars: bars, warnings: &score.warnings)
            score.parts[index].notes = Melisma.resolved(notes, part: part.name, bars: bars, warnings: &score.warnings)
        }
        return score
    }

    /// Notes by channel, in order of their beginning; drums (channel 10) left out.
    private func notes(of track: MIDIFile.Track, quarters: (Int) -> Double) -> [Int: [Note]] {
        var result: [Int: [Note]] = [:]
        var sounding: [Int: (tick: Int, velocity: Int)] = [:]
        func end(_ channel: Int, _ key: Int, at tick: Int) {
            guard let begun = sounding.removeValue(forKey: channel << 8 | key), tick > begun.tick else { return }
            let start = quarters(begun.tick)
            // Velocity 80 is mezzo-forte; 12 dB to either end of the scale.
            result[channel, default: []].append(
                Note(
                    bar: 0, start: start, length: quarters(tick) - start, pitch: Double(key),
                    dynamics: min(max(Double(begun.velocity - 80) * 0.15, -12), 7)))
        }
        for (tick, event) in track.events {
            switch event {
            case .noteOn(let channel, let key, let velocity) where channel != 9:
                end(channel, key, at: tick)
                sounding[channel << 8 | key] = (tick, velocity)
            case .noteOff(let channel, let key): end(channel, key, at: tick)
            default: break
            }
        }
        let last = track.events.last?.tick ?? 0
        for key in sounding.keys.sorted() { end(key >> 8, key & 0xFF, at: last) }
        return result.mapValues { $0.sorted { ($0.start, -$0.pitch) < ($1.start, -$1.pitch) } }
    }

    /// Bars of these time signatures, 4/4 before the first; at most 20,000.
    static func bars(_ signatures: [(position: Double, length: Double)], until end: Double) -> [Score.Bar] {
        var bars: [Score.Bar] = []
        var position = 0.0
        var next = 0
        var length = 4.0
        while position < end || bars.isEmpty, bars.count < 20_000 {
            while next < signatures.count, signatures[next].position <= position + 1e-6 {
                length = max(signatures[next].length, 0.03125)
                next += 1
            }
            bars.append(Score.Bar(number: String(bars.count + 1), start: position, length: length))
            position += length
        }
        return bars
    }
}

internal import Foundation
internal import SpeechData
internal import Yams

/// Reads OpenUtau's `.ustx`: YAML, 480 ticks a quarter note, one part of the score for each voice part's track.
struct USTXReader {
    let source: String

    /// Deepest nesting that is parsed; projects need about ten levels.
    private static let depthLimit = 60

    func read(_ data: Data) throws(SpeechError) -> Score {
        guard let text = String(validating: data, as: UTF8.self), nestsReasonably(text) else {
            throw SpeechError(.malformedInput, "'\(source)' is not an OpenUtau project: it is not readable YAML")
        }
        let root: Node
        do {
            guard let node = try Yams.compose(yaml: text), node.mapping != nil else {
                throw SpeechError(.malformedInput, "'\(source)' is not an OpenUtau project: it is empty")
            }
            root = node
        } catch let error as SpeechError { throw error } catch {
            throw SpeechError(.malformedInput, "'\(source)' is not readable YAML: \(String(describing: error).prefix(120))")
        }
        let resolution = max(1, number(root["resolution"]) ?? 480)
        var tempi = array(root["tempos"]).compactMap { item -> TempoMap.Change? in
            guard let bpm = number(item["bpm"]), bpm > 0 else { return nil }
            return TempoMap.Change(position: (number(item["position"]) ?? 0) / resolution, quartersPerMinute: bpm)
        }
        if tempi.isEmpty, let bpm = number(root["bpm"]), bpm > 0 { tempi = [TempoMap.Change(position: 0, quartersPerMinute: bpm)] }
        let names = array(root["tracks"]).map { $0["track_name"]?.string ?? "" }
        var parts: [Int: Score.Part] = [:]
        for part in array(root["voice_parts"]) {
            let track = Int(min(max(number(part["track_no"]) ?? 0, 0), 10_000))
            let name = names.indices.contains(track) && !names[track].isEmpty ? names[track] : part["name"]?.string ?? "track \(track + 1)"
            let notes = try notes(of: part, name: name, resolution: resolution)
            parts[track, default: Score.Part(name: name, notes: [])].notes += notes
        }
        let ordered = parts.sorted { $0.key < $1.key }.map(\.value)
        return Score.ofEditor(
            title: root["name"]?.string ?? "", tempoMap: TempoMap(tempi), parts: ordered, signatures: signatures(root))
    }

    private func notes(of part: Node, name: String, resolution: Double) throws(SpeechError) -> [Note] {
        let offset = number(part["position"]) ?? 0
        let deviation = array(part["curves"]).first { $0["abbr"]?.string == "pitd" }
        let xs = array(deviation?["xs"]).map { number($0) ?? 0 }
        let ys = array(deviation?["ys"]).map { number($0) ?? 0 }
        var notes: [Note] = []
        for item in array(part["notes"]) {
            let position = (number(item["position"]) ?? 0) + offset
            func malformed(_ what: String) -> SpeechError {
                SpeechError(.malformedInput, "'\(source)', part '\(name)', bar \(Int(min(max(position / resolution / 4, 0), 1e6)) + 1): \(what)")
            }
            guard let duration = number(item["duration"]), let tone = number(item["tone"]) else { throw malformed("a note without duration or tone") }
            guard duration >= 0, duration < 1e7, position >= 0, position < 1e9 else { throw malformed("a note that cannot be (position \(position), duration \(duration))") }
            guard (0...127).contains(tone) else { throw malformed("a tone of \(tone) is not a MIDI note") }
            let text = item["lyric"]?.string ?? ""
            if LyricText.isRest(text) {
                if LyricText.isBreath(text), let last = notes.indices.last { notes[last].articulations.insert(.breath) }
                continue
            }
            guard duration > 0 else { continue }
            var curve: [Double] = []
            if xs.count > 1, xs.count == ys.count {
                // Drawn deviation, in cents at ticks of the part, at every 5 ticks of the note.
                let inPart = position - offset
                curve = stride(from: inPart, to: inPart + min(duration, 50_000), by: 5).map { interpolate(xs, ys, at: $0) / 100 }
            }
            notes.append(
                Note(
                    bar: 0, start: position / resolution, length: duration / resolution, pitch: tone,
                    lyric: LyricText.lyric(text), pitchCurve: curve))
        }
        return notes
    }

    private func interpolate(_ xs: [Double], _ ys: [Double], at x: Double) -> Double {
        var low = 0
        var high = xs.count - 1
        guard x >= xs[low], x <= xs[high] else { return 0 }
        while high - low > 1 {
            let middle = (low + high) / 2
            if xs[middle] <= x { low = middle } else { high = middle }
        }
        return xs[high] > xs[low] ? ys[low] + (ys[high] - ys[low]) * (x - xs[low]) / (xs[high] - xs[low]) : ys[low]
    }

    private func signatures(_ root: Node) -> [(position: Double, length: Double)] {
        var result: [(position: Double, length: Double)] = []
        var bar = 0.0
        for item in array(root["time_signatures"]) {
            let position = max(number(item["bar_position"]) ?? 0, bar)
            let length = min(max(number(item["beat_per_bar"]) ?? 4, 1), 64) * 4 / min(max(number(item["beat_unit"]) ?? 4, 1), 64)
            let start = result.last.map { $0.position + (position - bar) * $0.length } ?? 0
            result.append((start, length))
            bar = position
        }
        return result
    }

    private func number(_ node: Node?) -> Double? { node?.string.flatMap(Double.init).flatMap { $0.isFinite ? $0 : nil } }
    private func array(_ node: Node?) -> [Node] { node?.sequence.map(Array.init) ?? [] }

    /// Whether `text` can be parsed without recursing deeper than `depthLimit`: counts brackets, dashes and indentation,
    /// since the YAML parser itself recurses.
    private func nestsReasonably(_ text: String) -> Bool {
        var brackets = 0
        for line in text.utf8.split(separator: 10, omittingEmptySubsequences: true) {
            var markers = 0
            for byte in line {
                if byte == 0x5B || byte == 0x7B { brackets += 1 }
                if byte == 0x5D || byte == 0x7D { brackets = max(0, brackets - 1) }
                if byte == 0x2D || byte == 0x3F || byte == 0x3A { markers += 1 }
                if brackets > Self.depthLimit { return false }
            }
            let indentation = line.prefix { $0 == 0x20 }.count
            if indentation > 4 * Self.depthLimit { return false }
            let compact = line.dropFirst(indentation).prefix { $0 == 0x2D || $0 == 0x20 || $0 == 0x3F || $0 == 0x3A }
            if compact.count > 2 * Self.depthLimit || markers > 100_000 { return false }
        }
        return true
    }
}

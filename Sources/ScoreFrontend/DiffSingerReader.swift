internal import Foundation
internal import SpeechData

/// Reads DiffSinger's `.ds`: JSON, a list of phrases with phonemes, notes and perhaps a pitch curve, all in seconds.
struct DiffSingerReader {
    let source: String

    /// Positions are kept in quarter notes at a tempo where a quarter note is a second.
    private static let tempo = 60.0

    func read(_ data: Data) throws(SpeechError) -> Score {
        guard let json = try? JSONSerialization.jsonObject(with: data) else {
            throw SpeechError(.malformedInput, "'\(source)' is not JSON")
        }
        let phrases = (json as? [[String: Any]]) ?? (json as? [String: Any]).map { [$0] } ?? []
        guard !phrases.isEmpty else { throw SpeechError(.malformedInput, "'\(source)' is not a DiffSinger score: it is not a list of phrases") }
        var notes: [Note] = []
        for (index, phrase) in phrases.enumerated() { notes += try read(phrase, number: index + 1) }
        return Score.ofEditor(
            title: "", tempoMap: TempoMap([TempoMap.Change(position: 0, quartersPerMinute: Self.tempo)]),
            parts: [Score.Part(name: "vocal", notes: notes)], signatures: [])
    }

    private func read(_ phrase: [String: Any], number: Int) throws(SpeechError) -> [Note] {
        func malformed(_ what: String) -> SpeechError { SpeechError(.malformedInput, "'\(source)', phrase \(number): \(what)") }
        func list(_ key: String) -> [String] { (phrase[key] as? String ?? "").split(whereSeparator: \.isWhitespace).map(String.init) }
        func numbers(_ key: String) throws(SpeechError) -> [Double] {
            try list(key).map { text throws(SpeechError) in
                guard let value = Double(text), value.isFinite else { throw malformed("'\(text.prefix(20))' in \(key) is not a number") }
                guard value >= 0, value < 1e5 else { throw malformed("\(value) in \(key) is not possible") }
                return value
            }
        }
        let names = list("note_seq")
        let lengths = try numbers("note_dur")
        guard !names.isEmpty, names.count == lengths.count else { throw malformed("\(names.count) notes and \(lengths.count) durations") }
        let slurs = list("note_slur").map { $0 == "1" }
        let offset = (phrase["offset"] as? NSNumber)?.doubleValue ?? 0
        guard offset >= 0, offset < 1e6 else { throw malformed("an offset of \(offset)") }
        let f0 = try numbers("f0_seq")
        let step = (phrase["f0_timestep"] as? NSNumber)?.doubleValue ?? (phrase["f0_timestep"] as? String).flatMap(Double.init) ?? 0
        var syllables = try syllables(list("ph_seq"), malformed: malformed)[...]
        var words = (phrase["text"] as? String ?? "").split(whereSeparator: \.isWhitespace).map(String.init).filter { !LyricText.isRest($0) }[...]
        let usesPhonemes = !syllables.isEmpty
        var notes: [Note] = []
        var time = 0.0
        for (index, (name, length)) in zip(names, lengths).enumerated() {
            defer { time += length }
            guard name != "rest", length > 0 else { continue }
            guard let pitch = Self.pitch(name) else { throw malformed("'\(name.prefix(20))' is not a note") }
            let isSlur = slurs.indices.contains(index) && slurs[index]
            var lyric = Lyric.extender
            if !isSlur { lyric = usesPhonemes ? syllables.popFirst().map { .phonemes($0) } ?? .none : words.popFirst().map { LyricText.lyric($0) } ?? .none }
            var curve: [Double] = []
            if step > 0, step.isFinite, f0.count > 1 {
                let count = Int(min(max((length / step).rounded(.up), 2), 20_000))
                curve = (0..<count).map { point in
                    let at = Int(min((time + length * Double(point) / Double(count)) / step, Double(f0.count - 1)))
                    return f0[at] > 20 ? 69 + 12 * log2(f0[at] / 440) - pitch : 0
                }
            }
            notes.append(Note(bar: 0, start: offset + time, length: length, pitch: pitch, lyric: lyric, isSlurred: isSlur, pitchCurve: curve))
        }
        return notes
    }

    /// One phoneme string for each vowel. Consonants between two vowels go to the later as far as English words may begin
    /// with them.
    private func syllables(_ items: [String], malformed: (String) -> SpeechError) throws(SpeechError) -> [String] {
        var result: [String] = []
        var onset = ""
        for item in items {
            if LyricText.isRest(item) {
                if !result.isEmpty { result[result.count - 1] += onset } else { continue }
                onset = ""
                continue
            }
            guard let phonemes = LyricPhonemes.phoneme(item) else { throw malformed("the phoneme '\(item.prefix(20))' is not known") }
            let hasVowel = phonemes.contains { Phoneme($0)?.isVowel ?? false }
            if hasVowel {
                if !result.isEmpty {
                    let split = onset.count - Syllabification.onsetLength(of: onset.map { $0 })
                    result[result.count - 1] += onset.prefix(split)
                    onset = String(onset.dropFirst(split))
                }
                result.append(onset + phonemes)
                onset = ""
            } else {
                onset += phonemes
            }
        }
        if !result.isEmpty { result[result.count - 1] += onset }
        return result
    }

    /// `C4`, `F#3`, `Bb4+12` (cents) to MIDI.
    private static func pitch(_ name: String) -> Double? {
        let steps: [Character: Double] = ["C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11]
        guard let letter = name.first, let step = steps[Character(letter.uppercased())] else { return nil }
        var rest = name.dropFirst()
        var alter = 0.0
        while let sign = rest.first, "#♯b♭".contains(sign) {
            alter += "#♯".contains(sign) ? 1 : -1
            rest = rest.dropFirst()
        }
        let digits = rest.hasPrefix("-") ? rest.prefix(2) : rest.prefix(1)
        guard let number = Double(digits), (-1...9).contains(number) else { return nil }
        let cents = Double(rest.dropFirst(digits.count)) ?? 0
        let pitch = 12 * (number + 1) + step + alter + cents / 100
        return (0...127).contains(pitch) ? pitch : nil
    }
}

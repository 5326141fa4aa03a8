import ArgumentParser
import Foundation
import ScoreFrontend
import SpeechData
import SpeechSynthesis

struct ScoreCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "score", abstract: "Print what is read from a score, without singing it.",
        discussion: "Example: tts score song.musicxml --bars 1-8")

    @OptionGroup var options: ScoreOptions
    @Flag(help: "Print the whole score as JSON.") var json = false

    func run() throws {
        let frontend = try options.lexicon.frontend()
        let reading = try options.read(frontend: frontend)
        let score = reading.score
        if json {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
            return try StandardOutput.line(String(decoding: encoder.encode(score), as: UTF8.self))
        }
        let chosen = reading.parts[0]
        let length = score.tempoMap.seconds(at: score.parts[chosen].notes.last?.end ?? 0)
        try StandardOutput.line("\(score.title.isEmpty ? options.file : score.title): \(score.bars.count) bars, \(String(format: "%.1f", length)) s")
        for change in score.tempoMap.changes {
            try StandardOutput.line("tempo \(String(format: "%.1f", change.quartersPerMinute)) from quarter \(change.position)")
        }
        for (number, part) in score.parts.enumerated() {
            let range = part.range.map { "\(Self.name($0.lowerBound)) to \(Self.name($0.upperBound))" } ?? "no notes"
            let mark = number == chosen ? "*" : " "
            try StandardOutput.line("\(mark) part \(number + 1) '\(part.name)': \(part.notes.count) notes, \(part.syllableCount) syllables, \(range)")
        }
        try printNotes(of: score.parts[chosen], in: score, pronunciation: SungPronunciation(frontend: frontend))
        for warning in reading.warnings { try StandardOutput.line("note: \(warning)") }
    }

    /// A note a line: start and end in seconds, pitch, bar, syllable and its phonemes.
    private func printNotes(of part: Score.Part, in score: Score, pronunciation: SungPronunciation) throws {
        var syllables: [Int: (text: String, phonemes: String)] = [:]
        for word in part.words {
            let segments = try pronunciation.segments(of: word)
            for (syllable, range) in zip(word.syllables, Syllabification.deal(segments, to: word.syllables.map(\.text))) {
                syllables[syllable.notes.lowerBound] = (syllable.text, segments[range].map { $0.stress.mark + $0.phoneme.description }.joined())
            }
        }
        for (number, note) in part.notes.enumerated() {
            let bar = score.bars.indices.contains(note.bar) ? score.bars[note.bar].number : "?"
            let times = String(format: "%8.3f %8.3f", score.tempoMap.seconds(at: note.start), score.tempoMap.seconds(at: note.end))
            let pitch = Self.name(note.pitch)
            let sung = syllables[number].map { "\($0.text)  \($0.phonemes)" } ?? "_"
            try StandardOutput.line("\(times)  \(pitch)\(String(repeating: " ", count: max(0, 4 - pitch.count)))  bar \(bar)  \(sung)")
        }
    }

    /// `C4` for middle C, with what is left of a semitone in cents.
    private static func name(_ pitch: Double) -> String {
        let nearest = Int(pitch.rounded())
        let names = ["C", "C#", "D", "D#", "E", "F", "F#", "G", "G#", "A", "A#", "B"]
        let cents = Int(((pitch - Double(nearest)) * 100).rounded())
        return "\(names[(nearest % 12 + 12) % 12])\(nearest / 12 - 1)" + (cents == 0 ? "" : "\(cents > 0 ? "+" : "")\(cents)c")
    }
}

extension Stress {
    /// As phonemes are written.
    fileprivate var mark: String {
        switch self {
        case .none: ""
        case .primary: "ˈ"
        case .secondary: "ˌ"
        }
    }
}

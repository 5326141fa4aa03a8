import ArgumentParser
import Foundation
import ScoreFrontend
import SpeechData

struct ScoreCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "score", abstract: "Print what is read from a score, without singing it.")

    @OptionGroup var options: ScoreOptions
    @Flag(help: "Print the whole score as JSON.") var json = false

    func run() throws {
        let (score, index) = try options.read()
        if json {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
            print(String(decoding: try encoder.encode(score), as: UTF8.self))
            return
        }
        print("\(score.title.isEmpty ? options.file : score.title): \(score.bars.count) bars, \(String(format: "%.1f", score.tempoMap.seconds(at: score.parts[index].notes.last?.end ?? 0))) s")
        for change in score.tempoMap.changes { print("tempo \(String(format: "%.1f", change.quartersPerMinute)) from quarter \(change.position)") }
        for (number, part) in score.parts.enumerated() {
            let range = part.range.map { "MIDI \($0.lowerBound) to \($0.upperBound)" } ?? "no notes"
            print("\(number == index ? "*" : " ") part \(number + 1) '\(part.name)': \(part.notes.count) notes, \(part.syllableCount) syllables, \(range)")
        }
        let part = score.parts[index]
        let texts = Dictionary(part.words.flatMap(\.syllables).map { ($0.notes.lowerBound, $0.text) }, uniquingKeysWith: { first, _ in first })
        for (number, note) in part.notes.enumerated() {
            let bar = score.bars.indices.contains(note.bar) ? score.bars[note.bar].number : "?"
            print(
                String(
                    format: "%8.3f %8.3f  %5.1f", score.tempoMap.seconds(at: note.start), score.tempoMap.seconds(at: note.end), note.pitch)
                    + "  bar \(bar)  \(texts[number] ?? "_")")
        }
        for warning in score.warnings { print("note: \(warning)") }
    }
}

import ArgumentParser
import Foundation
import ScoreFrontend
import SpeechData

/// Which score, which part of it, and with which words.
struct ScoreOptions: ParsableArguments {
    @Argument(help: "A score: .musicxml, .xml, .mxl, .mid, .kar, .ust, .ustx or .ds.", completion: .file()) var file: String
    @Option(help: "The part to sing: its number from 1, or its name. (default: the one with most words)") var part: String?
    @Option(help: ArgumentHelp("Only these bars, as printed: 5 or 5-8.", valueName: "A-B")) var bars: String?
    @Option(help: "The verse to sing throughout. (default: one after the other as repeats are played)") var verse: Int?
    @Option(help: ArgumentHelp("Sing these words: syllables parted by spaces and hyphens, _ to go on.", valueName: "file")) var lyrics: String?

    /// The score and the index of the part asked for.
    func read() throws(SpeechError) -> (score: Score, part: Int) {
        var score = try Score(contentsOf: URL(filePath: file), options: ScoreReadingOptions(verse: verse))
        let index = try partIndex(in: score)
        if let lyrics {
            guard let text = try? String(contentsOf: URL(filePath: lyrics), encoding: .utf8) else { throw SpeechError(.unreadable, "cannot read '\(lyrics)'") }
            var warnings: [String] = []
            score.parts[index] = score.parts[index].withLyrics(text, syllableCount: { _ in 1 }, warnings: &warnings)
            score.warnings += warnings
        } else if score.parts[index].syllableCount == 0 {
            score.warnings.append("part '\(score.parts[index].name)' has no lyrics; it is sung 'la'")
        }
        if let bars {
            let ends = bars.split(separator: "-").map(String.init)
            guard let first = ends.first, let last = ends.last, ends.count <= 2 else { throw SpeechError(.usage, "'\(bars)' is not a stretch of bars", remedy: "write 5 or 5-8") }
            score = try score.bars(from: first, to: last)
        }
        return (score, index)
    }

    private func partIndex(in score: Score) throws(SpeechError) -> Int {
        guard let part else {
            guard let found = score.vocalPart else { throw SpeechError(.malformedInput, "'\(file)' has no part with notes") }
            return found
        }
        if let number = Int(part), score.parts.indices.contains(number - 1) { return number - 1 }
        if let named = score.parts.firstIndex(where: { $0.name.lowercased() == part.lowercased() }) { return named }
        let names = score.parts.enumerated().map { "\($0 + 1) \($1.name)" }.joined(separator: ", ")
        throw SpeechError(.usage, "there is no part '\(part)' in the score", remedy: "it has \(names)")
    }
}

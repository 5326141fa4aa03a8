import ArgumentParser
import Foundation
import ScoreFrontend
import SpeechData
import SpeechSynthesis
import TextFrontend

/// Which score, which part of it, and with which words.
struct ScoreOptions: ParsableArguments {
    @Argument(help: "A score: .musicxml, .xml, .mxl, .mid, .kar, .ust, .ustx or .ds.", completion: .file())
    var file: String

    @Option(help: ArgumentHelp("The part to sing: its number from 1, or its name. (default: the one with most words)", valueName: "part"))
    var part: String?

    @Option(help: ArgumentHelp("Only these bars, as printed: 5 or 5-8.", valueName: "A-B"))
    var bars: String?

    @Option(help: ArgumentHelp("The verse to sing throughout. (default: one after the other as repeats are played)", valueName: "number"))
    var verse: Int?

    @Option(
        help: ArgumentHelp("Sing these words: hyphens part the syllables that notes take, _ goes on with the one before.", valueName: "file"),
        completion: .file())
    var lyrics: String?

    @OptionGroup var lexicon: LexiconOptions

    /// What was read, and what of it is meant.
    struct Reading {
        var score: Score
        /// Indices of the score's parts, at least one.
        var parts: [Int]

        /// What was read otherwise than written in these parts.
        var warnings: [String] {
            let others = Set(score.parts.indices).subtracting(parts).map { "part '\(score.parts[$0].name)'" }
            let own = parts.map { "part '\(score.parts[$0].name)'" }
            return score.warnings.filter { warning in own.contains { warning.hasPrefix($0) } || !others.contains { warning.hasPrefix($0) } }
        }
    }

    /// - Parameter names: what `--parts` says: `all` or a list of parts; nil for the one of `--part`.
    func read(parts names: String? = nil, frontend: EnglishFrontend) throws -> Reading {
        var score = try Score(contentsOf: URL(filePath: file), options: ScoreReadingOptions(verse: verse))
        let parts = try partIndices(names, in: score)
        if let lyrics {
            let text = try InputFile(lyrics).text()
            let pronunciation = SungPronunciation(frontend: frontend)
            var warnings: [String] = []
            for part in parts {
                score.parts[part] = score.parts[part].withLyrics(text, syllableCount: pronunciation.syllableCount, warnings: &warnings)
            }
            score.warnings += warnings
        }
        for part in parts where score.parts[part].syllableCount == 0 && !score.parts[part].notes.isEmpty {
            score.warnings.append("part '\(score.parts[part].name)' has no lyrics; it is sung 'la'")
        }
        if let bars {
            let ends = bars.split(separator: "-").map(String.init)
            guard let first = ends.first, let last = ends.last, ends.count <= 2 else {
                throw SpeechError(.usage, "'\(bars)' is not a stretch of bars", remedy: "write 5 or 5-8")
            }
            score = try score.bars(from: first, to: last)
        }
        return Reading(score: score, parts: parts)
    }

    private func partIndices(_ names: String?, in score: Score) throws(SpeechError) -> [Int] {
        guard let names else {
            if let part { return [try index(of: part, in: score)] }
            return [try vocalPart(in: score)]
        }
        guard part == nil else { throw SpeechError(.usage, "--part and --parts contradict each other") }
        if names.lowercased() == "all" {
            let sung = score.parts.indices.filter { score.parts[$0].syllableCount > 0 }
            return sung.isEmpty ? [try vocalPart(in: score)] : Array(sung)
        }
        var parts: [Int] = []
        for name in names.split(separator: ",") { parts.append(try index(of: String(name), in: score)) }
        guard !parts.isEmpty, Set(parts).count == parts.count else {
            throw SpeechError(.usage, "'\(names)' does not name parts, each once", remedy: "write all, or numbers parted by commas")
        }
        return parts
    }

    private func vocalPart(in score: Score) throws(SpeechError) -> Int {
        guard let found = score.vocalPart else { throw SpeechError(.malformedInput, "'\(file)' has no part with notes") }
        return found
    }

    private func index(of part: String, in score: Score) throws(SpeechError) -> Int {
        if let number = Int(part), score.parts.indices.contains(number - 1) { return number - 1 }
        if let named = score.parts.firstIndex(where: { $0.name.lowercased() == part.lowercased() }) { return named }
        let names = score.parts.enumerated().map { "\($0 + 1) \($1.name)" }.joined(separator: ", ")
        throw SpeechError(.usage, "there is no part '\(part)' in the score", remedy: "it has \(names)")
    }
}

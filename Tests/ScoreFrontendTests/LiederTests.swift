import Foundation
import ScoreFrontend
import Testing

@Suite struct LiederTests {
    /// The project's own songs, and all `.mxl` files of the folder that `TTS_LIEDER` names.
    static let songs: [URL] = {
        let folders = [SampleScores.folder] + (ProcessInfo.processInfo.environment["TTS_LIEDER"].map { [URL(filePath: $0)] } ?? [])
        return folders.flatMap { folder in
            ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []).filter { $0.hasSuffix(".mxl") }.sorted()
                .map { folder.appending(path: $0) }
        }
    }()

    @Test func thereAreSongs() { #expect(Self.songs.count >= 2) }

    @Test(arguments: songs)
    func theVocalPartIsFound(_ file: URL) throws {
        let score = try Score(contentsOf: file)
        let part = score.parts[try #require(score.vocalPart)]
        #expect(part.syllableCount > 40)
        #expect(!part.name.lowercased().contains("piano"))
        let range = try #require(part.range)
        #expect(range.lowerBound >= 40 && range.upperBound <= 86)
        for (note, next) in zip(part.notes, part.notes.dropFirst()) { #expect(note.end <= next.start + 1e-6 && note.length > 0) }
        let covered = part.words.flatMap(\.syllables).flatMap { Array($0.notes) }
        #expect(covered == Array(part.notes.indices))
    }

    @Test func aSongIsReadAsPrinted() throws {
        let score = try SampleScores.read("warlock-peter-3-heracleitus.mxl")
        let words = score.parts[try #require(score.vocalPart)].words
        #expect(words.prefix(5).map(\.text) == ["They", "told", "me,", "Heracleitus,", "they"])
        #expect(words[3].syllables.count == 4)
    }
}

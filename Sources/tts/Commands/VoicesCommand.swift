import ArgumentParser
import Foundation
import SpeechData
import SpeechSynthesis

struct VoicesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "voices",
        abstract: "List who can speak.",
        discussion: """
            The first voice is the one that speaks where --voice names none. Packs are searched in the folders of --voice-path, \
            then of the environment variable TTS_VOICES (parted by colons), beside the program, and in the user's data folder \
            (~/.local/share/tts/voices).
            """)

    @OptionGroup var search: VoiceSearchOptions

    @Flag(help: "Print JSON: an array of packs with their speakers.")
    var json = false

    private struct Entry: Encodable {
        var pack: String, language: String, summary: String, licence: String, path: String
        var sampleRate: Int, speakers: [String], defaultSpeaker: String
    }

    func run() throws {
        let catalog = search.catalog
        for (_, error) in catalog.broken { StandardError.line("tts: \(error)") }
        if json { return try printJSON(catalog) }
        guard !catalog.packs.isEmpty else {
            throw SpeechError(.unavailable, "no voice is installed", remedy: "name the folder of a voice with --voice-path or TTS_VOICES")
        }
        var rows = [["VOICE", "PACK", "LANGUAGE", "LICENCE"]]
        for pack in catalog.packs.map(\.description) {
            let others = pack.speakers.filter { $0 != pack.defaultSpeaker }
            rows += ([pack.defaultSpeaker] + others).map { [$0, pack.name, pack.language, pack.licence] }
        }
        let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        for row in rows {
            let cells = zip(row, widths).map { $0 + String(repeating: " ", count: $1 - $0.count) }
            try StandardOutput.line(cells.joined(separator: "  ").replacing(/\ +$/, with: ""))
        }
    }

    private func printJSON(_ catalog: VoiceCatalog) throws {
        let entries = catalog.packs.map { pack in
            let description = pack.description
            return Entry(
                pack: description.name, language: description.language, summary: description.summary,
                licence: description.licence, path: pack.directory.path, sampleRate: description.mel.sampleRate,
                speakers: description.speakers, defaultSpeaker: description.defaultSpeaker)
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        try StandardOutput.line(String(decoding: encoder.encode(entries), as: UTF8.self))
    }
}

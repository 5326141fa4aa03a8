import Foundation
import SpeechData
import SpeechSynthesis
import Testing

@Suite struct VoiceDescriptionTests {
    private func json() throws -> String { try String(contentsOf: silentPack.appending(path: "voice.json"), encoding: .utf8) }

    @Test func readsWhatTheExporterWrites() throws {
        let description = try VoiceDescription(directory: silentPack)
        #expect(description.speakers == ["hush", "lull"] && description.mel == .standard24kHz && description.refiner != nil && description.pitchRefiner != nil)
        let again = try VoiceDescription(json: JSONEncoder().encode(description), source: "again")
        #expect(again == description)
    }

    @Test(arguments: [
        ("\"formatVersion\": 1", "\"formatVersion\": 2", "version 2"), ("\"name\": \"silent\"", "\"name\": \"a/b\"", "a/b"),
        ("\"defaultSpeaker\": \"hush\"", "\"defaultSpeaker\": \"x\"", "defaultSpeaker"), ("\"hop\": 300", "\"hop\": 0", "mel"),
        ("\"hop\": 300", "\"hop\": 30000", "mel"), ("\"longestUtterance\": 60", "\"longestUtterance\": 2", "longestUtterance"),
        ("\"licence\": \"Apache-2.0\",", "", "'licence' is missing"), ("\"sampleRate\": 24000", "\"sampleRate\": \"x\"", "mel.sampleRate"),
        ("ʤʧT", "ʧʤT", "phonemes"), ("\"variation\": 0.0", "\"variation\": 3.0", "variation"), ("\"maximumFrequency\": 12000", "\"maximumFrequency\": 912000", "maximumFrequency"),
    ])
    func rejectsWhatDoesNotFit(old: String, new: String, message: String) throws {
        let text = try json()
        try #require(text.contains(old))
        let changed = Data(text.replacingOccurrences(of: old, with: new).utf8)
        let error = #expect(throws: SpeechError.self) { try VoiceDescription(json: changed, source: "x") }
        #expect(error?.kind == .brokenVoice && error?.problem.contains(message) == true, "\(String(describing: error))")
    }

    @Test func modelsMustFitTheDescription() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "tts-voice-\(UUID().uuidString)")
        try FileManager.default.copyItem(at: silentPack, to: folder)
        defer { try? FileManager.default.removeItem(at: folder) }
        for (old, new) in [("\"hush\",", "\"hush\", \"third\","), ("\"speakers\": 2", "\"speakers\": 3"), ("\"timeChannels\": 4", "\"timeChannels\": 6"), ("\"frameChannels\": 8", "\"frameChannels\": 16"), ("\"wordNoise\": 2", "\"wordNoise\": 3")] {
            let changed = try json().replacingOccurrences(of: old, with: new)
            try #require(try changed != json())
            try changed.write(to: folder.appending(path: "voice.json"), atomically: true, encoding: .utf8)
            let error = #expect(throws: SpeechError.self) { try Voice(directory: folder) }
            #expect(error?.kind == .brokenVoice)
        }
    }
}

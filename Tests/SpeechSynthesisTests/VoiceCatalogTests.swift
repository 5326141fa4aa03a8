import Foundation
import SpeechData
import Testing

@testable import SpeechSynthesis

@Suite struct VoiceCatalogTests {
    private let catalog = VoiceCatalog(directories: [silentPack])

    @Test func findsPacksInFoldersAndAsFolders() {
        #expect(catalog.packs.map(\.description.name) == ["silent"])
        let parent = VoiceCatalog(directories: [URL(filePath: "/nonexistent"), silentPack.deletingLastPathComponent()])
        #expect(parent.packs.contains { $0.description.name == "silent" })
    }

    @Test func sharesAddUpToOne() throws {
        let selection = try catalog.select(VoiceRequest("hush:3,lull:1"))
        #expect(selection.shares.map(\.share) == [0.75, 0.25] && selection.shares.map(\.speaker) == [0, 1])
        let huge = try catalog.select(VoiceRequest("hush:1e308,lull:1e308"))
        #expect(huge.shares.map(\.share) == [0.5, 0.5])
    }

    @Test func unknownNamesHaveARemedy() throws {
        let request = try VoiceRequest("hsuh")
        let error = #expect(throws: SpeechError.self) { try catalog.select(request) }
        #expect(error?.kind == .usage && error?.remedy == "did you mean 'hush'?")
        let nobody = try VoiceRequest("zzzzzzzz")
        #expect(throws: SpeechError.self) { try catalog.select(nobody) }
        let none = #expect(throws: SpeechError.self) { try VoiceCatalog(directories: []).select(nil) }
        #expect(none?.kind == .unavailable)
    }

    @Test func nearestName() {
        #expect(SpeechSynthesis.nearestName(to: "haert", among: ["heart", "bella"]) == "heart")
        #expect(SpeechSynthesis.nearestName(to: "HEART", among: ["bella", "heart"]) == "heart")
        #expect(SpeechSynthesis.nearestName(to: "bellla", among: ["heart", "bella"]) == "bella")
        #expect(SpeechSynthesis.nearestName(to: "x", among: ["heart", "bella"]) == nil)
    }
}

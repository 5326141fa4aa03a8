import SpeechData
import SpeechSynthesis
import Testing

@Suite struct VoiceRequestTests {
    @Test func readsSpeakersPacksAndMixtures() throws {
        let single = try VoiceRequest("heart")
        #expect(single.pack == nil && single.parts.map(\.speaker) == ["heart"] && single.parts[0].weight == 1)
        let mixture = try VoiceRequest("american/heart:0.7, bella:0.3")
        #expect(mixture.pack == "american" && mixture.parts.map(\.speaker) == ["heart", "bella"] && mixture.parts.map(\.weight) == [0.7, 0.3])
    }

    @Test(arguments: ["", ",", "heart,", "/heart", "a/b/c", "heart:", "heart:0", "heart:-1", "heart:inf", "heart,heart", "a/x,b/y"])
    func rejectsWhatItCannotMean(text: String) {
        #expect(throws: SpeechError.self) { try VoiceRequest(text) }
    }
}


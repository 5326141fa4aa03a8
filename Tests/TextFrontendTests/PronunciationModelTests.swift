import Foundation
import SpeechData
import Testing

@testable import TextFrontend

/// The models against values that PyTorch gave for the same inputs (written by `Training/tts_training/pronunciation`).
@Suite struct PronunciationModelTests {
    private struct SpokenByPyTorch: Decodable {
        var word: String
        var score: Float
        var chunks: [Int]
        var phonemes: String
    }

    private struct ScoredByPyTorch: Decodable {
        var words: [[String]]
        var index: Int
        var scores: [Float]
        var sense: String
    }

    private func fixture<Value: Decodable>(_ name: String, as type: Value.Type) throws -> Value {
        let file = try #require(Bundle.module.url(forResource: "Fixtures/\(name)", withExtension: "json"))
        return try JSONDecoder().decode(type, from: Data(contentsOf: file))
    }

    @Test func letterToSoundSaysWhatPyTorchSays() throws {
        let model = try LetterToSound()
        for expected in try fixture("letter-to-sound.parity", as: [SpokenByPyTorch].self) {
            let best = model.best(for: Array(expected.word.utf8))
            #expect(best.chunks == expected.chunks, "\(expected.word)")
            #expect(abs(best.score - expected.score) < 2e-3, "\(expected.word)")
            #expect(PhoneAlphabet.decode(model.phones(of: Array(expected.word.utf8))) == expected.phonemes)
        }
    }

    @Test func letterToSoundTakesAnyBytes() throws {
        let model = try LetterToSound()
        #expect(model.phones(of: []).isEmpty)
        #expect(model.phones(of: [0, 255, 39]).isEmpty)
        #expect(model.phones(of: Array("qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq".utf8)).allSatisfy(PhoneAlphabet.isKnown))
    }

    @Test func homographsScoreAsInPyTorch() throws {
        let model = try HomographModel()
        for expected in try fixture("homographs.parity", as: [ScoredByPyTorch].self) {
            let sentence = expected.words.map { SpokenWord($0[0], pauseAfter: $0[1].first) }
            let scores = model.scores(of: expected.index, in: sentence)
            #expect(scores.count == expected.scores.count)
            for (score, value) in zip(scores, expected.scores) { #expect(abs(score - value) < 1e-3) }
            #expect(model.sense(of: expected.index, in: sentence)?.name == expected.sense)
        }
    }

    @Test(arguments: [
        ("I read the book yesterday", 1, "read_past"), ("I want to read the book", 3, "read_present"),
        ("they live in a small town", 1, "live_vrb"), ("the wind blew all night", 1, "wind_nou"),
        ("we will record the song", 2, "record_vrb"), ("a new world record", 3, "record_nou"),
    ])
    func homographsFollowTheirSentence(text: String, index: Int, sense: String) throws {
        let words = text.split(separator: " ").map { SpokenWord(String($0)) }
        #expect(try HomographModel().sense(of: index, in: words)?.name == sense)
    }

    @Test func aGivenPartOfSpeechDecides() throws {
        let model = try HomographModel()
        func sense(_ speech: SpokenWord.PartOfSpeech) -> String? { model.sense(of: 0, in: [SpokenWord("record", partOfSpeech: speech)])?.name }
        #expect(sense(.noun) == "record_nou")
        #expect(sense(.verb) == "record_vrb")
    }
}

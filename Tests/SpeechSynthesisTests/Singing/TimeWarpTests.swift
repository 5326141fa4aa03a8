@testable import SpeechSynthesis
import Testing

@Suite struct TimeWarpTests {
    @Test func placesRunForwardAndEndWhereTheModelDoes() throws {
        for word in ["stˈɑɹ", "nˈI", "ˈɪt"] {
            let warp = TimeWarp(try phrase([word, word], beats: 5), seed: 3)
            let count = warp.modelDurations.reduce(0, +)
            // A ramp comes back as the places themselves.
            let places = warp.apply((0..<count).map(Float.init), columns: 1)
            #expect(places.first == 0 && abs(places[places.count - 1] - Float(count - 1)) <= 1)
            #expect(zip(places, places.dropFirst()).allSatisfy { $1 - $0 > -0.35 && $1 - $0 <= 1.5 })
            // No frame stands still for long: the held vowel moves all the time.
            let still = zip(places, places.dropFirst()).map { abs($1 - $0) < 1e-4 }
            #expect(!zip(zip(still, still.dropFirst()), still.dropFirst(2)).contains { $0.0 && $0.1 && $1 })
        }
    }

    @Test func whatIsNotHeldIsNotChanged() throws {
        let phrase = try phrase(["lˈɑ", "lˈɑ"], beats: 0.12)
        let warp = TimeWarp(phrase, seed: 0)
        let inside = phrase.durations.dropFirst().dropLast()
        #expect(Array(warp.modelDurations.dropFirst().dropLast()) == Array(inside))
    }

    @Test func modelDurationsAreThoseOfSpeech() throws {
        let warp = TimeWarp(try phrase(["sˈit"], beats: 30), seed: 0)
        #expect(warp.modelDurations.dropFirst().dropLast().allSatisfy { $0 <= 16 })
    }

    @Test func inverseTakesTheSungCurveToTheModel() throws {
        let phrase = try phrase(["lˈɑ"], beats: 4)
        let warp = TimeWarp(phrase, seed: 0)
        let sung = (0..<phrase.durations.reduce(0, +)).map(Float.init)
        let back = warp.inverse(sung)
        #expect(back.count == warp.modelDurations.reduce(0, +))
        #expect(zip(back, back.dropFirst()).allSatisfy { $0 <= $1 })
        #expect(warp.inverse([Float](repeating: 7, count: sung.count)).allSatisfy { $0 == 7 })
    }

    @Test func diphthongsStayOnTheirFirstHalf() throws {
        let phrase = try phrase(["ˈI"], beats: 4)
        let warp = TimeWarp(phrase, seed: 0)
        let model = warp.modelDurations
        let places = warp.apply((0..<model.reduce(0, +)).map(Float.init), columns: 1)
        let middle = phrase.durations[0] + phrase.durations[1] / 2
        #expect(places[middle] - Float(model[0]) < 0.5 * Float(model[1]) + 1)
    }
}

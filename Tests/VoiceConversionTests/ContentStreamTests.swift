import NeuralLayers
import Testing
@testable import VoiceConversion

@Suite("Content features in windows") struct ContentStreamTests {
    private func stream(_ samples: [Float], cuts: [Int], window: Int = 20, overlap: Int = 8) throws -> Matrix {
        var stream = ContentStream(try Fixture.contentEncoder(), window: window, overlap: overlap, columns: 12) { $0 }
        var result = Matrix(rows: 0, columns: 12)
        var start = 0
        for cut in cuts + [samples.count] {
            result.append(stream.append(Array(samples[start..<cut])))
            start = cut
        }
        result.append(stream.finish())
        return result
    }

    /// Lengths around those of one window, of two, and many.
    @Test(arguments: [0, 1, 19, 20, 21, 31, 32, 33, 43, 44, 45, 200])
    func everyFeatureComesOnceHoweverTheSoundIsCut(features: Int) throws {
        let samples = EncoderFixture.sound(features * 320 + 100)
        let whole = try stream(samples, cuts: [])
        #expect(whole.rows == features)
        #expect(try stream(samples, cuts: Array(stride(from: 0, to: samples.count, by: 777))) == whole)
    }

    /// What fits a window is encoded as one; where a window has begun in a longer sound, the features are its own.
    @Test func interiorsAreThoseOfTheirWindows() throws {
        let encoder = try Fixture.contentEncoder()
        let samples = EncoderFixture.sound(20 * 320)
        #expect(try stream(samples, cuts: []) == encoder.features(of: samples))
        let long = EncoderFixture.sound(100 * 320)
        let streamed = try stream(long, cuts: [])
        // The second window is features 12 to 32; the fades of both its ends leave 18 to 26.
        let second = encoder.features(of: Array(long[12 * 320..<32 * 320]))
        #expect(relativeError(streamed.rows(18..<26).values, second.rows(6..<14).values) < 1e-6)
        // The last window begins early enough to be whole.
        let last = encoder.features(of: Array(long[80 * 320..<100 * 320]))
        #expect(relativeError(streamed.rows(90..<100).values, last.rows(10..<20).values) < 1e-6)
    }
}

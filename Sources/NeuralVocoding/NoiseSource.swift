internal import NeuralLayers

/// White noise of unit power, drawn a frame at a time so that how a stream is cut does not change it.
struct NoiseSource {
    let hop: Int
    private var random: SeededRandom
    /// Noise that a test brings along; the random numbers follow it.
    private var given: ArraySlice<Float>

    init(hop: Int, random: SeededRandom, given: [Float] = []) {
        self.hop = hop
        self.random = random
        self.given = given[...]
    }

    mutating func noise(frames: Int) -> [Float] {
        var noise: [Float] = []
        noise.reserveCapacity(frames * hop)
        for _ in 0..<frames {
            if given.count >= hop {
                noise += given.prefix(hop)
                given = given.dropFirst(hop)
            } else {
                noise += random.normal(count: hop)
            }
        }
        return noise
    }
}

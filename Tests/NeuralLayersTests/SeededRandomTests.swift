import NeuralLayers
import Testing

@Suite("Seeded random numbers")
struct SeededRandomTests {
    @Test func sameSeedSameNumbers() {
        var a = SeededRandom(seed: 7)
        var b = SeededRandom(seed: 7)
        var c = SeededRandom(seed: 8)
        let first = a.normal(count: 100)
        #expect(first == b.normal(count: 40) + b.normal(count: 60))
        #expect(first != c.normal(count: 100))
    }

    /// Values of the reference implementation in C, seeded with SplitMix64 from 0.
    @Test func isXoshiro256PlusPlus() {
        var random = SeededRandom(seed: 0)
        #expect((0..<3).map { _ in random.next() } == [5_987_356_902_031_041_503, 7_051_070_477_665_621_255, 6_633_766_593_972_829_180])
    }

    @Test func normalMomentsAreRight() {
        var random = SeededRandom(seed: 1)
        let n = 100_000
        let x = random.normal(count: n).map(Double.init)
        let moment = { (k: Int) in x.reduce(0.0) { sum, v in sum + (0..<k).reduce(1.0) { p, _ in p * v } } / Double(n) }
        #expect(abs(moment(1)) < 0.02)
        #expect(abs(moment(2) - 1) < 0.03)
        #expect(abs(moment(3)) < 0.06)
        #expect(abs(moment(4) - 3) < 0.15)
    }

    @Test func oddCountsAreFilled() {
        var random = SeededRandom(seed: 3)
        #expect(random.normal(count: 5).count == 5)
        #expect(random.normal(count: 0).isEmpty)
    }
}

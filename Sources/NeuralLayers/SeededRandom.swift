private import CNeuralKernels

/// Random numbers that the same seed makes again: xoshiro256++ (Blackman and Vigna 2019), its state filled by SplitMix64.
public struct SeededRandom: RandomNumberGenerator, Sendable {
    private var state: (UInt64, UInt64, UInt64, UInt64)

    public init(seed: UInt64) {
        var mixer = seed
        func split() -> UInt64 {
            mixer &+= 0x9e37_79b9_7f4a_7c15
            var z = mixer
            z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
            z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
            return z ^ (z >> 31)
        }
        state = (split(), split(), split(), split())
    }

    public mutating func next() -> UInt64 {
        func rotated(_ x: UInt64, _ k: UInt64) -> UInt64 { (x << k) | (x >> (64 - k)) }
        let result = rotated(state.0 &+ state.3, 23) &+ state.0
        let shifted = state.1 << 17
        state.2 ^= state.0
        state.3 ^= state.1
        state.1 ^= state.2
        state.0 ^= state.3
        state.2 ^= shifted
        state.3 = rotated(state.3, 45)
        return result
    }

    /// A number from 0 up to, not including, 1.
    public mutating func uniform() -> Float { Float(next() >> 40) * 0x1p-24 }

    /// `count` independent numbers of mean 0 and variance 1, by Box and Muller (1958).
    ///
    /// They are made in pairs, so an odd count drops the last one: two calls for even counts give what one call for
    /// their sum gives.
    public mutating func normal(count: Int) -> [Float] {
        let pairs = (count + 1) / 2
        let uniform = [UInt32](unsafeUninitializedCapacity: 2 * pairs) { buffer, filled in
            for i in 0..<pairs {
                let bits = next()
                buffer[2 * i] = UInt32(truncatingIfNeeded: bits)
                buffer[2 * i + 1] = UInt32(truncatingIfNeeded: bits >> 32)
            }
            filled = 2 * pairs
        }
        var normal = [Float](unsafeUninitializedCapacity: 2 * pairs) { $1 = 2 * pairs }
        nk_box_muller(uniform, &normal, pairs)
        if normal.count > count { normal.removeLast() }
        return normal
    }
}

private import Foundation
public import SpeechData

/// Changes the sample rate of a stream by band-limited interpolation (Smith 1984): a Kaiser-windowed sinc, 90 dB down
/// in the stop band, flat to 0.9 of the lower of the two Nyquist frequencies.
///
/// Output sample `n` lies at the input's time `n * from / to`; there is no delay. `n` samples become
/// `ceil(n * to / from)`.
public struct Resampler: Sendable {
    public let from: Int
    public let to: Int
    /// The ratio in lowest terms: output sample `n` lies at input sample `n * down / up`.
    private let up: Int
    private let down: Int
    /// Rows of `table`, less one: as many as `up`, or fewer with interpolation between them.
    private let phases: Int
    /// Input samples that an output sample is made of, half of them before it.
    private let taps: Int
    /// `[phases + 1, taps]`
    private let table: [Float]
    /// Input not yet done with; its first sample is input sample `origin`.
    private var pending: [Float]
    private var origin: Int
    private var received = 0
    private var produced = 0

    /// - Precondition: both rates are positive.
    public init(from: Int, to: Int) {
        precondition(from > 0 && to > 0)
        self.from = from
        self.to = to
        var (a, b) = (from, to)
        while b != 0 { (a, b) = (b, a % b) }
        up = to / a
        down = from / a
        let stretch = max(1, Double(from) / Double(to))
        // A multiple of 16, for the dot product.
        let taps = Int((2 * 32 * stretch / 16).rounded(.up)) * 16
        let phases = up * taps <= 1 << 20 ? up : 512
        let cutoff = 0.95 / stretch
        table = [Float](unsafeUninitializedCapacity: (phases + 1) * taps) { buffer, filled in
            for phase in 0...phases {
                for tap in 0..<taps {
                    let x = Double(tap - taps / 2 + 1) - Double(phase) / Double(phases)
                    let window = Self.kaiser(2 * x / Double(taps), beta: 9)
                    let sinc = x == 0 ? 1 : sin(.pi * cutoff * x) / (.pi * cutoff * x)
                    buffer[phase * taps + tap] = Float(cutoff * sinc * window)
                }
            }
            filled = buffer.count
        }
        self.taps = taps
        self.phases = phases
        origin = -(taps / 2 - 1)
        pending = [Float](repeating: 0, count: taps / 2 - 1)
    }

    /// The output that `samples` complete; more comes with the samples after, or at the end.
    public mutating func process(_ samples: [Float]) -> [Float] {
        received += samples.count
        pending += samples
        return drain(upTo: .max)
    }

    /// The rest of the output. The resampler is spent after this.
    public mutating func finish() -> [Float] {
        pending += [Float](repeating: 0, count: taps / 2 + 1)
        return drain(upTo: (received * up + down - 1) / down)
    }

    /// The waveform at another rate, whole.
    public static func resample(_ waveform: Waveform, to rate: Int) -> Waveform {
        guard waveform.sampleRate != rate else { return waveform }
        var resampler = Resampler(from: waveform.sampleRate, to: rate)
        let head = resampler.process(waveform.samples)
        return Waveform(sampleRate: rate, samples: head + resampler.finish())
    }

    private mutating func drain(upTo limit: Int) -> [Float] {
        var output: [Float] = []
        let end = origin + pending.count
        table.withUnsafeBufferPointer { table in
            pending.withUnsafeBufferPointer { pending in
                guard let table = table.baseAddress, let pending = pending.baseAddress else { return }
                while produced < limit {
                    let position = produced * down
                    let index = position / up
                    guard index + taps / 2 < end else { break }
                    let phase = Double(position % up) * Double(phases) / Double(up)
                    let row = Int(phase)
                    let fraction = Float(phase - Double(row))
                    let input = pending + (index - taps / 2 + 1 - origin)
                    var sample = dotProduct(table + row * taps, input, taps)
                    if fraction > 0 {
                        sample += fraction * (dotProduct(table + (row + 1) * taps, input, taps) - sample)
                    }
                    output.append(sample)
                    produced += 1
                }
            }
        }
        let keep = max(0, min(pending.count, produced * down / up - taps / 2 + 1 - origin))
        pending.removeFirst(keep)
        origin += keep
        return output
    }

    /// Kaiser's window at `x` from -1 to 1.
    private static func kaiser(_ x: Double, beta: Double) -> Double {
        func bessel(_ z: Double) -> Double {
            var (sum, term, k) = (1.0, 1.0, 1.0)
            while term > 1e-12 * sum {
                term *= (z / (2 * k)) * (z / (2 * k))
                sum += term
                k += 1
            }
            return sum
        }
        return abs(x) > 1 ? 0 : bessel(beta * (1 - x * x).squareRoot()) / bessel(beta)
    }
}

/// The sum of products of `count` numbers, a multiple of 16, in sixteen running sums.
func dotProduct(_ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, _ count: Int) -> Float {
    var sums = SIMD16<Float>()
    let (a, b) = (UnsafeRawPointer(a), UnsafeRawPointer(b))
    for offset in stride(from: 0, to: 4 * count, by: 64) {
        sums += a.loadUnaligned(fromByteOffset: offset, as: SIMD16<Float>.self)
            * b.loadUnaligned(fromByteOffset: offset, as: SIMD16<Float>.self)
    }
    return sums.sum()
}

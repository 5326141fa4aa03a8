internal import SignalProcessing

/// Filters a stream in the bins of an STFT, each frame by its own response; the inverse divides by the sum of the squared
/// windows (Griffin and Lim 1984), as PyTorch's `istft` does.
///
/// Frame `j` is centred on sample `j * hop`; before the first sample and after the last there is silence.
final class OverlapAddFilter {
    let hop: Int
    private let fft: RealFFT
    private let window: [Float]
    /// From the first sample of the next frame on.
    private var input: [Float]
    /// `size` sums of filtered frames, and of squared windows, from the first sample of the next frame on.
    private var sum: [Float]
    private var weight: [Float]
    /// Samples still to be dropped: the half window before the stream's start.
    private var lead: Int

    init(size: Int, hop: Int) {
        self.hop = hop
        fft = RealFFT(size: size)
        window = WindowFunction.hann(size)
        input = [Float](repeating: 0, count: size / 2)
        sum = [Float](repeating: 0, count: size)
        weight = sum
        lead = size / 2
    }

    func append(_ samples: [Float]) { input += samples }

    /// Filters the next `count` frames; `respond` multiplies the spectrum (pairs of real and imaginary part) of the frame
    /// with the number it is given, from 0. Input that is not there yet counts as silence. Returns the samples that are
    /// final.
    func filter(frames count: Int, respond: (Int, UnsafeMutablePointer<Float>) -> Void) -> [Float] {
        var output: [Float] = []
        output.reserveCapacity(count * hop)
        // Local pointers, since the checks of a class's own arrays would cost more than the arithmetic.
        let (size, signal, window) = (fft.size, fft.signal, self.window)
        let scale = 1 / Float(size)
        for frame in 0..<count {
            let start = frame * hop
            let available = max(0, min(size, input.count - start))
            input.withUnsafeBufferPointer { input in
                window.withUnsafeBufferPointer { window in
                    for i in 0..<available { signal[i] = input[start + i] * window[i] }
                    for i in available..<size { signal[i] = 0 }
                }
            }
            fft.forward()
            respond(frame, fft.spectrum)
            fft.inverse()
            window.withUnsafeBufferPointer { window in
                sum.withUnsafeMutableBufferPointer { sum in
                    for i in 0..<size { sum[i] += signal[i] * scale * window[i] }
                }
                weight.withUnsafeMutableBufferPointer { weight in
                    for i in 0..<size { weight[i] += window[i] * window[i] }
                }
            }
            emit(hop, into: &output)
        }
        input.removeFirst(min(input.count, count * hop))
        return output
    }

    /// The samples between the last frame's and its centre: the end of a stream whose last frame is centred there.
    func finish() -> [Float] {
        var output: [Float] = []
        emit(max(0, fft.size / 2 - hop), into: &output)
        return output
    }

    private func emit(_ count: Int, into output: inout [Float]) {
        let dropped = min(lead, count)
        lead -= dropped
        for i in dropped..<count { output.append(sum[i] / max(weight[i], 1e-11)) }
        sum.removeFirst(count)
        weight.removeFirst(count)
        sum.append(contentsOf: repeatElement(0, count: count))
        weight.append(contentsOf: repeatElement(0, count: count))
    }
}

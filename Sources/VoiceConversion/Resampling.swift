internal import SignalProcessing
internal import SpeechData

/// A resampler that lets sound through where it has the right rate, and counts what it gives.
struct Resampling {
    private var resampler: Resampler?
    /// Samples given so far.
    private(set) var produced = 0

    init(from: Int, to: Int) { resampler = from == to ? nil : Resampler(from: from, to: to) }

    mutating func process(_ samples: [Float]) -> [Float] {
        let output = resampler?.process(samples) ?? samples
        produced += output.count
        return output
    }

    mutating func finish() -> [Float] {
        let output = resampler?.finish() ?? []
        produced += output.count
        return output
    }

    /// The samples of a whole recording at another rate.
    static func resample(_ recording: Waveform, to rate: Int) -> [Float] { Resampler.resample(recording, to: rate).samples }
}

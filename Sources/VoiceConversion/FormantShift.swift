private import Foundation
internal import SignalProcessing
internal import SpeechData

/// Moves the formants of a mel spectrogram, which is an envelope without harmonics: pitch stays.
struct FormantShift: Sendable {
    /// For each band, the band below the place that its value comes from, and the share of the next one.
    private let sources: [(band: Int, share: Float)]

    /// Multiplies every frequency by 2^(semitones / 12). Beyond the highest and the lowest band these go on.
    init(semitones: Double, mel: MelConfiguration) throws(SpeechError) {
        let centers = try MelFilterbank(mel).centers
        let ratio = exp2(semitones / 12)
        sources = centers.map { center in
            let wanted = center / ratio
            let above = centers.firstIndex { $0 > wanted } ?? centers.count
            guard above > 0, above < centers.count else { return (max(0, min(above, centers.count) - 1), 0) }
            let (low, high) = (centers[above - 1], centers[above])
            return (above - 1, Float((wanted - low) / (high - low)))
        }
    }

    /// `values`: `[frames, bands]`, row after row.
    func apply(to values: inout [Float]) {
        let bands = sources.count
        for start in stride(from: 0, to: values.count, by: bands) {
            let frame = Array(values[start..<start + bands])
            for (band, source) in sources.enumerated() {
                let next = frame[min(source.band + 1, bands - 1)]
                values[start + band] = frame[source.band] + source.share * (next - frame[source.band])
            }
        }
    }
}

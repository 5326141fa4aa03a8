/// An F0-smoothed log-mel spectrogram with the pitch that belongs to it: all that a vocoder needs.
///
/// The mel is taken from a power spectrum smoothed over one F0, so it is an envelope without harmonics; pitch lives in
/// `f0` and `voicing` alone (after CheapTrick, Morise 2015).
public struct MelSpectrogram: Equatable, Sendable {
    public var configuration: MelConfiguration
    /// `[frames, bands]`, row after row: natural logarithm of the amplitude (half the log of the mean band power).
    public var values: [Float]
    /// Hertz, one a frame, continuous through unvoiced frames.
    public var f0: [Float]
    /// 0 (unvoiced) to 1 (voiced), one a frame.
    public var voicing: [Float]

    /// - Precondition: `values.count == f0.count * configuration.bands` and `voicing.count == f0.count`.
    public init(configuration: MelConfiguration, values: [Float], f0: [Float], voicing: [Float]) {
        precondition(values.count == f0.count * configuration.bands && voicing.count == f0.count)
        self.configuration = configuration
        self.values = values
        self.f0 = f0
        self.voicing = voicing
    }

    public var frameCount: Int { f0.count }

    /// The frames of `range`, with their pitch.
    public func frames(_ range: Range<Int>) -> MelSpectrogram {
        let bands = configuration.bands
        return MelSpectrogram(
            configuration: configuration, values: Array(values[range.lowerBound * bands..<range.upperBound * bands]),
            f0: Array(f0[range]), voicing: Array(voicing[range]))
    }

    /// Adds the frames of `other` after its own.
    ///
    /// - Precondition: `other` has as many bands.
    public mutating func append(_ other: MelSpectrogram) {
        precondition(other.configuration.bands == configuration.bands)
        values += other.values
        f0 += other.f0
        voicing += other.voicing
    }
}

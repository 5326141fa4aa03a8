/// Who speaks: one speaker of a voice pack, or several with a share each.
public struct SpeakerMixture: Equatable, Sendable {
    /// Rows of the model's speaker embedding and their shares, which add up to 1.
    public let shares: [Share]

    /// A speaker's part of a mixture.
    public struct Share: Equatable, Sendable {
        public var speaker: Int
        public var share: Double

        public init(speaker: Int, share: Double) {
            self.speaker = speaker
            self.share = share
        }
    }

    /// One speaker, by the row of its embedding.
    public init(speaker: Int) { shares = [Share(speaker: speaker, share: 1)] }

    /// A mixture; the shares are scaled so that they add up to 1.
    ///
    /// - Precondition: there is at least one share, none is negative, and not all are zero.
    public init(_ shares: [Share]) {
        let total = shares.reduce(0) { $0 + $1.share }
        precondition(total > 0 && shares.allSatisfy { $0.share >= 0 })
        self.shares = shares.map { Share(speaker: $0.speaker, share: $0.share / total) }
    }
}

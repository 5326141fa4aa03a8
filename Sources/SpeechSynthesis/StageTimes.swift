/// Where the time went, in seconds of wall clock; those of several threads add up.
public struct StageTimes: Equatable, Sendable {
    /// Text to phonemes.
    public var frontend = 0.0
    /// Phonemes to prosody and mel.
    public var acoustic = 0.0
    /// Mel to a sharper mel.
    public var refiner = 0.0
    /// Mel to samples.
    public var vocoder = 0.0

    static func += (times: inout StageTimes, more: StageTimes) {
        times.frontend += more.frontend
        times.acoustic += more.acoustic
        times.refiner += more.refiner
        times.vocoder += more.vocoder
    }

    static func measure<Result>(_ stage: inout Double, _ work: () throws(any Error) -> Result) rethrows -> Result {
        let clock = ContinuousClock()
        let start = clock.now
        defer { stage += start.duration(to: clock.now) / .seconds(1) }
        return try work()
    }
}

internal import SignalProcessing
internal import SpeechData

/// The tune of a recording, frame by frame.
struct RecordedProsody: Equatable, Sendable {
    /// Hertz, continuous through unvoiced frames.
    var f0: [Float] = []
    /// 0 (unvoiced) to 1 (voiced).
    var voicing: [Float] = []
    /// As `FrameLoudness` measures it.
    var loudness: [Float] = []

    var frameCount: Int { f0.count }

    /// F0 of the voiced frames.
    var voicedF0: [Float] { zip(f0, voicing).filter { $1 > 0.5 }.map(\.0) }

    static func += (prosody: inout RecordedProsody, more: RecordedProsody) {
        prosody.f0 += more.f0
        prosody.voicing += more.voicing
        prosody.loudness += more.loudness
    }

    subscript(frames: Range<Int>) -> RecordedProsody {
        RecordedProsody(f0: Array(f0[frames]), voicing: Array(voicing[frames]), loudness: Array(loudness[frames]))
    }

    mutating func removeFirst(_ count: Int) {
        f0.removeFirst(count)
        voicing.removeFirst(count)
        loudness.removeFirst(count)
    }
}

/// Measures the tune of a recording of any length, in constant memory: block by block, each with the sound around it.
struct ProsodyStream {
    /// Frames measured at once, and frames around them that are listened to: 8 s, and 1 s on either side.
    private let block: Int
    private let context: Int
    private let mel: MelConfiguration
    private let estimator: PitchEstimator
    private let loudness: FrameLoudness

    /// Sound from frame `origin` on, and frames given so far.
    private var samples: [Float] = []
    private var origin = 0
    private var given = 0

    init(_ mel: MelConfiguration, estimator: PitchEstimator = PitchEstimator(), block: Int = 640, context: Int = 80) {
        self.mel = mel
        self.estimator = estimator
        self.block = block
        self.context = context
        loudness = FrameLoudness(mel)
    }

    /// Takes sound at the mel's rate and returns the frames that are final.
    mutating func append(_ more: [Float]) -> RecordedProsody {
        samples += more
        var output = RecordedProsody()
        while received >= given + block + context { output += measure(block) }
        return output
    }

    /// The rest. A recording has `samples / hop` frames in all.
    mutating func finish() -> RecordedProsody {
        var output = RecordedProsody()
        while given < received { output += measure(min(block, received - given)) }
        return output
    }

    private var received: Int { origin + samples.count / mel.hop }

    private mutating func measure(_ count: Int) -> RecordedProsody {
        let end = min(received, given + count + context)
        // At the end of a recording, samples that fill no frame are still heard.
        let sound = end < received ? Array(samples[..<((end - origin) * mel.hop)]) : samples
        let contour = estimator.pitch(of: Waveform(sampleRate: mel.sampleRate, samples: sound), hop: mel.hop)
        let prosody = RecordedProsody(f0: contour.f0, voicing: contour.voicing, loudness: loudness(sound))
        let output = prosody[given - origin..<given + count - origin]
        given += count
        let obsolete = max(0, given - context - origin)
        samples.removeFirst(obsolete * mel.hop)
        origin += obsolete
        return output
    }
}

internal import AcousticModeling
internal import NeuralVocoding
internal import SpeechData

/// One part of a text on its way from phonemes to samples, pulled block by block.
///
/// What it gives depends on nothing but what it was made of, so that parts may be made in any order, on any threads. One
/// thread at a time pulls it.
final class PartSynthesis: @unchecked Sendable {
    struct Block: Sendable {
        /// Frames of each segment of the part: the same for all its blocks.
        var durations: [Int]
        var samples: [Float]
        /// What the block took.
        var stages: StageTimes
    }

    /// Frames that the vocoder is given first, so that sound comes early, and then at a time.
    private static let firstFrames = 64
    private static let laterFrames = 192

    private let voice: Voice
    private let utterance: Utterance
    private let speaker: SpeakerMixture
    private let shaping: ProsodyShaping
    private let options: SynthesisOptions
    private let seed: UInt64

    private var mel: MelSpectrogram?
    private var durations: [Int] = []
    private var loudness = Loudness(volume: 0)
    private var vocoding: VocoderStream?
    /// Frames that the vocoder has, and samples that it gave.
    private var framesGiven = 0
    private var samplesMade = 0

    init(
        _ utterance: Utterance, voice: Voice, speaker: SpeakerMixture, shaping: ProsodyShaping, options: SynthesisOptions, seed: UInt64
    ) {
        self.voice = voice
        self.utterance = utterance
        self.speaker = speaker
        self.shaping = shaping
        self.options = options
        self.seed = seed
    }

    /// The next samples, or nil when all frames of all segments have sounded.
    func next() throws -> Block? {
        var stages = StageTimes()
        let mel = mel ?? makeMel(&stages)
        let vocoding = vocoding ?? voice.vocoder.stream(seed: seed)
        (self.mel, self.vocoding) = (mel, vocoding)
        guard samplesMade < mel.frameCount * mel.configuration.hop else { return nil }
        var samples: [Float] = []
        try StageTimes.measure(&stages.vocoder) {
            while samples.isEmpty {
                let end = min(framesGiven + (framesGiven == 0 ? Self.firstFrames : Self.laterFrames), mel.frameCount)
                samples += try vocoding.append(mel.frames(framesGiven..<end))
                framesGiven = end
                if end == mel.frameCount { samples += vocoding.finish() }
            }
        }
        loudness.apply(to: &samples, from: samplesMade)
        samplesMade += samples.count
        return Block(durations: durations, samples: samples, stages: stages)
    }

    private func makeMel(_ stages: inout StageTimes) -> MelSpectrogram {
        let coarse = StageTimes.measure(&stages.acoustic) {
            let encoding = voice.acoustic.encoding(of: utterance, speaker: speaker)
            let draw = voice.pitchDraw(variation: options.variation, seed: seed)
            let predicted = voice.acoustic.prosody(for: utterance, speaker: speaker, encoding: encoding, draw: draw)
            let prosody = shaping.shaped(predicted, of: utterance)
            durations = prosody.durations
            return voice.acoustic.mel(for: utterance, prosody: prosody, speaker: speaker, encoding: encoding)
        }
        loudness = Loudness(volume: options.volume, of: utterance, durations: durations, hop: coarse.configuration.hop)
        return StageTimes.measure(&stages.refiner) {
            voice.refined(coarse, steps: options.refineSteps, solver: options.solver, seed: seed)
        }
    }
}

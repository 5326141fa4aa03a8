public import SpeechData

/// Any recording → the same words and tune as the mel spectrogram of another voice.
///
/// Whisper's encoder hears what is said, the prosody of the recording stays, and the conversion model paints the target's
/// voice over them. A vocoder makes the waveform.
public struct VoiceConverter: Sendable {
    public let content: ContentEncoder
    public let speaker: SpeakerEncoder
    public let model: ConversionModel
    public let mel: MelConfiguration
    /// Log amplitude at which the model speaks.
    let outputLevel: Float

    /// Throws `.brokenVoice` where the models do not fit each other or the mel configuration.
    public init(
        content: ContentEncoder, speaker: SpeakerEncoder, model: ConversionModel, mel: MelConfiguration, outputLevel: Double
    ) throws(SpeechError) {
        let c = model.configuration
        let isTimed = abs(c.contentFramesPerMelFrame * mel.framesPerSecond * Double(ContentEncoder.hop) / Double(ContentEncoder.sampleRate) - 1) < 1e-6
        guard c.contentChannels == content.configuration.channels, c.embeddingChannels == speaker.configuration.channels,
            c.bands == mel.bands, isTimed, outputLevel.isFinite, content.configuration.positions >= 2 * ContentStream.overlap
        else {
            throw SpeechError(.brokenVoice, "the models of the conversion pack do not fit each other", remedy: "install the conversion pack again")
        }
        self.content = content
        self.speaker = speaker
        self.model = model
        self.mel = mel
        self.outputLevel = Float(outputLevel)
    }

    /// The voice of a recording of a few seconds: the direction that its sounds point to, and their median F0.
    ///
    /// Throws `.malformedInput` where the recording holds less than a second of voiced speech.
    public func voice(of recording: Waveform) throws(SpeechError) -> TargetVoice {
        var listener = ProsodyStream(mel)
        var prosody = listener.append(Resampling.resample(recording, to: mel.sampleRate))
        prosody += listener.finish()
        let profile = RecordingProfile(of: prosody)
        let sounds = SpeechExcerpt.sounds(in: Resampling.resample(recording, to: SpeakerEncoder.sampleRate))
        guard Double(prosody.voicedF0.count) >= mel.framesPerSecond, let embedding = speaker.embedding(of: sounds) else {
            throw SpeechError(.malformedInput, "the reference holds too little speech", remedy: "give 5 to 30 seconds of one speaker")
        }
        return TargetVoice(embedding: embedding, medianF0: profile.medianF0)
    }

    /// A conversion of sound that comes at `sampleRate` samples a second.
    public func stream(sampleRate: Int, to target: TargetVoice, request: ConversionRequest) throws(SpeechError) -> VoiceConversionStream {
        try VoiceConversionStream(self, sampleRate: sampleRate, target: target, request: request)
    }
}

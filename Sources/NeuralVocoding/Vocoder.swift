public import NeuralLayers
public import SpeechData

/// Makes the waveform of a mel spectrogram: a frame-rate source-filter vocoder (after neural homomorphic vocoder, Liu
/// 2020, and DDSP, Engel 2020).
///
/// A ConvNeXt backbone shapes a band-limited pulse train and white noise with filters that it gives several times a mel
/// frame. Pitch comes from F0 alone, so any envelope can be sung at any pitch.
public struct Vocoder: Sendable {
    public let configuration: VocoderConfiguration
    public let mel: MelConfiguration
    let backbone: Backbone
    let harmonicPrior: MelInterpolation
    let noisePrior: MelInterpolation

    /// Takes all tensors of `weights`.
    ///
    /// Throws `.brokenVoice` if one is missing, misshapen or left over, or if a configuration makes no sense.
    public init(weights: WeightFile, configuration: VocoderConfiguration, mel: MelConfiguration) throws(SpeechError) {
        try configuration.validate(with: mel)
        self.configuration = configuration
        self.mel = mel
        harmonicPrior = try MelInterpolation(mel, fftSize: configuration.harmonicFFT)
        noisePrior = try MelInterpolation(mel, fftSize: configuration.noiseFFT)
        backbone = try Backbone(weights.weights["backbone"], bands: mel.bands, configuration: configuration)
        try weights.requireAllTaken()
    }

    /// `mel.frameCount * hop` samples; none for a mel without frames. The same seed gives the same samples.
    ///
    /// F0 is held within 20 to 4000 Hz. Throws `.malformedInput` if the mel is of another configuration or holds numbers
    /// that are not finite.
    ///
    /// - Parameter clearance: holds the noise of voiced frames down; nil leaves it as the network gives it.
    public func waveform(from mel: MelSpectrogram, seed: UInt64, clearance: HarmonicClearance? = nil) throws(SpeechError) -> Waveform {
        let stream = stream(seed: seed, clearance: clearance)
        let head = try stream.append(mel)
        return Waveform(sampleRate: self.mel.sampleRate, samples: head + stream.finish())
    }

    /// A stream that takes mel frames as they come and gives samples as soon as they are final, in constant memory.
    public func stream(seed: UInt64, clearance: HarmonicClearance? = nil) -> VocoderStream {
        VocoderStream(self, seed: seed, clearance: clearance)
    }
}

internal import SpeechData

/// The vocoder's sizes, as the training recipe writes them into the voice.
public struct VocoderConfiguration: Codable, Equatable, Sendable {
    public var channels: Int
    public var hidden: Int
    public var blocks: Int
    /// Frames that each block's depthwise convolution sees; odd.
    public var kernel: Int
    /// Frames that the first convolution sees; odd.
    public var inputKernel: Int
    /// Points of the STFT whose bins the pulse train is filtered in.
    public var harmonicFFT: Int
    /// Filters of the pulse train per mel frame.
    public var harmonicFrames: Int
    /// Points of the STFT whose bins the noise is filtered in: shorter, since bursts and closures are.
    public var noiseFFT: Int
    /// Filters of the noise per mel frame.
    public var noiseFrames: Int
    /// Highest frequency of the pulse train's harmonics, in hertz.
    public var pulseBandwidth: Double

    public init(
        channels: Int = 320, hidden: Int = 960, blocks: Int = 7, kernel: Int = 7, inputKernel: Int = 5,
        harmonicFFT: Int = 600, harmonicFrames: Int = 2, noiseFFT: Int = 300, noiseFrames: Int = 4,
        pulseBandwidth: Double = 11900
    ) {
        self.channels = channels
        self.hidden = hidden
        self.blocks = blocks
        self.kernel = kernel
        self.inputKernel = inputKernel
        self.harmonicFFT = harmonicFFT
        self.harmonicFrames = harmonicFrames
        self.noiseFFT = noiseFFT
        self.noiseFrames = noiseFrames
        self.pulseBandwidth = pulseBandwidth
    }

    var harmonicBins: Int { harmonicFFT / 2 + 1 }
    var noiseBins: Int { noiseFFT / 2 + 1 }
    /// Numbers that the backbone gives for each mel frame.
    var outputs: Int { 2 * harmonicFrames * harmonicBins + noiseFrames * noiseBins }

    /// Throws `.brokenVoice` if a number makes no sense, so that a damaged `voice.json` cannot stop the program.
    func validate(with mel: MelConfiguration) throws(SpeechError) {
        let small = [channels, hidden, blocks, kernel, inputKernel, harmonicFrames, noiseFrames]
        guard small.allSatisfy({ (1...8192).contains($0) }), kernel % 2 == 1, inputKernel % 2 == 1, pulseBandwidth > 0,
            pulseBandwidth <= Double(mel.sampleRate) / 2, (1...65536).contains(mel.hop), (8000...192_000).contains(mel.sampleRate)
        else { throw Self.senseless }
        for (fft, frames) in [(harmonicFFT, harmonicFrames), (noiseFFT, noiseFrames)] {
            // A filter may reach one mel frame ahead of the block that it is computed in, and frames must overlap.
            guard fft >= 2, fft % 2 == 0, mel.hop % frames == 0, fft / 2 <= mel.hop + mel.hop / frames,
                fft / 2 >= mel.hop / frames
            else { throw Self.senseless }
        }
    }

    private static let senseless = SpeechError(
        .brokenVoice, "the voice's vocoder configuration makes no sense", remedy: "install the voice again")
}

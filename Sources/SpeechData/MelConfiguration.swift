/// How a voice's mel spectrogram is made from a waveform; stored in the voice, passed by `init`, never global.
public struct MelConfiguration: Codable, Equatable, Sendable {
    /// Samples a second.
    public var sampleRate: Int
    /// Samples between frames; frame `i` is centred on sample `i * hop`.
    public var hop: Int
    /// Samples in a Hann window.
    public var window: Int
    /// FFT points (zero-padded window).
    public var fftSize: Int
    /// Mel bands, triangular on Slaney's scale (Auditory Toolbox, 1998) from 0 Hz to `maximumFrequency`.
    public var bands: Int
    /// Upper edge of the last band, in hertz.
    public var maximumFrequency: Double

    public init(sampleRate: Int, hop: Int, window: Int, fftSize: Int, bands: Int, maximumFrequency: Double) {
        self.sampleRate = sampleRate
        self.hop = hop
        self.window = window
        self.fftSize = fftSize
        self.bands = bands
        self.maximumFrequency = maximumFrequency
    }

    /// 24 kHz, hop 300 (80 frames a second), window 1200, FFT 2048, 100 bands to 12 kHz.
    public static let standard24kHz = MelConfiguration(
        sampleRate: 24000, hop: 300, window: 1200, fftSize: 2048, bands: 100, maximumFrequency: 12000)

    public var framesPerSecond: Double { Double(sampleRate) / Double(hop) }
}

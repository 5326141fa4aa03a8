import SpeechSynthesis

/// Floating-point operations of a voice's matrix products, from its sizes: two for each weight that an input passes.
///
/// Attention's scores, depthwise convolutions, pointwise functions and FFTs are not counted, though they take time.
struct ModelWork {
    /// A segment's share of the acoustic model: the encoder and the duration predictor.
    var perSegment: Double
    /// A frame's share: pitch predictor and decoder.
    var perFrame: Double
    var vocoderPerFrame: Double

    init(_ voice: VoiceDescription) {
        let a = voice.acoustic.configuration
        func block(_ channels: Int, _ hidden: Int) -> Double { Double(2 * 2 * channels * hidden) }
        let attention = Double(2 * 4 * a.channels * a.channels)
        perSegment = Double(a.encoderBlocks) * (block(a.channels, a.encoderHidden) + attention)
            + Double(a.durationBlocks) * block(a.channels, a.varianceHidden)
        perFrame = Double(a.pitchBlocks) * block(a.channels, a.varianceHidden) + Double(a.decoderBlocks) * block(a.channels, a.decoderHidden)
            + Double(2 * a.channels * a.bands)
        let v = voice.vocoder.configuration
        let outputs = 2 * v.harmonicFrames * (v.harmonicFFT / 2 + 1) + v.noiseFrames * (v.noiseFFT / 2 + 1)
        vocoderPerFrame = Double(v.blocks) * block(v.channels, v.hidden) + Double(2 * v.inputKernel * (voice.mel.bands + 2) * v.channels)
            + Double(2 * v.channels * outputs)
    }
}

private import Foundation
public import NeuralLayers
public import SpeechData

/// Phonemes → durations, F0, voicing and energy → F0-smoothed mel, all frames at once.
///
/// FastSpeech 2 (Ren et al. 2021) in outline: phoneme encoder, variance adaptor with length regulator, mel decoder.
/// Prosody and mel are separate calls, so that singing, conversion and editing enter between them.
public struct AcousticModel: Sendable {
    /// Sizes that give the weights their shapes; stored in `voice.json`.
    public struct Configuration: Codable, Equatable, Sendable {
        public var phonemes: Int
        public var speakers: Int
        public var speakerChannels: Int
        public var channels: Int
        public var heads: Int
        public var encoderBlocks: Int
        public var encoderHidden: Int
        public var durationBlocks: Int
        public var pitchBlocks: Int
        public var varianceHidden: Int
        public var decoderBlocks: Int
        public var decoderHidden: Int
        public var kernel: Int
        public var bands: Int

        /// What no model can be built from, or nil.
        public var fault: String? {
            let sizes = [
                phonemes, speakers, speakerChannels, channels, heads, encoderHidden, varianceHidden, decoderHidden, kernel, bands,
            ]
            let blocks = [encoderBlocks, durationBlocks, pitchBlocks, decoderBlocks]
            if !sizes.allSatisfy((1...8192).contains) { return "a size of the acoustic model is not between 1 and 8192" }
            if !blocks.allSatisfy((0...64).contains) { return "the acoustic model has more than 64 blocks of a kind" }
            if phonemes != Phoneme.all.count { return "the acoustic model knows \(phonemes) phonemes, and tts has \(Phoneme.all.count)" }
            if channels % heads != 0 { return "\(channels) channels do not divide among \(heads) heads" }
            return kernel % 2 == 1 ? nil : "the acoustic model's kernel is even"
        }
    }

    public let configuration: Configuration
    public let mel: MelConfiguration
    private let speaker: Embedding
    private let encoder: PhonemeEncoder
    private let durationPredictor: DurationPredictor
    private let lengthRegulator: LengthRegulator
    private let pitchPredictor: PitchPredictor
    private let decoder: MelDecoder
    private let melMean: [Float]
    private let melScale: [Float]
    private let speakerPitch: [Float]

    private static let pitchUnit: Float = 0.25
    private static let energyMean: Float = -6
    private static let energyUnit: Float = 2

    /// Takes all tensors of an acoustic weight file. Throws `.brokenVoice` where one is missing or misshapen, where the
    /// file holds one that no layer takes, or where the configuration contradicts itself.
    public init(_ file: WeightFile, configuration c: Configuration, mel: MelConfiguration) throws(SpeechError) {
        if let fault = c.fault ?? (c.bands == mel.bands ? nil : "the acoustic model makes \(c.bands) bands, and the voice's mel has \(mel.bands)") {
            throw SpeechError(.brokenVoice, fault, remedy: "install the voice again")
        }
        let weights = file.weights
        configuration = c
        self.mel = mel
        speaker = try Embedding(weights["speaker"], count: c.speakers, channels: c.speakerChannels)
        encoder = try PhonemeEncoder(weights["encoder"], c)
        durationPredictor = try DurationPredictor(weights["durationPredictor"], c)
        lengthRegulator = try LengthRegulator(weights["lengthRegulator"], c)
        pitchPredictor = try PitchPredictor(weights["pitchPredictor"], c)
        decoder = try MelDecoder(weights["decoder"], c)
        melMean = try weights.take("melMean", shape: [c.bands])
        melScale = try weights.take("melScale", shape: [c.bands])
        speakerPitch = try weights.take("speakerPitch", shape: [c.speakers])
        try file.requireAllTaken()
    }

    /// What the encoder makes of an utterance in a voice: half of `prosody` and `mel`, for a caller of both.
    public struct Encoding: Sendable {
        /// `[segments, channels]`
        let segments: Matrix
        /// `[1, speakerChannels]`
        let speaker: Matrix
    }

    /// - Precondition: the speakers are rows of this model.
    public func encoding(of utterance: Utterance, speaker mixture: SpeakerMixture) -> Encoding {
        let vector = embedding(of: mixture)
        return Encoding(segments: encoder(utterance, speaker: vector), speaker: vector)
    }

    /// When, how high and how loud the model would say this.
    ///
    /// The styles of the utterance's words and the extra silence of its pauses are not looked at: they shape what this
    /// gives.
    /// - Parameter durations: Frames of each segment, where something else than the model decides on them, such as a
    ///   score.
    /// - Parameter encoding: That of the same utterance and speaker, where it is known.
    /// - Parameter draw: Which of the contours that the utterance may have is taken; nil, or one of strength 0, is the
    ///   predicted one itself.
    /// - Precondition: the speakers are rows of this model; `durations` has one entry a segment; the pitch refiner of `draw`
    ///   has as many frame and speaker channels as this model.
    public func prosody(
        for utterance: Utterance, speaker mixture: SpeakerMixture, durations given: [Int]? = nil, encoding: Encoding? = nil,
        draw: PitchRefiner.Draw? = nil
    ) -> Prosody {
        let encoding = encoding ?? self.encoding(of: utterance, speaker: mixture)
        let (segments, vector) = (encoding.segments, encoding.speaker)
        let durations = given ?? DurationPredictor.wholeFrames(durationPredictor(segments).map { exp($0) - 1 }, segments: utterance.segments)
        let frames = lengthRegulator(segments, durations: durations)
        var curves = pitchPredictor(frames, speaker: vector)
        for frame in 0..<curves.rows { curves[frame, 0] = min(max(curves[frame, 0], -8), 8) }
        if let draw, draw.strength != 0 { move(&curves, of: utterance, durations: durations, frames: frames, speaker: vector, by: draw) }
        let mean = Float(mixture.shares.reduce(0) { $0 + Double(speakerPitch[$1.speaker]) * $1.share })
        return Prosody(
            durations: durations,
            f0: (0..<curves.rows).map { exp(mean + Self.pitchUnit * curves[$0, 0]) },
            voicing: (0..<curves.rows).map { 1 / (1 + exp(-curves[$0, 1])) },
            energy: (0..<curves.rows).map { Self.energyMean + Self.energyUnit * curves[$0, 2] })
    }

    /// Moves the F0 of what the pitch predictor gave, `[frames, 3]`.
    private func move(
        _ curves: inout Matrix, of utterance: Utterance, durations: [Int], frames: Matrix, speaker vector: Matrix, by draw: PitchRefiner.Draw
    ) {
        var given = curves
        for frame in 0..<given.rows { given[frame, 1] = 1 / (1 + exp(-given[frame, 1])) - 0.5 }
        // Pauses belong to the word before them, and those before the first word to none.
        var words: [Int] = []
        var word = 0
        for (segment, count) in zip(utterance.segments, durations) {
            word = segment.word.map { $0 + 1 } ?? word
            words += Array(repeating: word, count: count)
        }
        let moves = draw.refiner.moves(frames, speaker: vector, curves: given, words: words, seed: draw.seed)
        for frame in 0..<curves.rows { curves[frame, 0] = min(max(curves[frame, 0] + Float(draw.strength) * moves[frame], -8), 8) }
    }

    /// The coarse mel of an utterance said with this prosody.
    ///
    /// - Precondition: the prosody has one duration a segment; the speakers are rows of this model.
    public func mel(
        for utterance: Utterance, prosody: Prosody, speaker mixture: SpeakerMixture, encoding: Encoding? = nil
    ) -> MelSpectrogram {
        let encoding = encoding ?? self.encoding(of: utterance, speaker: mixture)
        let vector = encoding.speaker
        let frames = lengthRegulator(encoding.segments, durations: prosody.durations)
        var curves = Matrix(rows: prosody.frameCount, columns: 3)
        for frame in 0..<prosody.frameCount {
            curves[frame, 0] = (log(max(prosody.f0[frame], 1)) - 5.1) * 2
            curves[frame, 1] = prosody.voicing[frame] - 0.5
            curves[frame, 2] = (prosody.energy[frame] - Self.energyMean) / Self.energyUnit
        }
        var values = decoder(frames, curves: curves, speaker: vector)
        for frame in 0..<values.rows {
            for band in 0..<values.columns { values[frame, band] = values[frame, band] * melScale[band] + melMean[band] }
        }
        return MelSpectrogram(configuration: mel, values: values.values, f0: prosody.f0, voicing: prosody.voicing)
    }

    /// Mean F0 of a speaker's speech, in hertz (the mean of its logarithm, weighted by the shares of a mixture).
    public func meanF0(of mixture: SpeakerMixture) -> Double {
        exp(mixture.shares.reduce(0) { $0 + Double(speakerPitch[$1.speaker]) * $1.share })
    }

    /// `[1, speakerChannels]`
    private func embedding(of mixture: SpeakerMixture) -> Matrix {
        var vector = Matrix(rows: 1, columns: configuration.speakerChannels)
        for part in mixture.shares { vector.add(speaker([part.speaker]), scaledBy: Float(part.share)) }
        return vector
    }
}

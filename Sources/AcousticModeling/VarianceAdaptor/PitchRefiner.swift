private import Foundation
public import NeuralLayers
public import SpeechData

/// A predicted F0 contour and chance → one of the contours that a speaker may have given the sentence.
///
/// A predictor that learned by an absolute error gives the median of all of them: the same one each time, and flatter than
/// each. This net moves it, in one pass, by noise that is drawn once an utterance, once a word and once a frame (noise at
/// several scales: Karras et al. 2019). It learned by the generalised energy distance, which is least where its contours are
/// distributed as recorded ones are (Székely and Rizzo 2013; Gritsenko et al. 2020).
public struct PitchRefiner: Sendable {
    /// Sizes that give the weights their shapes; stored in `voice.json`.
    public struct Configuration: Codable, Equatable, Sendable {
        /// Channels of the acoustic model's frames and of its speakers.
        public var frameChannels: Int
        public var speakerChannels: Int
        public var channels: Int
        public var hidden: Int
        public var kernel: Int
        /// Frames between the taps of each block's convolution; there are as many blocks.
        public var dilations: [Int]
        /// Numbers drawn once an utterance, once a word and once a frame.
        public var phraseNoise: Int
        public var wordNoise: Int
        public var frameNoise: Int

        /// What no pitch refiner can be built from, or nil.
        public var fault: String? {
            let sizes = [frameChannels, speakerChannels, channels, hidden, kernel] + dilations
            if !sizes.allSatisfy((1...8192).contains) { return "a size of the pitch refiner is not between 1 and 8192" }
            if dilations.count > 64 { return "the pitch refiner has more than 64 blocks" }
            if ![phraseNoise, wordNoise, frameNoise].allSatisfy((0...256).contains) { return "a noise of the pitch refiner is not between 0 and 256" }
            return kernel % 2 == 1 ? nil : "the pitch refiner's kernel is even"
        }

        var noise: Int { phraseNoise + wordNoise + frameNoise }
    }

    /// How far a contour is moved, and by which chance.
    public struct Draw: Sendable {
        public let refiner: PitchRefiner
        /// 1 is as far as recordings are apart, 0 leaves the predicted contour.
        public let strength: Double
        public let seed: UInt64

        public init(_ refiner: PitchRefiner, strength: Double, seed: UInt64) {
            self.refiner = refiner
            self.strength = strength
            self.seed = seed
        }
    }

    /// Most that F0 is moved, in units of ¼ of its logarithm: 13 semitones. Recordings are farther from their
    /// prediction in two frames of a thousand.
    private static let mostMove: Float = 3

    public let configuration: Configuration
    private let input: Linear
    private let curves: Linear
    private let speaker: Linear
    private let blocks: [ConvNeXtBlock]
    private let norm: LayerNorm
    private let output: Linear

    /// Takes all tensors of a weight file. Throws `.brokenVoice` where one is missing or misshapen, where the file holds one
    /// that no layer takes, or where the configuration contradicts itself.
    public init(_ file: WeightFile, configuration c: Configuration) throws(SpeechError) {
        if let fault = c.fault { throw SpeechError(.brokenVoice, fault, remedy: "install the voice again") }
        configuration = c
        let weights = file.weights
        input = try Linear(weights["input"], inputs: c.frameChannels, outputs: c.channels)
        curves = try Linear(weights["curves"], inputs: 3 + c.noise, outputs: c.channels)
        speaker = try Linear(weights["speaker"], inputs: c.speakerChannels, outputs: c.channels)
        var blocks: [ConvNeXtBlock] = []
        for (index, dilation) in c.dilations.enumerated() {
            blocks.append(
                try ConvNeXtBlock(weights["blocks"][index], channels: c.channels, hidden: c.hidden, kernel: c.kernel, dilation: dilation))
        }
        self.blocks = blocks
        norm = try LayerNorm(weights["norm"], channels: c.channels)
        output = try Linear(weights["output"], inputs: c.channels, outputs: 1)
        try file.requireAllTaken()
    }

    /// Frames of the length regulator `[frames, frameChannels]`, speaker `[1, speakerChannels]`, what the pitch predictor gave
    /// with voicing as a probability less ½ `[frames, 3]`, noise `[frames, noise]` → what is to be added to log F0, in units
    /// of ¼, for each frame.
    func callAsFunction(_ frames: Matrix, speaker vector: Matrix, curves given: Matrix, noise: Matrix) -> [Float] {
        var x = input(frames)
        x += curves(Matrix.joiningColumns([given, noise]))
        x.addToRows(speaker(vector).values)
        return output(norm(blocks.reduce(x) { $1($0) })).values
    }

    /// The same from a seed, and ready for use: within bounds whatever the weights say, and without steps where nothing is
    /// voiced, since there each frame's move lies between those of the voiced frames around it.
    ///
    /// - Parameter words: The word of each frame, from 0.
    func moves(_ frames: Matrix, speaker vector: Matrix, curves given: Matrix, words: [Int], seed: UInt64) -> [Float] {
        var random = SeededRandom(seed: seed)
        let moves = self(frames, speaker: vector, curves: given, noise: noise(words: words, from: &random))
        let bounded = moves.map { $0.isFinite ? min(max($0, -Self.mostMove), Self.mostMove) : 0 }
        return Self.interpolated(bounded, where: (0..<given.rows).map { given[$0, 1] > 0 })
    }

    /// `[frames, noise]` of mean 0 and variance 1: a phrase's columns are the same in all frames, a word's in all of its own.
    private func noise(words: [Int], from random: inout SeededRandom) -> Matrix {
        let c = configuration
        let phrase = random.normal(count: c.phraseNoise)
        let ofWords = random.normal(count: ((words.max() ?? 0) + 1) * c.wordNoise)
        let ofFrames = random.normal(count: words.count * c.frameNoise)
        var values: [Float] = []
        for (frame, word) in words.enumerated() {
            values += phrase
            values += ofWords[word * c.wordNoise..<(word + 1) * c.wordNoise]
            values += ofFrames[frame * c.frameNoise..<(frame + 1) * c.frameNoise]
        }
        return Matrix(rows: words.count, columns: c.noise, values: values)
    }

    /// A curve as it is where it is known, and linear between; all of it as it is where nothing is known.
    private static func interpolated(_ curve: [Float], where known: [Bool]) -> [Float] {
        guard let first = known.firstIndex(of: true) else { return curve }
        var result = curve
        var last = first
        for frame in 0..<first { result[frame] = curve[first] }
        for frame in first..<curve.count where known[frame] {
            for between in last..<frame where !known[between] {
                result[between] = curve[last] + (curve[frame] - curve[last]) * Float(between - last) / Float(frame - last)
            }
            last = frame
        }
        for frame in last..<curve.count { result[frame] = curve[last] }
        return result
    }
}

public import NeuralLayers
public import SpeechData

/// Mel → mel: crisp where the coarse mel is blurred.
///
/// Shallow diffusion (DiffSinger, Liu et al. 2022) as a rectified flow (Liu, Gong and Liu 2023): it starts from the coarse
/// mel with a little noise and follows a learned velocity, or goes the whole way in the one step that it was distilled
/// into. It reads mels and their pitch alone, so speech, singing and conversion share it.
public struct DiffusionRefiner: Sendable {
    /// Sizes that give the weights their shapes; stored in `voice.json`.
    public struct Configuration: Codable, Equatable, Sendable {
        public var bands: Int
        public var channels: Int
        public var hidden: Int
        public var blocks: Int
        public var kernel: Int
        public var timeChannels: Int
        /// Standard deviation of the noise on the coarse mel where the flow starts, in normalised units.
        public var startNoise: Float

        /// What no refiner can be built from, or nil.
        public var fault: String? {
            let sizes = [bands, channels, hidden, kernel, timeChannels]
            if !sizes.allSatisfy((1...8192).contains) { return "a size of the refiner is not between 1 and 8192" }
            if !(0...64).contains(blocks) { return "the refiner has more than 64 blocks" }
            if timeChannels % 2 != 0 || kernel % 2 == 0 { return "the refiner's time channels are odd or its kernel is even" }
            return startNoise >= 0 && startNoise.isFinite ? nil : "the refiner's start noise is \(startNoise)"
        }
    }

    public let configuration: Configuration
    private let denoiser: Denoiser
    private let melMean: [Float]
    private let melScale: [Float]

    /// Takes all tensors of a refiner weight file. Throws `.brokenVoice` where one is missing or misshapen, where the file
    /// holds one that no layer takes, or where the configuration contradicts itself.
    public init(_ file: WeightFile, configuration c: Configuration) throws(SpeechError) {
        if let fault = c.fault { throw SpeechError(.brokenVoice, fault, remedy: "install the voice again") }
        configuration = c
        denoiser = try Denoiser(file.weights, c)
        melMean = try file.weights.take("melMean", shape: [c.bands])
        melScale = try file.weights.take("melScale", shape: [c.bands])
        try file.requireAllTaken()
    }

    /// Frames on each side of a frame that one step looks at.
    var reach: Int { configuration.blocks * (configuration.kernel / 2) }

    /// The refined mel; F0 and voicing stay.
    ///
    /// - Parameters:
    ///   - steps: Steps of the solver; 0 gives `coarse` itself, 1 takes the distilled step, whatever the solver.
    ///   - seed: What the noise is drawn from.
    /// - Precondition: `coarse` has the bands of the configuration.
    public func refine(
        _ coarse: MelSpectrogram, steps: Int, solver: any DiffusionSolver = EulerSolver(), seed: UInt64
    ) -> MelSpectrogram {
        var random = SeededRandom(seed: seed)
        let white = ShapedNoise.white(frames: coarse.frameCount, bands: configuration.bands, from: &random)
        return refine(coarse, steps: steps, solver: solver, white: white)
    }

    /// The same with the noise given, as `ShapedNoise` takes it.
    func refine(_ coarse: MelSpectrogram, steps: Int, solver: any DiffusionSolver, white: Matrix) -> MelSpectrogram {
        guard steps > 0, coarse.frameCount > 0 else { return coarse }
        let normalised = normalise(coarse)
        let conditioned = denoiser.conditioned(onPitchOf: coarse)
        var start = normalised
        start.add(ShapedNoise.shaped(white), scaledBy: configuration.startNoise)
        let solver: any DiffusionSolver = steps == 1 ? EulerSolver() : solver
        let end = solver.solve(from: start, steps: steps) { x, t in
            denoiser(x, coarse: normalised, conditioned: conditioned, t: t, step: steps == 1 ? 1 : 0)
        }
        var refined = coarse
        for index in end.values.indices {
            let band = index % configuration.bands
            refined.values[index] = end.values[index] * melScale[band] + melMean[band]
        }
        return refined
    }

    private func normalise(_ mel: MelSpectrogram) -> Matrix {
        precondition(mel.configuration.bands == configuration.bands)
        var result = Matrix(rows: mel.frameCount, columns: configuration.bands, values: mel.values)
        for index in result.values.indices {
            let band = index % configuration.bands
            result.values[index] = (result.values[index] - melMean[band]) / melScale[band]
        }
        return result
    }
}

internal import NeuralLayers
public import SpeechData

/// Refines a mel spectrogram of any length as its frames come, in constant memory. However they are cut into calls, the
/// result is the same.
///
/// Frames are refined in blocks that begin at fixed frames, each with the frames around it that its first steps look at: of
/// one step the result is that of the whole mel, of more it is that but for what lies still farther away.
public struct RefinerStream: Sendable {
    private static let blockFrames = 400
    /// Steps whose reach is looked at on either side of a block.
    private static let stepsOfContext = 3

    private let refiner: DiffusionRefiner
    private let steps: Int
    private let solver: any DiffusionSolver
    private let context: Int
    private var random: SeededRandom
    /// Frames from frame `origin` on, of which those before `refined` have been given, and their noise with its margins.
    private var coarse: MelSpectrogram
    private var white: Matrix
    private var origin = 0
    private var refined = 0

    /// - Parameters:
    ///   - steps: As in `refine(_:steps:solver:seed:)`.
    ///   - seed: What the noise is drawn from; that of a mel refined whole is the same.
    public init(
        _ refiner: DiffusionRefiner, mel: MelConfiguration, steps: Int, solver: any DiffusionSolver = EulerSolver(), seed: UInt64
    ) {
        self.refiner = refiner
        self.steps = steps
        self.solver = solver
        context = refiner.reach * min(steps, Self.stepsOfContext)
        random = SeededRandom(seed: seed)
        coarse = MelSpectrogram(configuration: mel, values: [], f0: [], voicing: [])
        white = ShapedNoise.white(frames: 0, bands: mel.bands, from: &random)
    }

    /// Takes the next frames and returns those that are final.
    ///
    /// - Precondition: the mel has the bands of the refiner.
    public mutating func append(_ next: MelSpectrogram) -> MelSpectrogram {
        coarse.append(next)
        white.append(Matrix(rows: next.frameCount, columns: white.columns, values: random.normal(count: next.frameCount * white.columns)))
        var output = coarse.frames(0..<0)
        while refined + Self.blockFrames + context <= origin + coarse.frameCount { output.append(refine(Self.blockFrames)) }
        return output
    }

    /// The rest of the frames. The stream is spent.
    public mutating func finish() -> MelSpectrogram {
        var output = coarse.frames(0..<0)
        while refined < origin + coarse.frameCount { output.append(refine(min(Self.blockFrames, origin + coarse.frameCount - refined))) }
        return output
    }

    private mutating func refine(_ count: Int) -> MelSpectrogram {
        let margin = white.rows - coarse.frameCount
        let end = min(origin + coarse.frameCount, refined + count + context)
        let mel = refiner.refine(coarse.frames(0..<end - origin), steps: steps, solver: solver, white: white.rows(0..<end - origin + margin))
        let result = mel.frames(refined - origin..<refined + count - origin)
        refined += count
        let obsolete = max(0, refined - context - origin)
        coarse = coarse.frames(obsolete..<coarse.frameCount)
        white = white.rows(obsolete..<white.rows)
        origin += obsolete
        return result
    }
}

public import NeuralLayers
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
    private let context: Int
    private var random: SeededRandom
    /// Frames and their noise from frame `origin` on, of which those before `refined` have been given.
    private var coarse: MelSpectrogram
    private var noise: [Float] = []
    private var origin = 0
    private var refined = 0

    /// - Parameters:
    ///   - steps: Steps of Euler's solver; 0 gives the coarse mel itself.
    ///   - seed: What the noise is drawn from, as in `refine(_:steps:solver:seed:)`.
    public init(_ refiner: DiffusionRefiner, mel: MelConfiguration, steps: Int, seed: UInt64) {
        self.refiner = refiner
        self.steps = steps
        context = refiner.reach * min(steps, Self.stepsOfContext)
        random = SeededRandom(seed: seed)
        coarse = MelSpectrogram(configuration: mel, values: [], f0: [], voicing: [])
    }

    /// Takes the next frames and returns those that are final.
    ///
    /// - Precondition: the mel has the bands of the refiner.
    public mutating func append(_ next: MelSpectrogram) -> MelSpectrogram {
        coarse.append(next)
        noise += random.normal(count: next.values.count)
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
        let bands = coarse.configuration.bands
        let end = min(origin + coarse.frameCount, refined + count + context)
        let mel = coarse.frames(0..<end - origin)
        let result = refiner.refine(
            mel, steps: steps, solver: EulerSolver(),
            noise: Matrix(rows: mel.frameCount, columns: bands, values: Array(noise[..<mel.values.count])))[refined - origin..<refined + count - origin]
        refined += count
        let obsolete = max(0, refined - context - origin)
        coarse = coarse.frames(obsolete..<coarse.frameCount)
        noise.removeFirst(obsolete * bands)
        origin += obsolete
        return result
    }
}

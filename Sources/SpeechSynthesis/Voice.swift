internal import AcousticModeling
public import Foundation
internal import NeuralLayers
internal import NeuralVocoding
public import SpeechData

/// A voice pack whose models are loaded: everything between phonemes and samples.
public struct Voice: Sendable {
    public let description: VoiceDescription
    let acoustic: AcousticModel
    let vocoder: Vocoder
    let refiner: DiffusionRefiner?
    let pitchRefiner: PitchRefiner?

    /// Loads the pack in `directory`.
    ///
    /// Throws as `VoiceDescription(directory:)` does, and `.brokenVoice` where a weight file is missing, truncated, of
    /// another shape than the description says, or holds what no model asks for.
    public init(directory: URL) throws(SpeechError) {
        try self.init(VoiceDescription(directory: directory), directory: directory)
    }

    init(_ description: VoiceDescription, directory: URL) throws(SpeechError) {
        self.description = description
        if let fault = Self.mismatch(in: description) {
            throw SpeechError(.brokenVoice, "the voice '\(description.name)' is wrong: \(fault)", remedy: "install the voice again")
        }
        func weights(_ file: String) throws(SpeechError) -> WeightFile {
            let path = directory.appending(component: file).path
            guard FileManager.default.fileExists(atPath: path) else {
                throw SpeechError(.brokenVoice, "the voice '\(description.name)' lacks '\(path)'", remedy: "install the voice again")
            }
            return try WeightFile(path: path)
        }
        acoustic = try AcousticModel(
            weights(description.acoustic.weights), configuration: description.acoustic.configuration, mel: description.mel)
        refiner = if let model = description.refiner { try DiffusionRefiner(weights(model.weights), configuration: model.configuration) } else { nil }
        pitchRefiner = if let model = description.pitchRefiner { try PitchRefiner(weights(model.weights), configuration: model.configuration) } else { nil }
        vocoder = try Vocoder(
            weights: weights(description.vocoder.weights), configuration: description.vocoder.configuration, mel: description.mel)
    }

    /// Samples a second of what this voice says.
    public var sampleRate: Int { description.mel.sampleRate }

    /// Steps of the refiner where nobody says otherwise; 0 without one.
    var defaultRefineSteps: Int { refiner == nil ? 0 : description.refineSteps ?? 1 }

    /// Which contour of pitch an utterance has; nil is the predicted one. `variation` nil is as much as the voice asks for.
    func pitchDraw(variation: Double?, seed: UInt64) -> PitchRefiner.Draw? {
        // Other numbers than those that the mel's noise and the vocoder's are drawn from.
        pitchRefiner.map { PitchRefiner.Draw($0, strength: variation ?? description.variation ?? 0, seed: seed &+ 0xF0) }
    }

    /// A coarse mel after the refiner, or as it is where the voice has none. `steps` nil is as many as the voice asks for.
    func refined(_ coarse: MelSpectrogram, steps: Int?, solver: SolverName, seed: UInt64) -> MelSpectrogram {
        refiner?.refine(coarse, steps: steps ?? defaultRefineSteps, solver: solver.solver, seed: seed) ?? coarse
    }

    /// Where the models do not fit each other, or nil.
    private static func mismatch(in description: VoiceDescription) -> String? {
        let acoustic = description.acoustic.configuration
        if acoustic.speakers != description.speakers.count {
            return "it names \(description.speakers.count) speakers, and its acoustic model has \(acoustic.speakers)"
        }
        if let pitch = description.pitchRefiner?.configuration,
            pitch.frameChannels != acoustic.channels || pitch.speakerChannels != acoustic.speakerChannels
        {
            return "its pitch refiner reads \(pitch.frameChannels) channels of frames and \(pitch.speakerChannels) of speakers, "
                + "and its acoustic model has \(acoustic.channels) and \(acoustic.speakerChannels)"
        }
        guard let refiner = description.refiner?.configuration else { return nil }
        if refiner.bands != acoustic.bands { return "its refiner has \(refiner.bands) bands, and its acoustic model \(acoustic.bands)" }
        return nil
    }
}

public import Foundation
internal import NeuralLayers
public import SpeechData
internal import VoiceConversion

/// A conversion pack whose models are loaded.
public struct ConversionPack: Sendable {
    public let description: ConversionDescription
    let converter: VoiceConverter
    /// GE2E embeddings of the description's speakers, each of length 1, and their median F0 in hertz.
    private let embeddings: [[Float]]
    private let pitches: [Float]

    /// Loads the pack in `directory`.
    ///
    /// Throws as `ConversionDescription(directory:)` does, and `.brokenVoice` where a weight file is missing, truncated, of
    /// another shape than the description says, or holds what no model asks for.
    public init(directory: URL) throws(SpeechError) {
        let description = try ConversionDescription(directory: directory)
        func weights(_ file: String) throws(SpeechError) -> WeightFile {
            let path = directory.appending(component: file).path
            guard FileManager.default.fileExists(atPath: path) else {
                throw SpeechError(.brokenVoice, "the conversion pack '\(description.name)' lacks '\(path)'", remedy: "install the conversion pack again")
            }
            return try WeightFile(path: path)
        }
        let file = try weights(description.converter.weights)
        let (count, channels) = (description.speakers.count, description.converter.configuration.embeddingChannels)
        let model = try ConversionModel(file.weights, configuration: description.converter.configuration)
        let rows = try file.weights.take("speakerEmbeddings", shape: [count, channels])
        pitches = try file.weights.take("speakerPitch", shape: [count])
        try file.requireAllTaken()
        guard pitches.allSatisfy({ (20...2000).contains($0) }) else {
            throw SpeechError(.brokenVoice, "a voice of the conversion pack '\(description.name)' has no pitch of a voice", remedy: "install the conversion pack again")
        }
        embeddings = (0..<count).map { Array(rows[$0 * channels..<($0 + 1) * channels]) }
        converter = try VoiceConverter(
            content: ContentEncoder(weights(description.contentEncoder.weights), configuration: description.contentEncoder.configuration),
            speaker: SpeakerEncoder(weights(description.speakerEncoder.weights), configuration: description.speakerEncoder.configuration),
            model: model, mel: description.mel, outputLevel: description.outputLevel)
        self.description = description
    }

    /// The pack that a search of the same folders as `VoiceCatalog.installed` finds first.
    ///
    /// Throws `.unavailable` where there is none, and as `init(directory:)`.
    public static func installed(
        preferred: [URL] = [], environment: [String: String] = ProcessInfo.processInfo.environment
    ) throws(SpeechError) -> ConversionPack {
        for directory in VoiceCatalog.searchPath(preferred: preferred, environment: environment) {
            if let first = VoiceCatalog.candidates(in: directory, holding: ConversionDescription.fileName).first {
                return try ConversionPack(directory: first)
            }
        }
        throw SpeechError(.unavailable, "no conversion pack is installed", remedy: "name its folder with --voice-path or TTS_VOICES")
    }

    /// The voice of a speaker, or of several with their shares.
    ///
    /// Throws `.usage` for a voice of a pack that this one does not know, or that takes another mel.
    func target(_ selection: VoiceCatalog.Selection) throws(SpeechError) -> TargetVoice {
        let voice = selection.pack.description
        try requireMel(of: voice)
        var embedding = [Float](repeating: 0, count: description.converter.configuration.embeddingChannels)
        var pitch = 0.0
        for (speaker, share) in selection.shares {
            guard voice.name == description.voicePack, let row = description.speakers.firstIndex(of: voice.speakers[speaker]) else {
                throw SpeechError(
                    .usage, "the conversion pack '\(description.name)' does not know the voice '\(voice.name)/\(voice.speakers[speaker])'",
                    remedy: "give a recording of it with --like")
            }
            for channel in embedding.indices { embedding[channel] += Float(share) * embeddings[row][channel] }
            pitch += share * log(Double(pitches[row]))
        }
        guard let unit = SpeakerEncoder.unit(embedding) else {
            throw SpeechError(.brokenVoice, "the voices of the conversion pack '\(description.name)' are empty", remedy: "install the conversion pack again")
        }
        return TargetVoice(embedding: unit, medianF0: exp(pitch))
    }

    func requireMel(of voice: VoiceDescription) throws(SpeechError) {
        guard voice.mel == description.mel else {
            throw SpeechError(.usage, "the voice pack '\(voice.name)' takes another mel than the conversion pack makes", remedy: "choose a voice of '\(description.voicePack)'")
        }
    }
}

public import AcousticModeling
public import Foundation
public import NeuralVocoding
public import SpeechData

/// What `voice.json` says of a voice pack: who speaks, how sound is measured, and the shape of each model.
///
/// A pack is one folder with this file and the weight files that it names. Decoding does not open the weights.
public struct VoiceDescription: Codable, Equatable, Sendable {
    /// A model of the pack: its weights and the hyper-parameters that give their shapes.
    public struct Model<Configuration: Codable & Equatable & Sendable>: Codable, Equatable, Sendable {
        /// Name of the safetensors file, inside the pack's folder.
        public var weights: String
        public var configuration: Configuration
    }

    /// The newest `formatVersion` that this library reads.
    public static let newestFormat = 1

    /// Version of this file's layout, counted from 1.
    public var formatVersion: Int
    /// The pack's name, as in `--voice american/heart`.
    public var name: String
    /// BCP 47 tag of the language spoken.
    public var language: String
    /// One line for people.
    public var summary: String
    /// SPDX expression of the weights' licence.
    public var licence: String
    /// Speakers in the order of the models' embedding rows.
    public var speakers: [String]
    /// One of `speakers`.
    public var defaultSpeaker: String
    /// The phoneme set that the models were trained on, in the order of their embedding rows.
    public var phonemes: String
    /// The longest utterance, in segments, that the models were trained for; longer ones are split.
    public var longestUtterance: Int
    public var mel: MelConfiguration
    public var acoustic: Model<AcousticModel.Configuration>
    public var vocoder: Model<VocoderConfiguration>
    /// Sharpens the mel; nil where the pack has none.
    public var refiner: Model<DiffusionRefiner.Configuration>?
    /// Steps that the refiner takes where nobody says otherwise; nil is 1, which is distilled.
    public var refineSteps: Int?
    /// Draws one of the contours of pitch that a sentence may have; nil where the pack has none.
    public var pitchRefiner: Model<PitchRefiner.Configuration>?
    /// How far that goes where nobody says otherwise; nil is 0.
    public var variation: Double?
    /// What each speaker sings well, as far as it was measured.
    public var singingRanges: [String: SingingRange]?

    /// What the speaker of this row sings well; nil where nobody measured it.
    public func singingRange(of speaker: Int) -> SingingRange? { singingRanges?[speakers[speaker]] }

    private struct Version: Decodable { var formatVersion: Int }

    /// Reads and checks `voice.json` in `directory`.
    ///
    /// Throws `.unreadable` where there is no such file, `.brokenVoice` where it is not a description, contradicts
    /// itself, or comes from a newer version of the format.
    public init(directory: URL) throws(SpeechError) {
        let file = directory.appending(component: "voice.json")
        let data: Data
        do { data = try Data(contentsOf: file) } catch {
            throw SpeechError(.unreadable, "cannot read '\(file.path)'", remedy: "a voice pack is a folder with a voice.json")
        }
        try self.init(json: data, source: file.path)
    }

    /// Decodes and checks a description; `source` names it in errors.
    public init(json: Data, source: String) throws(SpeechError) {
        let decoder = JSONDecoder()
        // The version comes first, so that a newer layout is named as such and not as a missing key.
        if let version = try? decoder.decode(Version.self, from: json).formatVersion, version > Self.newestFormat {
            throw SpeechError(
                .brokenVoice, "'\(source)' has format version \(version), and this tts reads up to \(Self.newestFormat)",
                remedy: "update tts")
        }
        do { self = try decoder.decode(Self.self, from: json) } catch {
            throw SpeechError(
                .brokenVoice, "'\(source)' is not a voice description: \(Self.explain(error))", remedy: "install the voice again")
        }
        if let fault { throw SpeechError(.brokenVoice, "'\(source)' is wrong: \(fault)", remedy: "install the voice again") }
    }

    /// What contradicts itself here, or nil.
    private var fault: String? {
        if formatVersion < 1 { return "formatVersion is \(formatVersion)" }
        if !Self.isName(name) { return "the name '\(name)' is not made of letters, digits, '-', '_' and '.'" }
        if let odd = speakers.first(where: { !Self.isName($0) }) { return "the speaker '\(odd)' is not made of letters, digits, '-', '_' and '.'" }
        if Set(speakers).count != speakers.count { return "a speaker is named twice" }
        if !speakers.contains(defaultSpeaker) { return "defaultSpeaker '\(defaultSpeaker)' is not among its speakers" }
        if phonemes != String(Phoneme.all) { return "its phonemes are not those of this tts" }
        if !(8...100_000).contains(longestUtterance) { return "longestUtterance is \(longestUtterance), not 8 to 100000" }
        if let fault = mel.fault { return fault }
        if let wrong = singingRanges?.first(where: { !(0 <= $1.lowest && $1.lowest < $1.highest && $1.highest <= 127) }) {
            return "the singing range of '\(wrong.key)' is not one of MIDI notes"
        }
        if let refineSteps, !SynthesisOptions.refineStepCounts.contains(refineSteps) { return "refineSteps is \(refineSteps)" }
        if let variation, !SynthesisOptions.variations.contains(variation) { return "variation is \(variation), not 0 to 2" }
        for file in [acoustic.weights, vocoder.weights, refiner?.weights, pitchRefiner?.weights].compactMap({ $0 }) where !Self.isName(file) { return "the weight file '\(file)' is not a plain file name" }
        return nil
    }

    /// Whether `text` may be a name: no separators of paths or of `--voice`, not hidden, not empty.
    static func isName(_ text: String) -> Bool {
        !text.isEmpty && text.count <= 100 && !text.hasPrefix(".")
            && text.unicodeScalars.allSatisfy { $0.properties.isAlphabetic || $0.properties.numericType != nil || "-_.".unicodeScalars.contains($0) }
    }

    static func explain(_ error: any Error) -> String {
        func place(_ path: [any CodingKey]) -> String { path.map(\.stringValue).joined(separator: ".") }
        switch error {
        case DecodingError.keyNotFound(let key, let context): return "'\(place(context.codingPath + [key]))' is missing"
        case DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context):
            return "'\(place(context.codingPath))' has the wrong type"
        default: return "it is not JSON, or was cut short"
        }
    }
}

extension MelConfiguration {
    /// What contradicts itself here, or nil.
    var fault: String? {
        let sizes = [sampleRate, hop, window, fftSize, bands]
        if !sizes.allSatisfy((1...1_000_000).contains) || window > fftSize || hop > window { return "its mel sizes do not fit each other" }
        guard maximumFrequency > 0, maximumFrequency <= Double(sampleRate) / 2 else {
            return "mel.maximumFrequency is \(maximumFrequency) Hz at \(sampleRate) samples a second"
        }
        return nil
    }
}

public import Foundation
public import SpeechData
public import VoiceConversion

/// What `conversion.json` says of a conversion pack: its models, and the voices of a voice pack that it knows.
///
/// A pack is one folder with this file and the weight files that it names; it may be the folder of a voice pack.
public struct ConversionDescription: Codable, Equatable, Sendable {
    /// The newest `formatVersion` that this library reads.
    public static let newestFormat = 1

    /// Version of this file's layout, counted from 1.
    public var formatVersion: Int
    public var name: String
    /// One line for people.
    public var summary: String
    /// SPDX expression of the weights' licences.
    public var licence: String
    /// The voice pack whose speakers have their rows in the converter's weights: `speakerEmbeddings`, `speakerPitch`.
    public var voicePack: String
    /// Those speakers, row by row.
    public var speakers: [String]
    /// The mel that the converter makes; a voice whose vocoder takes another one cannot be used.
    public var mel: MelConfiguration
    /// Log amplitude at which the converter speaks, as it measures that of recordings.
    public var outputLevel: Double
    public var contentEncoder: VoiceDescription.Model<ContentEncoder.Configuration>
    public var speakerEncoder: VoiceDescription.Model<SpeakerEncoder.Configuration>
    public var converter: VoiceDescription.Model<ConversionModel.Configuration>

    private struct Version: Decodable { var formatVersion: Int }

    static let fileName = "conversion.json"

    /// Reads and checks `conversion.json` in `directory`.
    ///
    /// Throws `.unreadable` where there is no such file, `.brokenVoice` where it is not a description, contradicts itself,
    /// or comes from a newer version of the format.
    public init(directory: URL) throws(SpeechError) {
        let file = directory.appending(component: Self.fileName)
        let data: Data
        do { data = try Data(contentsOf: file) } catch {
            throw SpeechError(.unreadable, "cannot read '\(file.path)'", remedy: "a conversion pack is a folder with a \(Self.fileName)")
        }
        try self.init(json: data, source: file.path)
    }

    /// Decodes and checks a description; `source` names it in errors.
    public init(json: Data, source: String) throws(SpeechError) {
        let decoder = JSONDecoder()
        if let version = try? decoder.decode(Version.self, from: json).formatVersion, version > Self.newestFormat {
            throw SpeechError(
                .brokenVoice, "'\(source)' has format version \(version), and this tts reads up to \(Self.newestFormat)", remedy: "update tts")
        }
        do { self = try decoder.decode(Self.self, from: json) } catch {
            throw SpeechError(
                .brokenVoice, "'\(source)' does not describe a conversion pack: \(VoiceDescription.explain(error))",
                remedy: "install the conversion pack again")
        }
        if let fault { throw SpeechError(.brokenVoice, "'\(source)' is wrong: \(fault)", remedy: "install the conversion pack again") }
    }

    /// What contradicts itself here, or nil.
    private var fault: String? {
        if formatVersion < 1 { return "formatVersion is \(formatVersion)" }
        if let odd = ([name, voicePack] + speakers).first(where: { !VoiceDescription.isName($0) }) {
            return "the name '\(odd.prefix(100))' is not made of letters, digits, '-', '_' and '.'"
        }
        if Set(speakers).count != speakers.count { return "a speaker is named twice" }
        if let fault = mel.fault { return fault }
        if !outputLevel.isFinite { return "outputLevel is \(outputLevel)" }
        for file in [contentEncoder.weights, speakerEncoder.weights, converter.weights] where !VoiceDescription.isName(file) {
            return "the weight file '\(file.prefix(100))' is not a plain file name"
        }
        return nil
    }
}

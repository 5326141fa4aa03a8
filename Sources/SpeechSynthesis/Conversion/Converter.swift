public import SpeechData
internal import VoiceConversion

/// Says or sings a recording again in another voice: the same words and tune.
///
/// ```swift
/// let converter = try Converter(voice: "heart")
/// let converted = try converter.convert(recording)
/// ```
/// It holds no state between recordings and may be used from several tasks at once; copies share the loaded models.
public struct Converter: Sendable {
    public let pack: ConversionPack
    /// The voice whose refiner and vocoder make the sound.
    public let voice: Voice
    /// The full name of the voice, such as `american/heart`, or `like` where it is that of a recording.
    public let name: String
    public var options: ConversionOptions
    let target: TargetVoice

    /// Loads a voice by name, or the first that is installed where it is nil, and the conversion pack.
    ///
    /// Throws `.usage` for a name that is unknown and options out of bounds, `.unavailable` where there is no conversion
    /// pack, `.brokenVoice` for a pack that cannot be used.
    public init(voice name: String? = nil, catalog: VoiceCatalog = .installed(), options: ConversionOptions = ConversionOptions()) throws(SpeechError) {
        let request: VoiceRequest? = if let name { try VoiceRequest(name) } else { nil }
        try self.init(catalog.select(request), pack: .installed(), options: options)
    }

    /// The voice of a selection, or that of `reference`, a recording of 5 to 30 s; the selection's refiner and
    /// vocoder then make the sound.
    ///
    /// Throws also `.malformedInput` where the reference holds too little speech.
    public init(
        _ selection: VoiceCatalog.Selection, like reference: Waveform? = nil, pack: ConversionPack, options: ConversionOptions = ConversionOptions()
    ) throws(SpeechError) {
        try options.validate()
        try pack.requireMel(of: selection.pack.description)
        self.pack = pack
        self.options = options
        if let reference {
            target = try pack.converter.voice(of: reference)
            name = "like"
        } else {
            target = try pack.target(selection)
            name = selection.name
        }
        voice = try Voice(selection.pack.description, directory: selection.pack.directory)
        if let steps = options.refineSteps, steps > 0, voice.refiner == nil {
            throw SpeechError(.usage, "the voice '\(selection.pack.description.name)' has no refiner", remedy: "leave out the refine steps")
        }
    }

    /// A conversion of sound that comes at `sampleRate` samples a second, in memory that does not grow with it.
    public func stream(sampleRate: Int) throws(SpeechError) -> ConversionStream {
        try ConversionStream(self, sampleRate: sampleRate)
    }

    /// A whole recording at once. The result is as long as the recording, at the voice's sample rate.
    ///
    /// Throws `.malformedInput` where the recording holds samples that are not finite.
    public func convert(_ recording: Waveform) throws(SpeechError) -> Waveform {
        var stream = try stream(sampleRate: recording.sampleRate)
        let head = try stream.append(recording.samples)
        return Waveform(sampleRate: voice.sampleRate, samples: try head + stream.finish())
    }
}

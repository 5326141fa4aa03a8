internal import AcousticModeling
public import SpeechData
public import TextFrontend

/// Speaks text: frontend, acoustic model and vocoder in a row.
///
/// ```swift
/// let speech = try Synthesizer(voice: "heart").speech(for: "Hello, world.")
/// try speech.write(to: "hello.wav")
/// ```
/// It holds no state between texts and may be used from several tasks at once; copies share the loaded models.
public struct Synthesizer: Sendable {
    public let voice: Voice
    /// The voice's full name, such as `american/heart`.
    public let name: String
    /// Who speaks: rows of the voice's speakers and their shares, adding up to 1.
    let speaker: SpeakerMixture
    public var options: SynthesisOptions
    let frontend: EnglishFrontend

    /// Loads a voice by name, or the first that is installed where it is nil.
    ///
    /// Throws `.usage` for a name that is unknown and options out of bounds, `.brokenVoice` for a pack that cannot be used.
    public init(
        voice name: String? = nil, catalog: VoiceCatalog = .installed(), options: SynthesisOptions = SynthesisOptions(),
        lexicon: UserLexicon? = nil
    ) throws(SpeechError) {
        let request: VoiceRequest? = if let name { try VoiceRequest(name) } else { nil }
        try self.init(catalog.select(request), options: options, frontend: EnglishFrontend(userLexicon: lexicon))
    }

    /// Loads the voice of a selection, or takes it from `voice` where that is already loaded.
    public init(
        _ selection: VoiceCatalog.Selection, voice: Voice? = nil, options: SynthesisOptions = SynthesisOptions(),
        frontend: EnglishFrontend
    ) throws(SpeechError) {
        try options.validate()
        self.voice = if let voice { voice } else { try Voice(selection.pack.description, directory: selection.pack.directory) }
        if let steps = options.refineSteps, steps > 0, self.voice.refiner == nil {
            throw SpeechError(.usage, "the voice '\(selection.pack.description.name)' has no refiner", remedy: "leave out the refine steps")
        }
        speaker = SpeakerMixture(selection.shares.map { SpeakerMixture.Share(speaker: $0.speaker, share: $0.share) })
        name = selection.name
        self.options = options
        self.frontend = frontend
    }

    /// The speech of a text, sentence by sentence as it is asked for. A text without words gives no chunk.
    public func stream(_ text: String) -> SpeechStream {
        var sentences = frontend.sentences(in: text).makeIterator()
        var pending: [Utterance] = []
        return SpeechStream(self) { [frontend] in
            while pending.isEmpty {
                guard let sentence = sentences.next() else { return nil }
                pending = try frontend.utterances(for: sentence)
            }
            return pending.removeFirst()
        }
    }

    /// The speech of phoneme strings as `Utterance(phonemes:)` reads them, one sentence a line. Empty lines are passed
    /// over; the stream throws `.malformedInput` at a line that is wrong.
    public func stream(phonemes: String) -> SpeechStream {
        var lines = phonemes.split(whereSeparator: \.isNewline).makeIterator()
        return SpeechStream(self) {
            while let line = lines.next() {
                let utterance = try Utterance(phonemes: String(line))
                if utterance.segments.count > 2 { return utterance }
            }
            return nil
        }
    }

    /// The speech of utterances made elsewhere.
    public func stream(_ utterances: [Utterance]) -> SpeechStream {
        var iterator = utterances.makeIterator()
        return SpeechStream(self) { iterator.next() }
    }

    /// How many sentences a text has, for progress; cheap beside speaking them. Some may have nothing to say.
    public func sentenceCount(of text: String, phonemes: Bool = false) -> Int {
        if phonemes { return text.split(whereSeparator: \.isNewline).count }
        return frontend.sentences(in: text).reduce(0) { count, _ in count + 1 }
    }

    /// A whole text at once. A text without words gives no samples.
    public func speech(for text: String) throws -> Speech {
        var stream = stream(text)
        var speech = Speech(waveform: Waveform(sampleRate: voice.sampleRate), sentences: [])
        while let chunk = try stream.next() {
            speech.waveform.samples += chunk.waveform.samples
            if let sentence = chunk.sentence { speech.sentences.append(sentence) }
        }
        return speech
    }
}

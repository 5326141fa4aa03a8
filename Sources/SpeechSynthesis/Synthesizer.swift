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
        if let variation = options.variation, variation > 0, self.voice.pitchRefiner == nil {
            throw SpeechError(.usage, "the voice '\(selection.pack.description.name)' has no pitch refiner", remedy: "leave out the variation")
        }
        speaker = SpeakerMixture(selection.shares.map { SpeakerMixture.Share(speaker: $0.speaker, share: $0.share) })
        name = selection.name
        self.options = options
        self.frontend = frontend
    }

    /// The speech of a text, sentence by sentence as it is asked for. A text without words gives no chunk.
    public func stream(_ text: String) -> SpeechStream {
        var sentences = frontend.sentences(in: text).makeIterator()
        var following = sentences.next()
        var pending: [Utterance] = []
        return SpeechStream(self) { [frontend] in
            while pending.isEmpty {
                guard let sentence = following else { return nil }
                following = sentences.next()
                pending = try frontend.utterances(for: sentence)
                // The silence after a paragraph is for the next one.
                if following == nil, let last = pending.indices.last {
                    pending[last].segments[pending[last].segments.count - 1].extraSilence = 0
                }
            }
            return SaidUtterance(utterance: pending.removeFirst())
        }
    }

    /// The speech of phoneme strings as `Utterance(phonemes:)` reads them, one sentence a line. Empty lines are passed
    /// over; the stream throws `.malformedInput` at a line that is wrong.
    public func stream(phonemes: String) -> SpeechStream {
        var lines = phonemes.split(whereSeparator: \.isNewline).makeIterator()
        return SpeechStream(self) {
            while let line = lines.next() {
                let utterance = try Utterance(phonemes: String(line))
                if utterance.segments.count > 2 { return SaidUtterance(utterance: utterance) }
            }
            return nil
        }
    }

    /// The speech of a document of the Speech Synthesis Markup Language, as `EnglishFrontend.items(ofSSML:)` reads it.
    ///
    /// `<voice>` names a speaker of this voice's pack. Throws `.malformedInput` with line and column for a document that is
    /// wrong, `.usage` for a voice that the pack does not have.
    public func stream(ssml document: String) throws(SpeechError) -> SpeechStream {
        var said: [SaidUtterance] = []
        // What comes before the first utterance.
        var silenceBefore = 0.0
        var marksBefore: [SpeechItem.Mark] = []
        for item in try frontend.items(ofSSML: document) {
            switch item {
            case .utterance(var utterance, let name, let marks):
                utterance.segments[0].extraSilence += silenceBefore
                let speaker: SpeakerMixture? = if let name { try mixture(named: name) } else { nil }
                said.append(SaidUtterance(utterance: utterance, speaker: speaker, marks: marksBefore + marks))
                (silenceBefore, marksBefore) = (0, [])
            case .silence(let seconds):
                if let last = said.indices.last {
                    said[last].utterance.segments[said[last].utterance.segments.count - 1].extraSilence += seconds
                } else {
                    silenceBefore += seconds
                }
            case .mark(let name):
                if let last = said.indices.last {
                    said[last].marks.append(SpeechItem.Mark(name: name, word: said[last].utterance.words.count))
                } else {
                    marksBefore.append(SpeechItem.Mark(name: name, word: 0))
                }
            }
        }
        var iterator = said.makeIterator()
        return SpeechStream(self) { iterator.next() }
    }

    /// A speaker of this pack, or a mixture of several, by name.
    private func mixture(named name: String) throws(SpeechError) -> SpeakerMixture {
        let known = voice.description.speakers
        var shares: [SpeakerMixture.Share] = []
        for part in try VoiceRequest(name).parts {
            guard let speaker = known.firstIndex(of: part.speaker) else {
                let hint = nearestName(to: part.speaker, among: known).map { "did you mean '\($0)'?" } ?? "tts voices lists them"
                throw SpeechError(.usage, "the voice '\(part.speaker.prefix(100))' is not in the pack '\(voice.description.name)'", remedy: hint)
            }
            shares.append(SpeakerMixture.Share(speaker: speaker, share: part.weight))
        }
        return SpeakerMixture(shares)
    }

    /// The speech of utterances made elsewhere.
    public func stream(_ utterances: [Utterance]) -> SpeechStream {
        var iterator = utterances.makeIterator()
        return SpeechStream(self) { iterator.next().map { SaidUtterance(utterance: $0) } }
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

import SpeechData
import SpeechSynthesis
import TextFrontend

/// The voices and the frontend of one run of the command; each pack is loaded once, however many texts it speaks.
final class Studio {
    private let catalog: VoiceCatalog
    private let frontend: EnglishFrontend
    private let options: SynthesisOptions
    private var loaded: [String: Voice] = [:]

    init(voice: VoiceOptions, speaking: SpeakingOptions) throws(SpeechError) {
        options = speaking.synthesis
        try options.validate()
        catalog = voice.search.catalog
        frontend = try voice.lexicon.frontend()
    }

    /// The synthesizer for a voice, or where it is nil for the first one installed.
    func synthesizer(for request: VoiceRequest?) throws(SpeechError) -> Synthesizer {
        let selection = try catalog.select(request)
        let name = selection.pack.description.name
        let synthesizer = try Synthesizer(selection, voice: loaded[name], options: options, frontend: frontend)
        loaded[name] = synthesizer.voice
        return synthesizer
    }
}

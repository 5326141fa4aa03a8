import ArgumentParser
import Foundation
import SpeechData
import SpeechSynthesis
import TextFrontend

/// Who speaks.
struct VoiceOptions: ParsableArguments {
    @Option(
        name: [.short, .long],
        help: ArgumentHelp(
            "Who speaks: a speaker (heart), one of a certain pack (american/heart), or a mixture (heart:0.7,bella:0.3).",
            valueName: "name"),
        completion: .custom { _, _, _ in VoiceCatalog.installed().packs.flatMap(\.description.speakers) })
    var voice: String?

    @OptionGroup var search: VoiceSearchOptions
    @OptionGroup var lexicon: LexiconOptions

    func request() throws(SpeechError) -> VoiceRequest? {
        if let voice { try VoiceRequest(voice) } else { nil }
    }
}

/// Where voices are.
struct VoiceSearchOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "A voice pack, or a folder of packs, searched before those of TTS_VOICES and the installed ones. May be repeated.",
            valueName: "folder"),
        completion: .directory)
    var voicePath: [String] = []

    var catalog: VoiceCatalog { .installed(preferred: preferred) }

    func conversionPack() throws(SpeechError) -> ConversionPack { try .installed(preferred: preferred) }

    private var preferred: [URL] { voicePath.map { URL(filePath: $0) } }
}

/// How words are pronounced.
struct LexiconOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Your own pronunciations, which come before all others.", valueName: "file"), completion: .file())
    var lexicon: String?

    func frontend() throws(SpeechError) -> EnglishFrontend {
        let user: UserLexicon? = if let lexicon { try UserLexicon(contentsOf: URL(filePath: lexicon)) } else { nil }
        return try EnglishFrontend(userLexicon: user)
    }
}

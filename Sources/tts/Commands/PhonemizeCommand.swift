import ArgumentParser
import SpeechData
import SpeechSynthesis
import TextFrontend

struct PhonemizeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "phonemize",
        abstract: "Print how a text is pronounced, a line for each line.",
        discussion: """
            Prints phonemes with ˈ and ˌ before stressed vowels and a space between words; tts say --phonemes speaks them again.

            Examples:
              tts phonemize "Hello, world."
              tts phonemize -f words.txt > words.phonemes
            """)

    @OptionGroup var text: TextOptions
    @OptionGroup var lexicon: LexiconOptions

    func run() throws {
        let frontend = try lexicon.frontend()
        try text.forEachLine { line in
            try StandardOutput.line(frontend.utterances(in: line).map(\.phonemes).joined(separator: " "))
        }
    }
}

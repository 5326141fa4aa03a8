import ArgumentParser
import SpeechData
import SpeechSynthesis
import TextFrontend

struct NormalizeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "normalize",
        abstract: "Print a text in words as they are spoken, a line for each line.",
        discussion: """
            Numbers, dates, money, abbreviations and symbols become words.

            Examples:
              tts normalize "Dr. Smith paid $4.20 on 3/4/2021."
              tts normalize -f notes.txt
            """)

    @OptionGroup var text: TextOptions
    @OptionGroup var lexicon: LexiconOptions

    func run() throws {
        let frontend = try lexicon.frontend()
        try text.forEachLine { try StandardOutput.line(frontend.normalize($0)) }
    }
}

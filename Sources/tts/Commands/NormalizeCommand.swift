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
              tts normalize 'Dr. Smith paid $4.20 on 3/4/2021.'
              tts normalize -f notes.txt
              tts normalize --explain "It's $4.20, No. 5."
            """)

    @OptionGroup var text: TextOptions
    @Flag(help: "Show each token on a line: what is written, its class, the rule that read it, and its reading.")
    var explain = false
    @OptionGroup var lexicon: LexiconOptions

    func run() throws {
        let frontend = try lexicon.frontend()
        try text.forEachLine { line in
            guard explain else { return try StandardOutput.line(frontend.normalize(line)) }
            for sentence in frontend.sentences(in: line) {
                for token in frontend.explainNormalization(of: sentence) {
                    try StandardOutput.line([token.source, token.category.rawValue, token.rule, token.reading].joined(separator: "\t"))
                }
            }
        }
    }
}

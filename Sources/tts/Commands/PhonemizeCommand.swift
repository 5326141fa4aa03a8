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
              tts phonemize --explain "I read that they read."
            """)

    @OptionGroup var text: TextOptions
    @Flag(help: "Show each word on a line: the word, its phonemes, and where they come from.")
    var explain = false
    @OptionGroup var lexicon: LexiconOptions

    func run() throws {
        let frontend = try lexicon.frontend()
        try text.forEachLine { line in
            if explain { return try self.explain(line, frontend) }
            try StandardOutput.line(frontend.utterances(in: line).map(\.phonemes).joined(separator: " "))
        }
    }

    private func explain(_ line: String, _ frontend: EnglishFrontend) throws {
        for sentence in frontend.sentences(in: line) {
            for (word, pronunciation) in try frontend.explainPronunciation(of: sentence) {
                let source = switch pronunciation.source {
                case .user: "your lexicon"
                case .inline: "given in the text"
                case .lexicon: "lexicon"
                case .rule(let name): "rule \(name)"
                case .homograph(let sense): "homograph \(sense)"
                case .letterToSound: "letter-to-sound"
                }
                try StandardOutput.line([word.text, pronunciation.phonemes, source].joined(separator: "\t"))
            }
        }
    }
}

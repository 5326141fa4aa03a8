import ArgumentParser
import Foundation
import SpeechData

@main
struct TTS: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tts",
        abstract: "Speech from text, on a plain CPU.",
        discussion: """
            Try:
              tts say "Hello, world."                       speak through the loudspeaker
              tts say "Hello, world." -o hello.wav          or into a file
              tts say -f book.txt -o book.opus --timings book.srt
              tts voices                                    who can speak

            tts help COMMAND explains a command.
            """,
        version: "0.1.0",
        subcommands: [
            SayCommand.self, SingCommand.self, ConvertCommand.self, ScoreCommand.self, BatchCommand.self, VoicesCommand.self,
            PhonemizeCommand.self, NormalizeCommand.self, PitchCommand.self, CompletionsCommand.self,
        ])

    static func main() {
        // A reader that leaves is an error to report, not the end of the process.
        signal(SIGPIPE, SIG_IGN)
        do {
            var command = try parseAsRoot()
            try command.run()
        } catch let error as SpeechError {
            StandardError.line("tts: \(error)")
            Foundation.exit(error.exitCode)
        } catch {
            exit(withError: error)
        }
    }
}

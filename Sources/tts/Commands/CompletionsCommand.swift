import ArgumentParser

struct CompletionsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "completions",
        abstract: "Print the completions of a shell.",
        discussion: """
            To install them:
              bash   tts completions bash > ~/.local/share/bash-completion/completions/tts
              zsh    tts completions zsh > ~/.zfunc/_tts      (with ~/.zfunc in fpath before compinit)
              fish   tts completions fish > ~/.config/fish/completions/tts.fish
            """)

    enum Shell: String, CaseIterable, ExpressibleByArgument { case bash, zsh, fish }

    @Argument(help: "bash, zsh or fish.")
    var shell: Shell

    func run() throws {
        let target: CompletionShell = switch shell {
        case .bash: .bash
        case .zsh: .zsh
        case .fish: .fish
        }
        try StandardOutput.line(TTS.completionScript(for: target))
    }
}

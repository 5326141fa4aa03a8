import Foundation
import Testing

@Suite struct OtherCommandTests {
    @Test func voicesListsAndPrintsJSON() throws {
        try inFolder { runner in
            let table = try runner.run("voices")
            #expect(table.code == 0 && table.text.hasPrefix("VOICE"))
            #expect(table.text.split(separator: "\n").contains { $0.hasPrefix("lull") && $0.contains("silent") && $0.contains("en-US") })
            struct Entry: Decodable { var pack: String, speakers: [String], defaultSpeaker: String, sampleRate: Int }
            let entries = try JSONDecoder().decode([Entry].self, from: runner.run("voices", "--json").output)
            #expect(entries.first?.pack == "silent" && entries.first?.speakers == ["hush", "lull"] && entries.first?.sampleRate == 24000)
        }
    }

    @Test func voicePathComesFirst() throws {
        try inFolder { runner in
            let pack = runner.folder.appending(path: "mine")
            try FileManager.default.copyItem(at: CommandRunner.silent, to: pack)
            let file = pack.appending(path: "voice.json")
            let text = try String(contentsOf: file, encoding: .utf8)
            try text.replacingOccurrences(of: "hush", with: "whisper").replacingOccurrences(of: "\"silent\"", with: "\"mine\"")
                .write(to: file, atomically: true, encoding: .utf8)
            #expect(try runner.run("voices", "--voice-path", "mine").text.split(separator: "\n")[1].hasPrefix("whisper"))
            #expect(try runner.run("say", "Hi.", "--voice-path", ".", "-v", "mine/whisper", "-o", "a.wav").code == 0)
        }
    }

    @Test func phonemizeAndNormalizeGiveALineForALine() throws {
        try inFolder { runner in
            try runner.write("in.txt", "Hello, world.\n\nI paid $5. Thanks!\n")
            let normalized = try runner.run("normalize", "-f", "in.txt").text
            #expect(normalized == "Hello, world.\n\nI paid five dollars. Thanks!\n")
            let phonemes = try runner.run("phonemize", input: Data("Hello, world.\n\nGood night.".utf8)).text
            #expect(phonemes.split(separator: "\n", omittingEmptySubsequences: false).count == 4)
            #expect(phonemes.hasPrefix("həlˈO, wˈɜɹld.\n\n"))
            #expect(try runner.run("phonemize", "Hello, world.").text == "həlˈO, wˈɜɹld.\n")
            let bad = try runner.run("phonemize", input: Data([0x61, 0x0A, 0xFF, 0x0A]))
            #expect(bad.code == 65 && bad.errors.contains("line 2"))
        }
    }

    /// What phonemize prints, say --phonemes takes.
    @Test func phonemesRoundTrip() throws {
        try inFolder { runner in
            let phonemes = try runner.run("phonemize", "Hello, world. It is late.").text.trimmingCharacters(in: .newlines)
            #expect(try runner.run("say", "--phonemes", phonemes, "-o", "a.wav").code == 0)
        }
    }

    @Test(arguments: [("bash", "complete"), ("zsh", "#compdef tts"), ("fish", "complete")])
    func completions(shell: String, mark: String) throws {
        try inFolder { runner in
            let outcome = try runner.run("completions", shell)
            #expect(outcome.code == 0 && outcome.text.contains(mark) && outcome.text.contains("sentence-pause"))
        }
    }

    @Test func helpShowsExamplesAndUsageErrorsAre64() throws {
        try inFolder { runner in
            let help = try runner.run("help", "say")
            #expect(help.code == 0 && help.text.contains("Examples:") && help.text.contains("--sentence-pause"))
            #expect(try runner.run("shout").code == 64)
            #expect(try runner.run("--version").text.hasPrefix("0."))
        }
    }
}

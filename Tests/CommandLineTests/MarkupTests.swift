import Foundation
import Testing

/// `--ssml` and `--explain`.
@Suite struct MarkupTests {
    private func bytes(_ runner: CommandRunner, _ arguments: String) throws -> Int {
        let result = try runner.run("say", "-v", "hush", "-o", "a.wav", "--ssml", arguments)
        #expect(result.code == 0)
        return try Data(contentsOf: runner.folder.appending(path: "a.wav")).count
    }

    @Test func aBreakIsAsLongAsItSays() throws {
        try inFolder { runner in
            let plain = try bytes(runner, "<speak><s>One.</s><s>Two.</s></speak>")
            let broken = try bytes(runner, "<speak><s>One.</s><break time='2s'/><s>Two.</s></speak>")
            // 16-bit samples at 24 kHz, right to a frame or two of rounding.
            #expect(abs(broken - plain - 2 * 24000 * 2) <= 4 * 600)
        }
    }

    @Test func aVoiceIsSwitched() throws {
        try inFolder { runner in
            func sound(_ text: String) throws -> Data {
                #expect(try runner.run("say", "-v", "hush", "--ssml", text, "-o", "a.wav").code == 0)
                return try Data(contentsOf: runner.folder.appending(path: "a.wav"))
            }
            let own = try sound("<speak>Good morning.</speak>")
            #expect(try sound("<speak><voice name='lull'>Good morning.</voice></speak>") != own)
            #expect(try sound("<speak><voice name='hush'>Good morning.</voice></speak>") == own)
            let unknown = try runner.run("say", "--ssml", "<speak><voice name='lul'>Hi.</voice></speak>", "-o", "b.wav")
            #expect(unknown.code == 64 && unknown.errors.contains("lull"))
        }
    }

    @Test func malformedSSMLNamesItsPlace() throws {
        try inFolder { runner in
            let result = try runner.run("say", "--ssml", "<speak>\n<p>Hello</speak>", "-o", "a.wav")
            #expect(result.code == 65 && result.errors.contains("line 2"))
            #expect(!FileManager.default.fileExists(atPath: runner.folder.appending(path: "a.wav").path))
        }
    }

    @Test func explainingShowsRulesAndSources() throws {
        try inFolder { runner in
            let tokens = try runner.run("normalize", "--explain", "It costs $5.").text.split(separator: "\n")
            #expect(tokens.contains { $0.hasPrefix("$5\tmoney\t") && $0.contains("five dollars") })
            let words = try runner.run("phonemize", "--explain", "I read [Oslo](/ˈɑzlO/) to Xqzvy.").text.split(separator: "\n")
            #expect(words.contains { $0.hasPrefix("read\t") && $0.contains("\thomograph") })
            #expect(words.contains { $0 == "Oslo\tˈɑzlO\tgiven in the text" })
        }
    }
}

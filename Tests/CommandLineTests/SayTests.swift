import Foundation
import Testing

@Suite struct SayTests {
    private static let sentence = "Hello, world. It is late."

    private func sound(_ arguments: String...) throws -> WAVSound {
        let runner = try CommandRunner()
        defer { runner.remove() }
        let file = FileManager.default.temporaryDirectory.appending(path: "tts-pipe-\(UUID().uuidString)")
        try Data().write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let (process, streams) = try runner.start(["say", "-o", "-"] + arguments, output: FileHandle(forWritingTo: file))
        process.waitUntilExit()
        defer { try? FileManager.default.removeItem(at: streams) }
        try #require(process.terminationStatus == 0, "\((try? String(contentsOf: streams.appending(path: "err"), encoding: .utf8)) ?? "")")
        return try WAVSound(Data(contentsOf: file))
    }

    @Test func writesAWholeFileFromArguments() throws {
        try inFolder { runner in
            let outcome = try runner.run("say", "Hello,", "world.", "-o", "a.wav")
            #expect(outcome.code == 0 && outcome.errors.isEmpty && outcome.output.isEmpty)
            #expect(runner.files == ["a.wav"])
            let sound = try WAVSound(runner.data("a.wav"))
            #expect(sound.sampleRate == 24000 && sound.duration > 0.3 && sound.loudness > 1)
        }
    }

    @Test func readsFilesAndStandardInputAlike() throws {
        try inFolder { runner in
            try runner.write("text.txt", "Hello, world.")
            #expect(try runner.run("say", "-f", "text.txt", "-o", "file.wav").code == 0)
            #expect(try runner.run("say", "-o", "input.wav", input: Data("Hello, world.".utf8)).code == 0)
            #expect(try runner.run("say", "--file", "-", "-o", "dash.wav", input: Data("\u{FEFF}Hello, world.".utf8)).code == 0)
            #expect(try runner.run("say", "Hello, world.", "-o", "argument.wav").code == 0)
            for name in ["input.wav", "dash.wav", "argument.wav"] { #expect(try runner.data(name) == runner.data("file.wav")) }
        }
    }

    @Test func pipesSoundWhereOutputIsNoTerminal() throws {
        try inFolder { runner in
            let implicit = try runner.run("say", Self.sentence)
            let explicit = try runner.run("say", Self.sentence, "--output", "-")
            #expect(implicit.output == explicit.output)
            #expect(try runner.run("say", Self.sentence, "-o", "a.wav").code == 0)
            let (piped, filed) = try (WAVSound(explicit.output).samples, WAVSound(runner.data("a.wav")).samples)
            // The two writers may round a half differently.
            #expect(piped.count == filed.count && zip(piped, filed).allSatisfy { abs(Int($0) - Int($1)) <= 1 })
        }
    }

    @Test(arguments: [("flac", "fLaC"), ("ogg", "OggS"), ("opus", "OggS")])
    func writesTheFormatOfTheSuffix(suffix: String, magic: String) throws {
        try inFolder { runner in
            let outcome = try runner.run("say", "Hello.", "-o", "a.\(suffix)")
            #expect(outcome.code == 0)
            #expect(try runner.data("a.\(suffix)").starts(with: Data(magic.utf8)))
        }
    }

    @Test func voiceChoosesTheSpeakerOrAMixture() throws {
        let hush = try sound(Self.sentence, "--voice", "hush").samples
        #expect(try sound(Self.sentence).samples == hush)
        #expect(try sound(Self.sentence, "-v", "silent/hush").samples == hush)
        #expect(try sound(Self.sentence, "-v", "silent").samples == hush)
        #expect(try sound(Self.sentence, "-v", "lull").samples != hush)
        let mixture = try sound(Self.sentence, "-v", "hush:0.5,lull:0.5").samples
        #expect(mixture != hush)
        #expect(try sound(Self.sentence, "-v", "lull").samples != mixture)
        #expect(try sound(Self.sentence, "-v", "hush:1,lull:1").samples == mixture)
    }

    @Test func speedChangesTheLength() throws {
        let phonemes = "həlˈO wˈɜɹld, həlˈO wˈɜɹld."
        let normal = try sound("--phonemes", phonemes).duration
        #expect(try abs(sound("--phonemes", phonemes, "--speed", "2").duration / normal - 0.5) < 0.1)
        #expect(try abs(sound("--phonemes", phonemes, "--speed", "0.5").duration / normal - 2) < 0.1)
    }

    @Test func pitchAndVolumeAndSeedAndRefinerChangeTheSound() throws {
        let plain = try sound(Self.sentence)
        let high = try sound(Self.sentence, "--pitch", "-5")
        #expect(high.samples.count == plain.samples.count && high.samples != plain.samples)
        let soft = try sound(Self.sentence, "--volume", "-6")
        #expect(abs(soft.loudness / plain.loudness - 0.5) < 0.05)
        #expect(try sound(Self.sentence, "--seed", "0").samples == plain.samples)
        #expect(try sound(Self.sentence, "--seed", "7").samples != plain.samples)
        #expect(try sound(Self.sentence, "--refine-steps", "2").samples != plain.samples)
        #expect(try sound(Self.sentence, "--refine-steps", "0").samples == plain.samples)
        let euler = try sound(Self.sentence, "--refine-steps", "2", "--solver", "euler").samples
        #expect(try sound(Self.sentence, "--refine-steps", "2").samples == euler)
        #expect(try sound(Self.sentence, "--refine-steps", "2", "--solver", "heun").samples != euler)
    }

    @Test func sentencePauseLiesBetweenSentences() throws {
        let short = try sound(Self.sentence, "--sentence-pause", "0.5")
        let long = try sound(Self.sentence, "--sentence-pause", "2.5")
        #expect(abs(long.duration - short.duration - 2) < 0.02)
        let run = long.samples.split { $0 != 0 }.map(\.count).max() ?? 0
        #expect(Double(run) > 1.9 * 24000)
    }

    @Test func threadsChangeNothingButTheirNumberIsChecked() throws {
        #expect(try sound(Self.sentence, "--threads", "1").duration == sound(Self.sentence).duration)
        try inFolder { runner in
            let outcome = try runner.run("say", "Hi.", "--threads", "0")
            #expect(outcome.code == 64 && outcome.errors.contains("threads"))
        }
    }

    @Test func phonemesAreSpokenAsGiven() throws {
        try inFolder { runner in
            #expect(try runner.run("say", "--phonemes", "həlˈO wˈɜɹld.", "-o", "a.wav", "--timings", "a.json").code == 0)
            #expect(try runner.text("a.json").contains("\"phoneme\":\"ɜ\""))
            let wrong = try runner.run("say", "--phonemes", "h3lo", "-o", "b.wav")
            #expect(wrong.code == 65 && wrong.errors.contains("'3' is not a phoneme"))
            #expect(runner.files == ["a.json", "a.wav"])
        }
    }

    @Test func lexiconComesBeforeAllElse() throws {
        try inFolder { runner in
            try runner.write("own.txt", "zyx\thəlˈO\n")
            let outcome = try runner.run("phonemize", "zyx", "--lexicon", "own.txt")
            #expect(outcome.text.hasPrefix("həlˈO"), "\(outcome.errors)")
            #expect(try runner.run("say", "zyx", "--lexicon", "own.txt", "-o", "a.wav").code == 0)
            #expect(try runner.run("say", "zyx", "--lexicon", "none.txt", "-o", "b.wav").code == 66)
        }
    }

    @Test func verboseReportsAndQuietDoesNot() throws {
        try inFolder { runner in
            let verbose = try runner.run("say", "Hello.", "-o", "a.wav", "--verbose")
            #expect(verbose.errors.contains("real-time factor") && verbose.errors.contains("first sound"))
            #expect(try runner.run("say", "Hello.", "-o", "a.wav", "--quiet").errors.isEmpty)
            #expect(try runner.run("say", "Hello.", "-o", "a.wav", "--quiet", "--verbose").code == 64)
        }
    }
}

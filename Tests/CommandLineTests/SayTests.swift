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

    /// MPEG audio begins with a frame header: eleven bits set, version 2 (24 kHz), layer III.
    @Test(arguments: [("flac", Array("fLaC".utf8)), ("ogg", Array("OggS".utf8)), ("opus", Array("OggS".utf8)), ("mp3", [0xFF, 0xF3])])
    func writesTheFormatOfTheSuffix(suffix: String, magic: [UInt8]) throws {
        try inFolder { runner in
            let outcome = try runner.run("say", "Hello.", "-o", "a.\(suffix)")
            if suffix == "mp3", outcome.code == 64 {
                // A libsndfile without LAME says what it can write instead.
                #expect(outcome.errors.contains("cannot write '.mp3'") && outcome.errors.contains(".flac"))
                return
            }
            #expect(outcome.code == 0)
            let bytes = [UInt8](try runner.data("a.\(suffix)"))
            #expect(bytes.starts(with: magic), "\(bytes.prefix(16))")
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

    @Test func variationIsDrawnFromTheSeed() throws {
        let plain = try sound(Self.sentence).samples
        #expect(try sound(Self.sentence, "--variation", "0").samples == plain)
        let varied = try sound(Self.sentence, "--variation", "1").samples
        #expect(varied != plain && varied.count == plain.count)
        #expect(try sound(Self.sentence, "--variation", "1").samples == varied)
        #expect(try sound(Self.sentence, "--variation", "1", "--seed", "1").samples != varied)
    }

    @Test func sentencePauseLiesBetweenSentences() throws {
        let short = try sound(Self.sentence, "--sentence-pause", "0.5")
        let long = try sound(Self.sentence, "--sentence-pause", "2.5")
        #expect(abs(long.duration - short.duration - 2) < 0.02)
        let run = long.samples.split { $0 != 0 }.map(\.count).max() ?? 0
        #expect(Double(run) > 1.9 * 24000)
    }

    @Test func edgeSilenceIsTheLongestAtBothEnds() throws {
        let (none, much) = (try sound(Self.sentence, "--edge-silence", "0"), try sound(Self.sentence, "--edge-silence", "5"))
        #expect(none.duration < much.duration)
        try inFolder { runner in
            let outcome = try runner.run("say", "Hi.", "--edge-silence", "99", "-o", "a.wav")
            #expect(outcome.code == 64 && outcome.errors.contains("edge silence"))
        }
    }

    @Test func threadsChangeNothingButTheirNumberIsChecked() throws {
        let alone = try sound(Self.sentence, "--threads", "1").samples
        #expect(try sound(Self.sentence, "--threads", "3").samples == alone)
        #expect(try sound(Self.sentence).samples == alone)
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

    #if os(Linux)
    /// On a terminal a bar appears after a second, and goes; here the sound's reader takes that second.
    @Test(arguments: [false, true]) func longWorkShowsItsProgress(quiet: Bool) throws {
        try inFolder { runner in
            let text = String(repeating: "Hello, world. ", count: 60)
            // `script` runs it on a terminal. A pipe holds little more than a second of sound, so the command waits in mid-text.
            let say = "'\(CommandRunner.binary.path)' say '\(text)' -o - \(quiet ? "--quiet" : "") | (sleep 1.3; cat > sound.wav)"
            let process = Process()
            process.executableURL = URL(filePath: "/usr/bin/script")
            process.arguments = ["-qec", say, "/dev/null"]
            process.currentDirectoryURL = runner.folder
            process.environment = ["PATH": "/usr/bin:/bin", "SHELL": "/bin/sh", "HOME": runner.folder.path, "TTS_VOICES": CommandRunner.silent.path]
            process.standardInput = FileHandle.nullDevice
            let screen = Pipe()
            process.standardOutput = screen
            try process.run()
            let shown = String(decoding: try screen.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
            process.waitUntilExit()
            #expect(try runner.data("sound.wav").count > 100_000)
            if quiet {
                #expect(shown.isEmpty)
            } else {
                #expect(shown.contains("░") && shown.contains("% ") && shown.contains("of speech") && shown.hasSuffix("\r\u{1B}[K"))
            }
        }
    }
    #endif

    @Test func verboseReportsAndQuietDoesNot() throws {
        try inFolder { runner in
            let verbose = try runner.run("say", "Hello.", "-o", "a.wav", "--verbose")
            #expect(verbose.errors.contains("real-time factor") && verbose.errors.contains("first sound"))
            #expect(try runner.run("say", "Hello.", "-o", "a.wav", "--quiet").errors.isEmpty)
            #expect(try runner.run("say", "Hello.", "-o", "a.wav", "--quiet", "--verbose").code == 64)
        }
    }
}

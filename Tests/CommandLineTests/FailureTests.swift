import Foundation
import Testing

/// Bad input and bad surroundings: one line on standard error, the right exit code, nothing left behind.
@Suite struct FailureTests {
    private func expect(_ outcome: CommandRunner.Outcome, code: Int32, says: String, files: [String] = [], in runner: CommandRunner) {
        #expect(outcome.code == code && outcome.signal == nil, "\(outcome.errors)")
        #expect(outcome.errorLines.count == 1 && outcome.errors.contains(says), "\(outcome.errors)")
        #expect(runner.files == files)
    }

    @Test(arguments: ["", "  \n ", "...", "\u{200B}"])
    func emptyInput(text: String) throws {
        try inFolder { runner in
            expect(try runner.run("say", "-o", "a.wav", "--timings", "a.json", input: Data(text.utf8)), code: 65, says: "nothing to say", in: runner)
            #expect(try runner.run("say", input: Data(text.utf8)).output.isEmpty)
        }
    }

    @Test func unknownVoiceNamesTheNearest() throws {
        try inFolder { runner in
            expect(try runner.run("say", "Hi.", "-v", "hsuh", "-o", "a.wav"), code: 64, says: "did you mean 'hush'?", in: runner)
            expect(try runner.run("say", "Hi.", "-v", "silnt/hush", "-o", "a.wav"), code: 64, says: "did you mean 'silent'?", in: runner)
            expect(try runner.run("say", "Hi.", "-v", "hush:nan", "-o", "a.wav"), code: 64, says: "positive weight", in: runner)
        }
    }

    @Test func inputThatCannotBeRead() throws {
        try inFolder { runner in
            expect(try runner.run("say", "-f", "none.txt", "-o", "a.wav"), code: 66, says: "No such file", in: runner)
            expect(try runner.run("say", "-f", ".", "-o", "a.wav"), code: 66, says: "directory", in: runner)
            var bytes = Data("Hello ".utf8)
            bytes.append(contentsOf: [0xC3, 0x28])
            expect(try runner.run("say", "-o", "a.wav", input: bytes), code: 65, says: "not UTF-8 at byte 7", in: runner)
        }
    }

    @Test func outputThatCannotBeWritten() throws {
        try inFolder { runner in
            expect(try runner.run("say", "Hi.", "-o", "none/a.wav"), code: 73, says: "none/a.wav", in: runner)
            expect(try runner.run("say", "Hi.", "-o", "a.xyz"), code: 64, says: ".flac", in: runner)
            expect(try runner.run("say", "Hi.", "-o", "a.wav", "--timings", "none/a.srt"), code: 73, says: "none/a.srt", in: runner)
        }
    }

    #if os(Linux)
    @Test func fullDisk() throws {
        try inFolder { runner in
            let full = try #require(FileHandle(forWritingAtPath: "/dev/full"))
            let (process, streams) = try runner.start(["say", "Hello there.", "-o", "-"], output: full)
            process.waitUntilExit()
            defer { try? FileManager.default.removeItem(at: streams) }
            #expect(process.terminationStatus == 73 && process.terminationReason == .exit)
            for name in ["full.wav", "full.srt"] {
                try FileManager.default.createSymbolicLink(atPath: runner.path(name), withDestinationPath: "/dev/full")
            }
            let links = ["full.srt", "full.wav"]
            expect(try runner.run("say", "Hi.", "-o", "full.wav"), code: 73, says: "full.wav", files: links, in: runner)
            expect(try runner.run("say", "Hi.", "-o", "a.wav", "--timings", "full.srt"), code: 73, says: "full.srt", files: links, in: runner)
            let (printing, printed) = try runner.start(["phonemize", "Hi."], output: full)
            printing.waitUntilExit()
            defer { try? FileManager.default.removeItem(at: printed) }
            #expect(printing.terminationStatus == 73)
        }
    }
    #endif

    @Test(arguments: [
        ["--speed", "0.4"], ["--speed", "nan"], ["--pitch", "25"], ["--volume", "31"], ["--sentence-pause", "-1"], ["--variation", "-0.1"], ["--variation", "2.1"], ["--refine-steps", "-1"], ["--solver", "runge"],
        ["--seed", "x"], ["--speed"], ["--no-such-option"],
    ])
    func optionsOutOfBoundsAreUsage(options: [String]) throws {
        try inFolder { runner in
            let (process, streams) = try runner.start(["say", "Hi.", "-o", "a.wav"] + options, output: .nullDevice)
            process.waitUntilExit()
            defer { try? FileManager.default.removeItem(at: streams) }
            #expect(process.terminationStatus == 64 && runner.files.isEmpty)
        }
    }

    @Test func brokenVoices() throws {
        try inFolder { runner in
            func pack(_ name: String, _ change: (URL) throws -> Void) throws -> String {
                let pack = FileManager.default.temporaryDirectory.appending(path: "tts-pack-\(UUID().uuidString)")
                try FileManager.default.copyItem(at: CommandRunner.silent, to: pack)
                try change(pack)
                return pack.path
            }
            func rewrite(_ pack: URL, _ old: String, _ new: String) throws {
                let file = pack.appending(path: "voice.json")
                let text = try String(contentsOf: file, encoding: .utf8)
                try #require(text.contains(old))
                try text.replacingOccurrences(of: old, with: new).write(to: file, atomically: true, encoding: .utf8)
            }
            let cases: [(String, (URL) throws -> Void)] = [
                ("update tts", { try rewrite($0, "\"formatVersion\": 1", "\"formatVersion\": 99") }),
                ("truncated", { pack in
                    let file = pack.appending(path: "acoustic.safetensors")
                    try Data(contentsOf: file).prefix(6000).write(to: file)
                }),
                ("truncated", { pack in
                    let file = pack.appending(path: "pitch-refiner.safetensors")
                    try Data(contentsOf: file).dropLast(100).write(to: file)
                }),
                ("lacks", { try FileManager.default.removeItem(at: $0.appending(path: "pitch-refiner.safetensors")) }),
                ("dilat", { try rewrite($0, "\"dilations\"", "\"dilatations\"") }),
                ("shape", { try rewrite($0, "\"decoderHidden\": 8", "\"decoderHidden\": 16") }),
                ("lacks", { try FileManager.default.removeItem(at: $0.appending(path: "vocoder.safetensors")) }),
                ("cut short", { pack in
                    let file = pack.appending(path: "voice.json")
                    try Data(contentsOf: file).prefix(300).write(to: file)
                }),
                ("plain file name", { try rewrite($0, "acoustic.safetensors", "../acoustic.safetensors") }),
            ]
            for (message, change) in cases {
                let path = try pack("x", change)
                defer { try? FileManager.default.removeItem(atPath: path) }
                let outcome = try runner.run("say", "Hi.", "-o", "a.wav", environment: ["TTS_VOICES": path])
                expect(outcome, code: 78, says: message, in: runner)
            }
        }
    }

    @Test func interruptionLeavesNothingBehind() throws {
        try inFolder { runner in
            let text = String(repeating: "This is a long text that takes a while. ", count: 5000)
            let (process, streams) = try runner.start(
                ["say", "-o", "a.wav", "--timings", "a.srt"], input: Data(text.utf8), output: .nullDevice)
            defer { try? FileManager.default.removeItem(at: streams) }
            while runner.files.count < 2, process.isRunning { usleep(20_000) }
            #expect(runner.files.count == 2 && !runner.files.contains("a.wav"))
            process.interrupt()
            process.waitUntilExit()
            #expect(process.terminationReason == .uncaughtSignal && process.terminationStatus == SIGINT)
            #expect(runner.files.isEmpty)
        }
    }

    @Test func anOlderFileSurvivesAFailure() throws {
        try inFolder { runner in
            try runner.write("a.wav", "precious")
            #expect(try runner.run("say", "--phonemes", "-o", "a.wav", input: Data("həlˈO.\nh3.\n".utf8)).code == 65)
            #expect(try runner.text("a.wav") == "precious")
            #expect(runner.files == ["a.wav"])
        }
    }
}

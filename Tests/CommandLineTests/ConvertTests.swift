import Foundation
import Testing

/// Sounds as 16-bit WAV bytes.
enum Sounds {
    static func wav(_ samples: [Double], rate: Int, channels: Int = 1) -> Data {
        var bytes: [UInt8] = []
        func append(_ value: some FixedWidthInteger) { withUnsafeBytes(of: value.littleEndian) { bytes += Array($0) } }
        let size = 2 * samples.count * channels
        bytes += Array("RIFF".utf8)
        append(UInt32(36 + size))
        bytes += Array("WAVEfmt ".utf8)
        append(UInt32(16))
        append(UInt16(1))
        append(UInt16(channels))
        append(UInt32(rate))
        append(UInt32(rate * channels * 2))
        append(UInt16(2 * channels))
        append(UInt16(16))
        bytes += Array("data".utf8)
        append(UInt32(size))
        for sample in samples { for _ in 0..<channels { append(Int16(max(-32768, min(32767, (sample * 32767).rounded())))) } }
        return Data(bytes)
    }

    /// Syllables of a buzz around 120 Hz whose pitch moves as that of speech, with pauses between.
    static func babble(seconds: Double, rate: Int, gain: Double = 0.3) -> [Double] {
        var phase = 0.0
        return (0..<Int(seconds * Double(rate))).map { n in
            let t = Double(n) / Double(rate)
            phase += 120 * exp2(0.4 * sin(5 * t)) / Double(rate)
            let syllable = max(0, sin(2 * .pi * 2.5 * t))
            var sum = 0.0
            for k in 1...12 where 120 * Double(k) < 0.4 * Double(rate) { sum += sin(2 * .pi * Double(k) * phase) / Double(k) }
            return gain * syllable * sum
        }
    }

    static func noise(seconds: Double, rate: Int, gain: Double) -> [Double] {
        var state: UInt64 = 1
        return (0..<Int(seconds * Double(rate))).map { _ in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return gain * (Double(state >> 33) / Double(1 << 30) - 1)
        }
    }
}

@Suite struct ConvertTests {
    private func convert(_ samples: [Double], rate: Int = 16000, channels: Int = 1, _ options: String...) throws -> WAVSound {
        let runner = try CommandRunner()
        defer { runner.remove() }
        try runner.write("in.wav", Sounds.wav(samples, rate: rate, channels: channels))
        let (process, streams) = try runner.start(["convert", "in.wav", "-o", "out.wav"] + options, output: .nullDevice)
        process.waitUntilExit()
        defer { try? FileManager.default.removeItem(at: streams) }
        let errors = try String(contentsOf: streams.appending(path: "err"), encoding: .utf8)
        try #require(process.terminationStatus == 0 && process.terminationReason == .exit, "\(errors)")
        #expect(errors.isEmpty && runner.files == ["in.wav", "out.wav"])
        return try WAVSound(runner.data("out.wav"))
    }

    @Test(arguments: [(16000, 1), (8000, 1), (192_000, 1), (44100, 2), (24000, 8)])
    func theResultIsAsLongAsTheRecordingWhateverItsRateAndChannels(rate: Int, channels: Int) throws {
        let sound = try convert(Sounds.babble(seconds: 1.51, rate: rate), rate: rate, channels: channels)
        #expect(sound.sampleRate == 24000)
        #expect(sound.samples.count == (Int(1.51 * Double(rate)) * 24000 + rate - 1) / rate)
        #expect(sound.loudness > 1)
    }

    @Test func silenceStaysSilence() throws {
        #expect(try convert([Double](repeating: 0, count: 32000)).samples.allSatisfy { $0 == 0 })
        // Pauses without any sound are without any sound after; what is around them is not.
        let babble = Sounds.babble(seconds: 1.2, rate: 16000)
        let sound = try convert(babble + [Double](repeating: 0, count: 16000) + babble)
        #expect(sound.samples[30000..<52000].allSatisfy { $0 == 0 })
        #expect(sound.samples[..<28000].contains { $0 != 0 } && sound.samples[53000...].contains { $0 != 0 })
    }

    @Test func noiseClippingAndClicksGiveASensibleResult() throws {
        let loud = Sounds.babble(seconds: 1, rate: 16000, gain: 20)
        for samples in [Sounds.noise(seconds: 1, rate: 16000, gain: 0.5), Sounds.noise(seconds: 1, rate: 16000, gain: 0.001), loud, [1.0], [1, -1, 1]] {
            let sound = try convert(samples)
            #expect(sound.samples.count == samples.count * 3 / 2 || samples.count < 10)
            #expect(sound.samples.allSatisfy { abs(Int($0)) < 32767 })
        }
    }

    @Test func inputThatIsNoRecordingIsOneLine() throws {
        try inFolder { runner in
            try runner.write("text.wav", "This is a text and no sound.\n")
            try runner.write("empty.wav", Data())
            try runner.write("none.wav", Sounds.wav([], rate: 16000))
            try runner.write("header.wav", Sounds.wav([0.1], rate: 16000).prefix(20))
            let before = runner.files
            for (name, code, says) in [
                ("text.wav", 65, "not a sound file"), ("empty.wav", 65, "not a sound file"), ("none.wav", 65, "holds no sound"),
                ("header.wav", 65, "header.wav"), ("missing.wav", 66, "No such file"), (".", 64, "--output-dir"),
            ] as [(String, Int32, String)] {
                let outcome = try runner.run("convert", name, "-o", "out.wav")
                #expect(outcome.code == code && outcome.errorLines.count == 1 && outcome.errors.contains(says), "\(name): \(outcome.errors)")
                #expect(runner.files == before)
            }
        }
    }

    @Test func aTruncatedFileIsConvertedAsFarAsItGoes() throws {
        try inFolder { runner in
            let whole = Sounds.wav(Sounds.babble(seconds: 2, rate: 16000), rate: 16000)
            try runner.write("cut.wav", whole.prefix(44 + 32001))
            #expect(try runner.run("convert", "cut.wav", "-o", "cut-out.wav").code == 0)
            #expect(abs(try WAVSound(runner.data("cut-out.wav")).duration - 1) < 0.01)
            // FLAC says how long it should be.
            #expect(try runner.run("convert", "cut.wav", "-o", "whole.flac").code == 0)
            let flac = try runner.data("whole.flac")
            try runner.write("cut.flac", flac.prefix(flac.count / 2))
            let outcome = try runner.run("convert", "cut.flac", "-o", "flac-out.wav")
            #expect(outcome.code == 0 && outcome.errorLines.count == 1 && outcome.errors.contains("is damaged"), "\(outcome.errors)")
            #expect(try runner.run("convert", "cut.flac", "-o", "flac-out.wav", "--quiet").errors.isEmpty)
        }
    }

    @Test func pipesInAndOut() throws {
        try inFolder { runner in
            let wav = Sounds.wav(Sounds.babble(seconds: 1, rate: 16000), rate: 16000)
            try runner.write("in.wav", wav)
            #expect(try runner.run("convert", "in.wav", "-o", "out.wav").code == 0)
            let piped = try runner.run("convert", "-", "-o", "-", input: wav)
            #expect(piped.code == 0 && piped.errors.isEmpty)
            let (there, here) = try (WAVSound(piped.output).samples, WAVSound(runner.data("out.wav")).samples)
            // The two writers may round a half differently.
            #expect(there.count == here.count && zip(there, here).allSatisfy { abs(Int($0) - Int($1)) <= 1 })
            // Not a terminal: standard output is taken without being named.
            #expect(try runner.run("convert", "in.wav").output == piped.output)
        }
    }

    @Test func sameSeedSameBytesAndOptionsMatter() throws {
        try inFolder { runner in
            try runner.write("in.wav", Sounds.wav(Sounds.babble(seconds: 1, rate: 16000), rate: 16000))
            try runner.write("like.wav", Sounds.wav(Sounds.babble(seconds: 5, rate: 16000), rate: 16000))
            func bytes(_ options: String...) throws -> Data {
                let (process, streams) = try runner.start(["convert", "in.wav", "-o", "out.wav"] + options, output: .nullDevice)
                process.waitUntilExit()
                defer { try? FileManager.default.removeItem(at: streams) }
                try #require(process.terminationStatus == 0, "\((try? String(contentsOf: streams.appending(path: "err"), encoding: .utf8)) ?? "")")
                return try runner.data("out.wav")
            }
            let plain = try bytes()
            #expect(try bytes() == plain)
            #expect(try bytes("--voice", "hush", "--pitch", "auto", "--strength", "1") == plain)
            let others = [
                try bytes("--seed", "1"), try bytes("--voice", "lull"), try bytes("--pitch", "keep"), try bytes("--pitch", "-3.5"),
                try bytes("--formant", "2"), try bytes("--strength", "0.5"), try bytes("--refine-steps", "2"), try bytes("--like", "like.wav"), try bytes("--voice", "hush,lull"),
            ]
            for (index, other) in others.enumerated() { #expect(other != plain, "\(index)") }
            // From 120 Hz to the voice's 200 is less than an octave and more than half of one.
            #expect(try bytes("--singing") == bytes("--pitch", "12"))
        }
    }

    @Test func foldersBecomeFolders() throws {
        try inFolder { runner in
            let folder = runner.folder.appending(path: "in")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            let sound = Sounds.wav(Sounds.babble(seconds: 0.5, rate: 16000), rate: 16000)
            for name in ["in/b.wav", "in/a.WAV", "in/.hidden.wav"] { try runner.write(name, sound) }
            try runner.write("in/notes.txt", "not a sound")
            let outcome = try runner.run("convert", "in", "--output-dir", "out")
            #expect(outcome.code == 0 && outcome.errors.contains("2 converted, 0 failed"), "\(outcome.errors)")
            let made = try FileManager.default.contentsOfDirectory(atPath: runner.path("out")).sorted()
            #expect(made == ["a.wav", "b.wav"])
            // A bad one is named, and the rest is converted.
            try runner.write("in/c.wav", "no sound")
            let mixed = try runner.run("convert", "in/c.wav", "in/b.wav", "--output-dir", "mixed", "--format", "flac")
            #expect(mixed.code == 65 && mixed.errors.contains("in/c.wav") && mixed.errors.contains("1 converted, 1 failed"))
            #expect(try FileManager.default.contentsOfDirectory(atPath: runner.path("mixed")) == ["b.flac"])
        }
    }

    @Test func namesThatCollideAreRefused() throws {
        try inFolder { runner in
            for folder in ["a", "b", "none"] { try FileManager.default.createDirectory(at: runner.folder.appending(path: folder), withIntermediateDirectories: true) }
            let sound = Sounds.wav([0.1, 0.2], rate: 16000)
            for name in ["a/x.wav", "b/x.wav"] { try runner.write(name, sound) }
            for (arguments, code, says) in [
                (["a", "b", "--output-dir", "out"], 64, "both become"), (["a", "--output-dir", "a"], 64, "overwritten"),
                (["none", "--output-dir", "out"], 65, "no sound file"), (["a/x.wav", "b/x.wav", "-o", "c.wav"], 64, "--output-dir"),
            ] as [([String], Int32, String)] {
                let (process, streams) = try runner.start(["convert"] + arguments, output: .nullDevice)
                process.waitUntilExit()
                defer { try? FileManager.default.removeItem(at: streams) }
                let errors = try String(contentsOf: streams.appending(path: "err"), encoding: .utf8)
                #expect(process.terminationStatus == code && errors.contains(says), "\(errors)")
                #expect(runner.files == ["a", "b", "none"])
            }
        }
    }

    @Test(arguments: [
        (["--pitch", "high"], 64), (["--pitch", "37"], 64), (["--pitch", "nan"], 64), (["--formant", "13"], 64), (["--strength", "1.5"], 64),
        (["--refine-steps", "-1"], 64), (["--voice", "hsuh"], 64), (["--voice", "hush", "--like", "in.wav"], 64), (["--like", "none.wav"], 66),
        (["--like", "short.wav"], 65), (["--output-dir", "out"], 64),
    ] as [([String], Int32)])
    func optionsThatMakeNoSense(options: [String], code: Int32) throws {
        try inFolder { runner in
            try runner.write("in.wav", Sounds.wav(Sounds.babble(seconds: 0.2, rate: 16000), rate: 16000))
            try runner.write("short.wav", Sounds.wav([0.1], rate: 16000))
            let (process, streams) = try runner.start(["convert", "in.wav", "-o", "out.wav"] + options, output: .nullDevice)
            process.waitUntilExit()
            defer { try? FileManager.default.removeItem(at: streams) }
            #expect(process.terminationStatus == code && process.terminationReason == .exit && runner.files == ["in.wav", "short.wav"])
        }
    }

    @Test func brokenConversionPacks() throws {
        try inFolder { runner in
            try runner.write("in.wav", Sounds.wav(Sounds.babble(seconds: 0.2, rate: 16000), rate: 16000))
            func rewrite(_ old: String, _ new: String) -> (URL) throws -> Void {
                { pack in
                    let file = pack.appending(path: "conversion.json")
                    let text = try String(contentsOf: file, encoding: .utf8)
                    try #require(text.contains(old))
                    try text.replacingOccurrences(of: old, with: new).write(to: file, atomically: true, encoding: .utf8)
                }
            }
            let cases: [(String, Int32, (URL) throws -> Void)] = [
                ("update tts", 78, rewrite("\"formatVersion\": 1", "\"formatVersion\": 9")),
                ("do not fit", 78, rewrite("\"contentFramesPerMelFrame\": 0.625", "\"contentFramesPerMelFrame\": 0.5")),
                ("shape", 78, rewrite("\"bottleneckHidden\": 8", "\"bottleneckHidden\": 9")),
                ("plain file name", 78, rewrite("\"converter.safetensors\"", "\"../converter.safetensors\"")),
                ("does not know the voice", 64, rewrite("\"voicePack\": \"silent\"", "\"voicePack\": \"other\"")),
                ("another mel", 64, rewrite("\"window\": 1200", "\"window\": 1000")),
                ("lacks", 78, { try FileManager.default.removeItem(at: $0.appending(path: "speaker-encoder.safetensors")) }),
                ("truncated", 78, { pack in
                    let file = pack.appending(path: "content-encoder.safetensors")
                    try Data(contentsOf: file).prefix(4000).write(to: file)
                }),
            ]
            for (message, code, change) in cases {
                let pack = FileManager.default.temporaryDirectory.appending(path: "tts-pack-\(UUID().uuidString)")
                try FileManager.default.copyItem(at: CommandRunner.silent, to: pack)
                defer { try? FileManager.default.removeItem(at: pack) }
                try change(pack)
                let outcome = try runner.run("convert", "in.wav", "-o", "out.wav", environment: ["TTS_VOICES": pack.path])
                #expect(outcome.code == code && outcome.errorLines.count == 1 && outcome.errors.contains(message), "\(outcome.errors)")
                #expect(runner.files == ["in.wav"])
            }
        }
    }
}

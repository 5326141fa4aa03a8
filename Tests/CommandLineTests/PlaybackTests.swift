import Foundation
import Testing

/// Playing, with players that write down what they are given.
@Suite struct PlaybackTests {
    /// Runs `tts say` on a terminal of its own (by `script`), with only these players installed.
    private func say(_ text: String, players: [String: String]) throws -> (code: Int32, screen: String, played: [String]) {
        let runner = try CommandRunner()
        defer { runner.remove() }
        for (name, program) in players {
            try runner.write(name, "#!/bin/sh\n\(program)\n")
            try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: runner.path(name))
        }
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/script")
        process.arguments = ["-qec", "\(CommandRunner.binary.path) say '\(text)' --quiet", "/dev/null"]
        process.environment = [
            "PATH": runner.folder.path, "LOG": runner.path("log"), "TTS_VOICES": CommandRunner.silent.path, "TMPDIR": runner.folder.path,
            "SHELL": "/bin/sh",
        ]
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardInput = FileHandle.nullDevice
        try process.run()
        let screen = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        let played = ((try? runner.text("log")) ?? "").split(separator: "\n").map(String.init)
        #expect(runner.files.filter { $0.hasSuffix(".wav") }.isEmpty)
        return (process.terminationStatus, screen, played)
    }

    /// Writes the player's name and the first bytes of the last argument into the log.
    private static let notes = "for last; do :; done; read -r head < \"$last\"; echo \"${0##*/} ${head%%WAVE*}\" >> \"$LOG\""

    @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/script")))
    func playsSentenceBySentenceWithTheFirstPlayer() throws {
        let both = try say("Hello there. It is late.", players: ["aplay": Self.notes, "paplay": Self.notes])
        #expect(both.code == 0 && both.played.count == 2, "\(both.screen)")
        #expect(both.played.allSatisfy { $0.hasPrefix("paplay RIFF") })
        #expect(try say("Hello.", players: ["pw-play": Self.notes, "aplay": Self.notes]).played.map { $0.prefix(7) } == ["pw-play"])
    }

    @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/script")))
    func aPlayerThatFailsHandsOver() throws {
        let outcome = try say("Hello.", players: ["pw-play": "exit 1", "aplay": Self.notes])
        #expect(outcome.code == 0 && outcome.played.map { $0.prefix(5) } == ["aplay"])
        let none = try say("Hello.", players: ["pw-play": "exit 1"])
        #expect(none.code == 69 && none.screen.contains("pw-play"))
    }

    @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/script")))
    func withoutAPlayerItSaysWhatToDo() throws {
        let outcome = try say("Hello.", players: [:])
        #expect(outcome.code == 69 && outcome.screen.contains("alsa-utils") && outcome.screen.contains("-o FILE"))
    }
}

import AudioFiles
import Foundation
import SpeechData

/// Plays sentences one after another through the first player that works, while the next sentence is being made.
final class PlayerSink: AudioSink {
    private static let players = [("pw-play", []), ("paplay", []), ("aplay", ["-q"])]
    /// Seconds after which even an unfinished sentence is played.
    private static let longestWait = 20

    private let sampleRate: Int
    private let interruption: Interruption
    private let folder: String
    /// Players still to be tried; the first is the one in use.
    private var commands: [(name: String, path: String, arguments: [String])]
    private var pending: [Float] = []
    private var playing: (process: Process, file: String)?

    /// Throws `.unavailable` where no player is installed.
    init(sampleRate: Int, interruption: Interruption, environment: [String: String] = ProcessInfo.processInfo.environment) throws {
        self.sampleRate = sampleRate
        self.interruption = interruption
        folder = FileManager.default.temporaryDirectory.path
        let folders = (environment["PATH"] ?? "/usr/bin:/bin").split(separator: ":")
        commands = Self.players.compactMap { name, arguments in
            folders.map { "\($0)/\(name)" }.first { FileManager.default.isExecutableFile(atPath: $0) }.map { (name, $0, arguments) }
        }
        guard !commands.isEmpty else {
            throw SpeechError(
                .unavailable, "there is no player: none of \(Self.players.map(\.0).joined(separator: ", ")) is installed",
                remedy: "install pipewire-bin, pulseaudio-utils or alsa-utils, or write a file with -o FILE")
        }
    }

    func append(_ samples: [Float], endsSentence: Bool) throws {
        pending += samples
        if endsSentence || pending.count > Self.longestWait * sampleRate { try play() }
    }

    func finish() throws {
        try play()
        try wait()
    }

    private func play() throws {
        guard !pending.isEmpty else { return }
        let file = "\(folder)/tts-\(getpid())-\(UInt32.random(in: 0 ... .max)).wav"
        let writer = try AudioFileWriter(path: file, sampleRate: sampleRate)
        if let temporary = writer.temporaryPath { interruption.remove(temporary) }
        interruption.remove(file)
        try writer.append(pending)
        try writer.finish()
        pending.removeAll(keepingCapacity: true)
        try wait()
        playing = (try start(file), file)
    }

    private func start(_ file: String) throws -> Process {
        let command = commands[0]
        let process = Process()
        process.executableURL = URL(filePath: command.path)
        process.arguments = command.arguments + [file]
        process.standardInput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        do { try process.run() } catch {
            throw SpeechError(.unavailable, "'\(command.path)' cannot be started: \(error.localizedDescription)", remedy: "write a file with -o FILE")
        }
        interruption.stop(child: process.processIdentifier)
        return process
    }

    /// Waits for the sentence that is playing. A player that fails hands over to the next one.
    private func wait() throws {
        while let (process, file) = playing {
            process.waitUntilExit()
            interruption.release(child: process.processIdentifier)
            if process.terminationStatus == 0 {
                playing = nil
                interruption.keep(file) { _ = unlink(file) }
                return
            }
            let failed = commands.removeFirst()
            guard !commands.isEmpty else {
                interruption.keep(file) { _ = unlink(file) }
                throw SpeechError(
                    .unavailable, "'\(failed.name)' cannot play (exit code \(process.terminationStatus))",
                    remedy: "check the sound device, or write a file with -o FILE")
            }
            playing = (try start(file), file)
        }
    }
}

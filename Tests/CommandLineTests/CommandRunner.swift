import Foundation
import Testing

/// The built `tts`, run as a user runs it, in a folder of its own with the voice pack `silent`.
struct CommandRunner {
    struct Outcome {
        var code: Int32
        var signal: Int32?
        var output: Data
        var errors: String
        var text: String { String(decoding: output, as: UTF8.self) }
        var errorLines: [Substring] { errors.split(separator: "\n") }
    }

    private final class BundleMarker {}

    static let repository = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    static let silent = repository.appending(path: "Voices/silent")

    let folder: URL

    /// Makes an empty folder, which `remove` takes away.
    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "tts-tests-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    func remove() { try? FileManager.default.removeItem(at: folder) }

    /// The command lies beside the test bundle.
    static var binary: URL {
        #if os(macOS)
        Bundle(for: BundleMarker.self).bundleURL.deletingLastPathComponent().appending(path: "tts")
        #else
        Bundle.main.executableURL!.deletingLastPathComponent().appending(path: "tts")
        #endif
    }

    func path(_ name: String) -> String { folder.appending(path: name).path }
    func data(_ name: String) throws -> Data { try Data(contentsOf: folder.appending(path: name)) }
    func text(_ name: String) throws -> String { String(decoding: try data(name), as: UTF8.self) }
    func write(_ name: String, _ bytes: Data) throws { try bytes.write(to: folder.appending(path: name)) }
    func write(_ name: String, _ text: String) throws { try write(name, Data(text.utf8)) }
    var files: [String] { ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []).sorted() }

    /// Starts the command with its streams in files of a folder beside `folder`.
    func start(_ arguments: [String], input: Data = Data(), environment: [String: String] = [:], output: FileHandle) throws -> (Process, URL) {
        let process = Process()
        process.executableURL = Self.binary
        process.arguments = arguments
        process.currentDirectoryURL = folder
        let base = ["PATH": "/usr/bin:/bin", "HOME": folder.path, "TTS_VOICES": Self.silent.path, "TMPDIR": folder.path]
        process.environment = base.merging(environment) { $1 }
        let streams = FileManager.default.temporaryDirectory.appending(path: "tts-streams-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: streams, withIntermediateDirectories: true)
        try input.write(to: streams.appending(path: "in"))
        try Data().write(to: streams.appending(path: "err"))
        process.standardInput = try FileHandle(forReadingFrom: streams.appending(path: "in"))
        process.standardError = try FileHandle(forWritingTo: streams.appending(path: "err"))
        process.standardOutput = output
        try process.run()
        return (process, streams)
    }

    /// Runs the command to its end.
    func run(_ arguments: String..., input: Data = Data(), environment: [String: String] = [:]) throws -> Outcome {
        try run(arguments, input: input, environment: environment)
    }

    func run(_ arguments: [String], input: Data = Data(), environment: [String: String] = [:]) throws -> Outcome {
        let file = FileManager.default.temporaryDirectory.appending(path: "tts-output-\(UUID().uuidString)")
        try Data().write(to: file)
        let (process, streams) = try start(arguments, input: input, environment: environment, output: FileHandle(forWritingTo: file))
        process.waitUntilExit()
        defer { for url in [file, streams] { try? FileManager.default.removeItem(at: url) } }
        return Outcome(
            code: process.terminationStatus, signal: process.terminationReason == .uncaughtSignal ? process.terminationStatus : nil,
            output: try Data(contentsOf: file), errors: String(decoding: try Data(contentsOf: streams.appending(path: "err")), as: UTF8.self))
    }
}

/// Runs `body` in a fresh folder.
func inFolder(_ body: (CommandRunner) throws -> Void) throws {
    let runner = try CommandRunner()
    defer { runner.remove() }
    try body(runner)
}

/// A 16-bit mono WAV file, as far as the tests look at it.
struct WAVSound {
    var sampleRate: Int
    var samples: [Int16]
    var duration: Double { Double(samples.count) / Double(sampleRate) }
    var loudness: Double { (samples.reduce(0.0) { $0 + Double($1) * Double($1) } / Double(max(samples.count, 1))).squareRoot() }

    init(_ data: Data) throws {
        let bytes = [UInt8](data)
        try #require(bytes.count >= 44 && bytes.starts(with: Array("RIFF".utf8)) && Array(bytes[8..<12]) == Array("WAVE".utf8))
        func number(_ at: Int, _ size: Int) -> Int { (0..<size).reduce(0) { $0 | Int(bytes[at + $1]) << (8 * $1) } }
        sampleRate = number(24, 4)
        var chunk = 12
        while chunk + 8 <= bytes.count, Array(bytes[chunk..<chunk + 4]) != Array("data".utf8) { chunk += 8 + number(chunk + 4, 4) }
        let start = min(chunk + 8, bytes.count)
        samples = stride(from: start, to: bytes.count - 1, by: 2).map { Int16(truncatingIfNeeded: number($0, 2)) }
    }
}

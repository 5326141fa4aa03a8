import ArgumentParser
import Foundation
import SpeechData

/// Where the text comes from: the arguments, a file or standard input.
struct TextOptions: ParsableArguments {
    @Argument(help: "What to say. Without it and without --file, standard input is read.")
    var text: [String] = []

    @Option(name: [.short, .long], help: ArgumentHelp("Read the text from this file; - is standard input.", valueName: "file"), completion: .file())
    var file: String?

    func validate() throws {
        if file != nil, !text.isEmpty { throw ValidationError("Give either TEXT or --file, not both.") }
    }

    /// The whole text. Throws `.unreadable` for a file that cannot be read, `.malformedInput` for bytes that are not UTF-8.
    func read() throws -> String {
        guard text.isEmpty else { return text.joined(separator: " ") }
        return try InputFile(file ?? "-").text()
    }

    /// Calls `body` with each line, as soon as it has been read.
    func forEachLine(_ body: (String) throws -> Void) throws {
        if !text.isEmpty {
            let lines = text.joined(separator: " ").split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
            return try lines.forEach { try body(String($0)) }
        }
        let input = InputFile(file ?? "-")
        var number = 0
        try input.forEachLine { bytes in
            number += 1
            try body(input.decoded(bytes, place: { "line \(number)" }))
        }
    }
}

/// A file or, as `-`, standard input, read as bytes.
struct InputFile {
    let path: String

    init(_ path: String) { self.path = path }

    var name: String { path == "-" ? "standard input" : "'\(path)'" }

    /// All of it. A byte order mark at the start is dropped.
    func text() throws -> String {
        var bytes: [UInt8] = []
        try forEachBlock { bytes += $0 }
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes.removeFirst(3) }
        return try decoded(bytes[...]) { "byte \(Self.firstFault(in: bytes) + 1)" }
    }

    /// Lines without their ends (`\n` or `\r\n`); a last line without an end counts, an empty one does not.
    func forEachLine(_ body: (ArraySlice<UInt8>) throws -> Void) throws {
        var rest: [UInt8] = []
        try forEachBlock { block in
            rest += block
            guard block.contains(0x0A) else { return }
            var start = rest.startIndex
            while let end = rest[start...].firstIndex(of: 0x0A) {
                let line = rest[start..<end]
                try body(line.last == 0x0D ? line.dropLast() : line)
                start = end + 1
            }
            rest.removeSubrange(..<start)
        }
        if !rest.isEmpty { try body(rest[...]) }
    }

    /// UTF-8 as text. Throws `.malformedInput` that names the `place`.
    func decoded(_ bytes: ArraySlice<UInt8>, place: () -> String) throws(SpeechError) -> String {
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw SpeechError(.malformedInput, "\(name) is not UTF-8 at \(place())", remedy: "convert it, for example with iconv -t UTF-8")
        }
        return text
    }

    private func forEachBlock(_ body: ([UInt8]) throws -> Void) throws {
        let descriptor = path == "-" ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC)
        defer { if path != "-", descriptor >= 0 { close(descriptor) } }
        guard descriptor >= 0 else { throw unreadable() }
        if path == "-", isatty(STDIN_FILENO) == 1 { StandardError.line("tts: reading from the terminal; end with Ctrl-D") }
        var block = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = read(descriptor, &block, block.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw unreadable() }
            if count == 0 { return }
            try body(Array(block[..<count]))
        }
    }

    private func unreadable() -> SpeechError {
        SpeechError(.unreadable, "\(name) cannot be read: \(String(cString: strerror(errno)))", remedy: "check its name and permissions")
    }

    /// Offset of the first byte that is not UTF-8.
    private static func firstFault(in bytes: [UInt8]) -> Int {
        var decoder = UTF8()
        var iterator = bytes.makeIterator()
        var offset = 0
        while case .scalarValue(let scalar) = decoder.decode(&iterator) { offset += UTF8.width(scalar) }
        return offset
    }
}

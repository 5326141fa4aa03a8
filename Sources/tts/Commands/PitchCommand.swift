import ArgumentParser
import AudioFiles
import Foundation
import SignalProcessing
import SpeechData

struct PitchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pitch",
        abstract: "Print the pitch of a recording, frame by frame.",
        discussion: """
            Columns: seconds, F0 in hertz (0 where unvoiced), and how likely the frame is voiced. Memory stays constant however \
            long the recording is.

            Examples:
              tts pitch song.flac -o f0.csv
              tts pitch song.flac --format json
              tts say "Hello." -o - | tts pitch -
            """)

    enum Format: String, ExpressibleByArgument, CaseIterable { case csv, json }

    @Argument(help: "A sound file of any kind and rate; - is standard input.") var recording: String
    @Option(name: .shortAndLong, help: "A .csv or .json file; - is standard output.") var output = "-"
    @Option(help: "csv or json, where the output's suffix does not say.") var format: Format?
    @Option(help: "Lowest F0 that is looked for, in hertz.") var floor = 60.0
    @Option(help: "Highest F0 that is looked for, in hertz.") var ceiling = 1000.0
    @Option(help: "Milliseconds from frame to frame.") var interval = 12.5
    @Flag(help: ArgumentHelp("Print what the voicing classifier hears of each frame instead.", visibility: .hidden)) var features = false

    func validate() throws {
        guard floor >= 20, floor < ceiling, ceiling <= 2000 else {
            throw ValidationError("the range from \(floor) to \(ceiling) Hz cannot be searched: 20 <= floor < ceiling <= 2000")
        }
        guard interval >= 1, interval <= 1000 else {
            throw ValidationError("an interval of \(interval) ms is not between 1 and 1000")
        }
    }

    func run() throws {
        let chosen = try chosenFormat()
        let reader = try recording == "-"
            ? AudioFileReader(fileDescriptor: STDIN_FILENO, name: "standard input") : AudioFileReader(path: recording)
        let interruption = Interruption()
        let writer = try output == "-" ? nil : TextFileWriter(path: output, interruption: interruption)
        func write(_ text: String) throws {
            if text.isEmpty { return }
            guard let writer else { return try StandardOutput.line(String(text.dropLast())) }
            try writer.append(text)
        }
        let tracker = PitchEstimator(floor: floor, ceiling: ceiling)
            .tracker(sampleRate: reader.sampleRate, framesPerSecond: 1000 / interval)
        var heard: [[Double]] = []
        if features { tracker.voicingObserver = { heard.append($0) } }
        var rows = PitchRows(format: chosen, interval: interval / 1000)
        func text(_ frames: [PitchFrame]) -> String {
            defer { heard = [] }
            return features ? heard.map { $0.map { fixed($0, 5) }.joined(separator: ",") + "\n" }.joined() : rows.append(frames)
        }
        while case let block = try reader.read(frames: 65536), !block.isEmpty {
            try write(text(tracker.process(block)))
        }
        try write(text(tracker.finish()) + (features ? "" : rows.finish()))
        try writer?.finish()
    }

    private func chosenFormat() throws -> Format {
        if let format { return format }
        if output == "-" { return .csv }
        guard let known = Format(rawValue: URL(filePath: output).pathExtension.lowercased()) else {
            throw SpeechError(
                .usage, "pitch is not written as '\(output)'", remedy: "end the name in .csv or .json, or give --format")
        }
        return known
    }
}

/// The lines of a table of pitch, made piece by piece; each piece ends a line.
private struct PitchRows {
    let format: PitchCommand.Format
    /// Seconds.
    let interval: Double
    private var count = 0
    private var isOpen = false
    /// JSON's last row, whose comma is known only with the next.
    private var pending: String?

    init(format: PitchCommand.Format, interval: Double) {
        self.format = format
        self.interval = interval
    }

    mutating func append(_ frames: [PitchFrame]) -> String {
        var text = start()
        for frame in frames {
            let time = fixed(Double(count) * interval, 4)
            let (f0, voicing) = (fixed(Double(frame.f0 ?? 0), 2), fixed(Double(frame.voicingProbability), 3))
            count += 1
            guard format == .json else {
                text += "\(time),\(f0),\(voicing)\n"
                continue
            }
            if let pending { text += pending + ",\n" }
            pending = "{\"time\": \(time), \"f0\": \(f0), \"voicing\": \(voicing)}"
        }
        return text
    }

    mutating func finish() -> String {
        let text = start()
        return format == .csv ? text : text + (pending.map { $0 + "\n" } ?? "") + "]\n"
    }

    private mutating func start() -> String {
        defer { isOpen = true }
        return isOpen ? "" : format == .csv ? "time,f0,voicing\n" : "[\n"
    }
}

private func fixed(_ value: Double, _ digits: Int) -> String { String(format: "%.\(digits)f", value) }

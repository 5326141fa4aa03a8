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

    func validate() throws {
        guard floor >= 20, floor < ceiling, ceiling <= 2000 else {
            throw ValidationError("the range from \(floor) to \(ceiling) Hz cannot be searched: 20 <= floor < ceiling <= 2000")
        }
        guard interval >= 1, interval <= 1000 else { throw ValidationError("an interval of \(interval) ms is not between 1 and 1000") }
    }

    func run() throws {
        let chosen = try chosenFormat()
        let reader = try recording == "-" ? AudioFileReader(fileDescriptor: STDIN_FILENO, name: "standard input") : AudioFileReader(path: recording)
        let interruption = Interruption()
        let writer = try output == "-" ? nil : TextFileWriter(path: output, interruption: interruption)
        func write(_ text: String) throws {
            guard let writer else { return try StandardOutput.line(String(text.dropLast())) }
            try writer.append(text)
        }
        let tracker = PitchEstimator(floor: floor, ceiling: ceiling).tracker(sampleRate: reader.sampleRate, framesPerSecond: 1000 / interval)
        var count = 0
        func rows(_ frames: [PitchFrame]) -> String {
            var text = ""
            for frame in frames {
                let (time, f0, voicing) = (number(Double(count) * interval / 1000, 4), number(Double(frame.f0 ?? 0), 2), number(Double(frame.voicingProbability), 3))
                text += chosen == .csv ? "\(time),\(f0),\(voicing)\n" : "\(count == 0 ? "" : ",\n"){\"time\": \(time), \"f0\": \(f0), \"voicing\": \(voicing)}"
                count += 1
            }
            return text
        }
        var text = chosen == .csv ? "time,f0,voicing\n" : "[\n"
        while case let block = try reader.read(frames: 65536), !block.isEmpty {
            text += rows(tracker.process(block))
            // Up to the last line's end, where the next write goes on.
            guard let end = text.lastIndex(of: "\n") else { continue }
            try write(String(text[...end]))
            text = String(text[text.index(after: end)...])
        }
        text += rows(tracker.finish())
        try write(text + (chosen == .csv ? "" : "\n]\n"))
        try writer?.finish()
    }

    private func number(_ value: Double, _ digits: Int) -> String { String(format: "%.\(digits)f", value) }

    private func chosenFormat() throws -> Format {
        if let format { return format }
        if output == "-" { return .csv }
        guard let known = Format(rawValue: URL(filePath: output).pathExtension.lowercased()) else {
            throw SpeechError(.usage, "pitch is not written as '\(output)'", remedy: "end the name in .csv or .json, or give --format")
        }
        return known
    }
}

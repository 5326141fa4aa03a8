import AudioFiles
import Foundation
import SpeechData

/// Where speech goes, chunk after chunk.
protocol AudioSink {
    /// - Parameter endsSentence: whether a sentence is complete with these samples.
    func append(_ samples: [Float], endsSentence: Bool) throws
    func finish() throws
}

/// A sound file, under its name only when it is whole.
final class FileSink: AudioSink {
    private let writer: AudioFileWriter
    private let interruption: Interruption

    init(path: String, sampleRate: Int, interruption: Interruption) throws {
        writer = try AudioFileWriter(path: path, sampleRate: sampleRate)
        self.interruption = interruption
        if let temporary = writer.temporaryPath { interruption.remove(temporary) }
    }

    func append(_ samples: [Float], endsSentence: Bool) throws { try writer.append(samples) }

    func finish() throws {
        guard let temporary = writer.temporaryPath else { return try writer.finish() }
        try interruption.keep(temporary) { () throws(SpeechError) in try writer.finish() }
    }
}

/// WAV on standard output, each chunk as soon as it is made.
final class PipeSink: AudioSink {
    private let writer: WAVStreamWriter

    init(sampleRate: Int) throws { writer = try WAVStreamWriter(fileDescriptor: STDOUT_FILENO, sampleRate: sampleRate) }

    func append(_ samples: [Float], endsSentence: Bool) throws { try writer.append(samples) }
    func finish() {}
}

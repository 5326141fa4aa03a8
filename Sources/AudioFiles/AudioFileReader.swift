private import CSndfile
private import Foundation
private import SignalProcessing
public import SpeechData

/// Reads a sound file of any format that libsndfile knows, block by block, mixed down to mono.
public final class AudioFileReader {
    /// For messages: the path, or what the caller called the stream.
    public let name: String
    /// Samples a second.
    public let sampleRate: Int
    public let channels: Int
    /// Samples of each channel, or nil where the file (a stream) does not say. A damaged file may hold fewer.
    public let frameCount: Int?
    private let file: OpaquePointer

    /// Opens the file at `path`.
    ///
    /// Throws `.unreadable` if it cannot be opened and `.malformedInput` if it holds no sound that libsndfile reads.
    public convenience init(path: String) throws(SpeechError) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw Self.unreadable(path, String(cString: strerror(errno))) }
        var status = stat()
        if fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFDIR {
            close(descriptor)
            throw Self.unreadable(path, "it is a folder")
        }
        try self.init(descriptor: descriptor, name: path, closes: true)
    }

    /// Reads from an open file or pipe (0 for standard input), which stays the caller's.
    public convenience init(fileDescriptor: Int32, name: String) throws(SpeechError) {
        try self.init(descriptor: fileDescriptor, name: name, closes: false)
    }

    private init(descriptor: Int32, name: String, closes: Bool) throws(SpeechError) {
        var info = SF_INFO()
        guard let file = sf_open_fd(descriptor, Int32(SFM_READ), &info, closes ? 1 : 0) else {
            let reason = String(cString: sf_strerror(nil))
            if closes { close(descriptor) }
            throw SpeechError(
                .malformedInput, "'\(name)' is not a sound file that can be read: \(reason)",
                remedy: "convert it to WAV, FLAC, Ogg, Opus or MP3")
        }
        guard (1...1024).contains(info.channels), (1000...768_000).contains(info.samplerate) else {
            sf_close(file)
            throw SpeechError(
                .malformedInput, "'\(name)' claims \(info.channels) channels at \(info.samplerate) Hz",
                remedy: "convert it to WAV at 8 to 192 kHz")
        }
        self.file = file
        self.name = name
        sampleRate = Int(info.samplerate)
        channels = Int(info.channels)
        frameCount = info.seekable != 0 && info.frames < Int64.max / 2 ? Int(info.frames) : nil
    }

    deinit { sf_close(file) }

    /// Up to `frames` samples, the mean of all channels; empty at the end.
    ///
    /// Throws `.malformedInput` if a sample is not a number.
    public func read(frames: Int) throws(SpeechError) -> [Float] {
        let wanted = max(1, min(frames, (1 << 20) / channels + 1))
        var interleaved = [Float](repeating: 0, count: wanted * channels)
        let count = Int(sf_readf_float(file, &interleaved, sf_count_t(wanted)))
        var mono = [Float](repeating: 0, count: max(0, count))
        for i in mono.indices {
            var sum: Float = 0
            for channel in 0..<channels { sum += interleaved[i * channels + channel] }
            mono[i] = sum / Float(channels)
        }
        guard mono.allSatisfy(\.isFinite) else {
            throw SpeechError(.malformedInput, "'\(name)' holds samples that are not numbers", remedy: "convert it to 16-bit WAV")
        }
        return mono
    }

    /// All that is left, at `sampleRate` samples a second or, without one, at the file's.
    ///
    /// Throws `.malformedInput` as `read` does.
    public func readAll(sampleRate target: Int? = nil) throws(SpeechError) -> Waveform {
        var resampler = target.flatMap { $0 == sampleRate ? nil : Resampler(from: sampleRate, to: $0) }
        var samples: [Float] = []
        while case let block = try read(frames: 65536), !block.isEmpty {
            samples += resampler?.process(block) ?? block
        }
        samples += resampler?.finish() ?? []
        return Waveform(sampleRate: target ?? sampleRate, samples: samples)
    }

    private static func unreadable(_ path: String, _ reason: String) -> SpeechError {
        SpeechError(.unreadable, "sound file '\(path)' cannot be read: \(reason)", remedy: "check its name and permissions")
    }
}

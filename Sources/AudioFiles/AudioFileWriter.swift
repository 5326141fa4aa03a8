private import CSndfile
private import Foundation
private import SignalProcessing
public import SpeechData

/// Writes a sound file, mono or of several channels, block by block in the format of its suffix.
///
/// Samples go to a temporary file in the same folder, which takes the file's name when `finish` succeeds; until then, and
/// on failure, `cancel` or release without `finish`, whatever was at the path before stays as it was.
public final class AudioFileWriter {
    public let path: String
    public let format: AudioFileFormat
    /// The file that is being written; nil where `path` is a device or pipe, which is written directly. A signal handler
    /// may unlink it.
    public let temporaryPath: String?
    /// 1, or 2: left and right.
    public let channels: Int
    private var file: OpaquePointer?
    /// One a channel; none where the format takes the rate as it is.
    private var resamplers: [Resampler] = []
    private let target: String

    /// Opens a temporary file beside `path` for sound of `sampleRate` samples a second.
    ///
    /// Opus and MP3 know few rates: other sound is resampled to the next one. Throws `.usage` for a suffix that cannot be
    /// written or a senseless rate, `.unwritable` if the folder does not let files be made.
    ///
    /// - Precondition: there are 1 or 2 channels.
    public init(path: String, sampleRate: Int, channels: Int = 1, encoding: AudioFileFormat.Encoding = .pcm16) throws(SpeechError) {
        precondition((1...2).contains(channels))
        self.path = path
        self.channels = channels
        format = try AudioFileFormat(path: path)
        guard (1...768_000).contains(sampleRate) else {
            throw SpeechError(.usage, "a sample rate of \(sampleRate) cannot be written")
        }
        // A link is followed, so that it is the file behind it that is replaced.
        target = Self.resolved(path)
        var status = stat()
        let isSpecial = stat(target, &status) == 0 && status.st_mode & S_IFMT != S_IFREG
        if isSpecial, status.st_mode & S_IFMT == S_IFDIR {
            throw SpeechError(.unwritable, "'\(path)' is a folder", remedy: "give the name of a file")
        }
        let parts = target.split(separator: "/", omittingEmptySubsequences: false)
        let folder = parts.dropLast().joined(separator: "/")
        let temporary = "\(folder)\(parts.count > 1 ? "/" : "").\(parts.last ?? "").\(getpid()).partial"
        temporaryPath = isSpecial ? nil : temporary
        let descriptor = open(isSpecial ? target : temporary, O_RDWR | O_CREAT | O_CLOEXEC | (isSpecial ? 0 : O_TRUNC), 0o666)
        guard descriptor >= 0 else { throw Self.unwritable(path, String(cString: strerror(errno))) }
        let rate = format.supportedRate(for: sampleRate)
        if rate != sampleRate { resamplers = (0..<channels).map { _ in Resampler(from: sampleRate, to: rate) } }
        var info = SF_INFO()
        info.samplerate = Int32(rate)
        info.channels = Int32(channels)
        info.format = format.code(encoding)
        file = sf_open_fd(descriptor, Int32(SFM_WRITE), &info, 1)
        guard let file else {
            let reason = String(cString: sf_strerror(nil))
            close(descriptor)
            if let temporaryPath { unlink(temporaryPath) }
            throw Self.unwritable(path, reason)
        }
        // Without this, a sample beyond full scale wraps round to the other sign.
        sf_command(file, Int32(SFC_SET_CLIPPING), nil, Int32(SF_TRUE))
    }

    /// Appends samples in -1...1; what is beyond is clipped. Throws `.unwritable` if the disk is full.
    public func append(_ samples: [Float]) throws(SpeechError) { try append(channels: [[Float]](repeating: samples, count: channels)) }

    /// Appends as many samples to each channel.
    ///
    /// - Precondition: there is an array for each channel, all of one length.
    public func append(channels blocks: [[Float]]) throws(SpeechError) {
        precondition(blocks.count == channels && blocks.allSatisfy { $0.count == blocks[0].count })
        var blocks = blocks
        for index in resamplers.indices { blocks[index] = resamplers[index].process(blocks[index]) }
        try write(Self.interleaved(blocks))
    }

    private static func interleaved(_ blocks: [[Float]]) -> [Float] {
        guard blocks.count > 1 else { return blocks[0] }
        return blocks[0].indices.flatMap { index in blocks.map { $0[index] } }
    }

    /// Ends the file and gives it its name. Throws `.unwritable` if that fails; then nothing is left behind.
    public func finish() throws(SpeechError) {
        var rest: [[Float]] = []
        for index in resamplers.indices { rest.append(resamplers[index].finish()) }
        if !rest.isEmpty { try write(Self.interleaved(rest)) }
        guard let file else { throw Self.unwritable(path, "it was finished or cancelled before") }
        self.file = nil
        let status = sf_close(file)
        guard let temporaryPath else {
            if status != 0 { throw Self.unwritable(path, String(cString: sf_error_number(status))) }
            return
        }
        guard status == 0 else {
            unlink(temporaryPath)
            throw Self.unwritable(path, String(cString: sf_error_number(status)))
        }
        guard rename(temporaryPath, target) == 0 else {
            let reason = String(cString: strerror(errno))
            unlink(temporaryPath)
            throw Self.unwritable(path, reason)
        }
    }

    /// Drops what was written. Does nothing after `finish`.
    public func cancel() {
        guard let file else { return }
        self.file = nil
        sf_close(file)
        if let temporaryPath { unlink(temporaryPath) }
    }

    deinit { cancel() }

    /// Writes a whole waveform to a mono file.
    public static func write(
        _ waveform: Waveform, to path: String, encoding: AudioFileFormat.Encoding = .pcm16
    ) throws(SpeechError) {
        let writer = try AudioFileWriter(path: path, sampleRate: waveform.sampleRate, encoding: encoding)
        try writer.append(waveform.samples)
        try writer.finish()
    }

    private func write(_ samples: [Float]) throws(SpeechError) {
        guard let file else { throw Self.unwritable(path, "it was finished or cancelled before") }
        errno = 0
        // In blocks, since libsndfile's Vorbis and Opus encoders put a whole write on the stack.
        var start = 0
        while start < samples.count {
            let count = min(4096, samples.count - start)
            let written = samples.withUnsafeBufferPointer { $0.baseAddress.map { sf_write_float(file, $0 + start, sf_count_t(count)) } ?? 0 }
            guard written == count else {
                let reason = errno != 0 ? String(cString: strerror(errno)) : String(cString: sf_strerror(file))
                cancel()
                throw Self.unwritable(path, reason)
            }
            start += count
        }
    }

    private static func resolved(_ path: String) -> String {
        guard let real = realpath(path, nil) else { return path }
        defer { free(real) }
        return String(cString: real)
    }

    private static func unwritable(_ path: String, _ reason: String) -> SpeechError {
        SpeechError(
            .unwritable, "'\(path)' cannot be written: \(reason)",
            remedy: "check the folder, its permissions and the space left on the disk")
    }
}

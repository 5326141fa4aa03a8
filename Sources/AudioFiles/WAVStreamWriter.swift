private import Foundation
public import SpeechData

/// Writes 16-bit mono WAV to a pipe, where the length is not known when the header goes out.
///
/// Both lengths in the header are 0xFFFFFFFF, which readers of streams take as "until the end" (as ffmpeg and SoX write
/// it). The caller ignores SIGPIPE, so that a reader that leaves is an error and not the end of the process.
public struct WAVStreamWriter: ~Copyable {
    private let descriptor: Int32

    /// Writes the header to `fileDescriptor`, which stays the caller's. Throws `.unwritable` if nobody reads.
    public init(fileDescriptor: Int32, sampleRate: Int) throws(SpeechError) {
        descriptor = fileDescriptor
        var header: [UInt8] = []
        func append(_ text: String) { header += Array(text.utf8) }
        func append(_ value: some FixedWidthInteger) { withUnsafeBytes(of: value.littleEndian) { header += Array($0) } }
        let rate = UInt32(clamping: sampleRate)
        append("RIFF")
        append(UInt32.max)
        append("WAVEfmt ")
        append(UInt32(16))
        append(UInt16(1))  // integer PCM
        append(UInt16(1))  // one channel
        append(rate)
        append(rate.multipliedReportingOverflow(by: 2).partialValue)  // bytes a second
        append(UInt16(2))  // bytes a frame
        append(UInt16(16))
        append("data")
        append(UInt32.max)
        try write(header)
    }

    /// Writes samples in -1...1; what is beyond is clipped, and what is no number is 0.
    public func append(_ samples: [Float]) throws(SpeechError) {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(2 * samples.count)
        for sample in samples {
            let scaled = sample.isNaN ? 0 : min(max(sample * 32767, -32768), 32767).rounded()
            let value = UInt16(bitPattern: Int16(scaled))
            bytes.append(UInt8(truncatingIfNeeded: value))
            bytes.append(UInt8(truncatingIfNeeded: value >> 8))
        }
        try write(bytes)
    }

    private func write(_ bytes: [UInt8]) throws(SpeechError) {
        var start = 0
        while start < bytes.count {
            let written = bytes.withUnsafeBytes { Self.write(descriptor, $0.baseAddress.map { $0 + start }, bytes.count - start) }
            if written < 0 {
                if errno == EINTR { continue }
                throw SpeechError(.unwritable, "sound cannot be written to the stream: \(String(cString: strerror(errno)))")
            }
            start += written
        }
    }

    /// The system's `write`, which the method above would hide.
    private static func write(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
        #if canImport(Darwin)
        Darwin.write(descriptor, bytes, count)
        #elseif canImport(Musl)
        Musl.write(descriptor, bytes, count)
        #else
        Glibc.write(descriptor, bytes, count)
        #endif
    }
}

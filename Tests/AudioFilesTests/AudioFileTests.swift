import AudioFiles
import Foundation
import SpeechData
import Testing

/// A folder that goes when the test does.
final class TemporaryFolder {
    let url = FileManager.default.temporaryDirectory.appending(path: "AudioFileTests-\(UUID())")

    init() throws { try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true) }
    deinit { try? FileManager.default.removeItem(at: url) }

    func path(_ name: String) -> String { url.appending(path: name).path }
    var files: [String] { (try? FileManager.default.contentsOfDirectory(atPath: url.path).sorted()) ?? [] }
}

/// Numbers that are the same in each run (linear congruential, Knuth's MMIX).
struct RepeatableGenerator: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return state ^ (state >> 32)
    }
}

func tone(rate: Int, count: Int) -> Waveform {
    let step = 2 * Double.pi * 440 / Double(rate)
    return Waveform(sampleRate: rate, samples: (0..<count).map { (n: Int) -> Float in 0.5 * Float(sin(step * Double(n))) })
}

@Suite("Sound files")
struct AudioFileTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    @Test(arguments: [("wav", 1e-4), ("flac", 1e-4), ("ogg", 0.1), ("opus", 0.1), ("mp3", 0.1)] as [(String, Float)])
    func writesAndReads(suffix: String, tolerance: Float) throws {
        let sound = tone(rate: 24000, count: 12000)
        let path = folder.path("sound.\(suffix)")
        try AudioFileWriter.write(sound, to: path)
        #expect(folder.files == ["sound.\(suffix)"])
        let read = try AudioFileReader(path: path).readAll()
        #expect(read.sampleRate == 24000)
        // MP3 frames add silence at both ends.
        #expect(read.samples.count >= 12000 && read.samples.count < 15000)
        let power = read.samples.reduce(0) { $0 + $1 * $1 } / 12000
        #expect(abs(power - 0.125) < 0.125 * max(tolerance, 1e-3))
        if suffix == "wav" || suffix == "flac" {
            #expect(zip(read.samples, sound.samples).allSatisfy { abs($0 - $1) < tolerance })
        }
    }

    @Test func encodingsKeepTheirPrecision() throws {
        let sound = tone(rate: 24000, count: 100)
        let path = folder.path("sound.wav")
        for (encoding, tolerance) in [(AudioFileFormat.Encoding.float, Float(0)), (.pcm24, 2e-7), (.pcm16, 4e-5)] {
            try AudioFileWriter.write(sound, to: path, encoding: encoding)
            let read = try AudioFileReader(path: path).readAll()
            #expect(zip(read.samples, sound.samples).allSatisfy { abs($0 - $1) <= tolerance })
        }
    }

    @Test func opusResamplesRatesThatItLacks() throws {
        try AudioFileWriter.write(tone(rate: 22050, count: 22050), to: folder.path("sound.opus"))
        let read = try AudioFileReader(path: folder.path("sound.opus")).readAll()
        #expect(read.sampleRate == 24000)
        #expect(abs(read.samples.count - 24000) < 100)
    }

    @Test func beyondFullScaleIsClipped() throws {
        try AudioFileWriter.write(Waveform(sampleRate: 24000, samples: [2, -3, 0]), to: folder.path("loud.wav"))
        let read = try AudioFileReader(path: folder.path("loud.wav")).readAll()
        #expect(read.samples[0] > 0.99 && read.samples[1] < -0.99)
    }

    @Test(arguments: ["speech.xyz", "speech", "folder.wav/speech"]) func unknownSuffixesSayWhatIsWritten(path: String) {
        let error = #expect(throws: SpeechError.self) { try AudioFileWriter(path: path, sampleRate: 24000) }
        #expect(error?.kind == .usage)
        #expect(error?.remedy?.contains(".wav, .flac, .ogg") == true)
    }

    @Test func cancelledAndReleasedWritersLeaveTheOldFile() throws {
        let path = folder.path("sound.wav")
        try AudioFileWriter.write(tone(rate: 24000, count: 10), to: path)
        let before = try Data(contentsOf: URL(filePath: path))
        let writer = try AudioFileWriter(path: path, sampleRate: 24000)
        try writer.append([0.1, 0.2])
        #expect(folder.files.count == 2)
        writer.cancel()
        #expect(throws: SpeechError.self) { try writer.append([0]) }
        do { _ = try AudioFileWriter(path: path, sampleRate: 24000) }
        #expect(folder.files == ["sound.wav"])
        #expect(try Data(contentsOf: URL(filePath: path)) == before)
    }

    @Test func aFolderThatIsNotThereIsUnwritable() {
        for path in [folder.path("none/sound.wav"), "/dev/null/sound.wav"] {
            let error = #expect(throws: SpeechError.self) { try AudioFileWriter(path: path, sampleRate: 24000) }
            #expect(error?.kind == .unwritable)
        }
    }

    #if os(Linux)
    @Test func aFullDiskIsAnError() throws {
        let link = folder.path("full.wav")
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "/dev/full")
        let error = #expect(throws: SpeechError.self) {
            try AudioFileWriter.write(tone(rate: 24000, count: 100_000), to: link)
        }
        #expect(error?.kind == .unwritable)
        #expect(folder.files == ["full.wav"])
    }
    #endif

    @Test func unreadableAndMalformedFilesAreTold() throws {
        let missing = #expect(throws: SpeechError.self) { try AudioFileReader(path: folder.path("none.wav")) }
        #expect(missing?.kind == .unreadable)
        #expect(#expect(throws: SpeechError.self) { try AudioFileReader(path: folder.path("")) }?.kind == .unreadable)
        for text in ["", "To be, or not to be", "RIFF\u{1}\u{1}\u{1}\u{1}WAVE"] {
            try Data(text.utf8).write(to: folder.url.appending(path: "text.wav"))
            let error = #expect(throws: SpeechError.self) { try AudioFileReader(path: folder.path("text.wav")) }
            #expect(error?.kind == .malformedInput)
        }
    }

    @Test func resamplesWhileReading() throws {
        try AudioFileWriter.write(tone(rate: 48000, count: 24000), to: folder.path("sound.wav"))
        let read = try AudioFileReader(path: folder.path("sound.wav")).readAll(sampleRate: 24000)
        #expect(read.samples.count == 12000)
        let expected = tone(rate: 24000, count: 12000).samples
        #expect((500..<11500).allSatisfy { abs(read.samples[$0] - expected[$0]) < 2e-3 })
    }

    /// Mutated and truncated files are read or reported, never a crash.
    @Test func damagedFilesAreReadOrTold() throws {
        let path = folder.path("sound.wav")
        try AudioFileWriter.write(tone(rate: 24000, count: 200), to: path)
        let valid = try Data(contentsOf: URL(filePath: path))
        var random = RepeatableGenerator(state: 3)
        for _ in 0..<150 {
            var bytes = valid
            for _ in 0..<3 { bytes[Int.random(in: 0..<60, using: &random)] = UInt8.random(in: 0...255, using: &random) }
            bytes = bytes.prefix(Int.random(in: 0...bytes.count, using: &random))
            try bytes.write(to: URL(filePath: path))
            do throws(SpeechError) {
                let sound = try AudioFileReader(path: path).readAll()
                #expect(sound.samples.allSatisfy { $0.isFinite })
            } catch {
                #expect(error.description.contains("sound.wav"))
            }
        }
    }
}

@Suite("WAV streams")
struct WAVStreamTests {
    @Test func aPipeGetsAFileThatReadersTake() throws {
        let pipe = Pipe()
        let descriptor = pipe.fileHandleForWriting.fileDescriptor
        let writer = try WAVStreamWriter(fileDescriptor: descriptor, sampleRate: 24000)
        try writer.append([0, 0.5, -1, 7, .nan])
        try pipe.fileHandleForWriting.close()
        let bytes = [UInt8](pipe.fileHandleForReading.readDataToEndOfFile())
        #expect(bytes.count == 44 + 10)
        #expect(bytes[4..<8] == [255, 255, 255, 255] && bytes[40..<44] == [255, 255, 255, 255])
        #expect(bytes[44..<54] == [0, 0, 0, 0x40, 1, 0x80, 255, 127, 0, 0])
        let folder = try TemporaryFolder()
        try Data(bytes).write(to: folder.url.appending(path: "stream.wav"))
        let read = try AudioFileReader(path: folder.path("stream.wav")).readAll()
        #expect(read.samples.count == 5)
        #expect(abs(read.samples[1] - 0.5) < 1e-4)
    }

    @Test func aClosedDescriptorIsUnwritable() {
        let error = #expect(throws: SpeechError.self) { _ = try WAVStreamWriter(fileDescriptor: -1, sampleRate: 24000) }
        #expect(error?.kind == .unwritable)
    }
}

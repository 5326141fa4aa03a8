internal import Foundation
internal import SpeechData

/// A Standard MIDI File (MMA RP-001), format 0 or 1, as timed events.
struct MIDIFile {
    enum Event: Equatable {
        case noteOn(channel: Int, key: Int, velocity: Int)
        case noteOff(channel: Int, key: Int)
        /// Microseconds a quarter note.
        case tempo(Int)
        case timeSignature(beats: Int, unit: Int)
        case trackName(String)
        /// Meta event 5.
        case lyric(String)
        /// Meta event 1; karaoke files keep their words here.
        case text(String)
    }

    struct Track {
        var events: [(tick: Int, event: Event)] = []
    }

    private(set) var tracks: [Track] = []
    /// Ticks a quarter note.
    private(set) var resolution = 480
    /// Ticks a second, where the file counts in SMPTE frames.
    private(set) var ticksPerSecond: Double?

    /// Most ticks that are believed.
    private static let tickLimit = 1 << 40

    init(_ data: Data, source: String) throws(SpeechError) {
        let bytes = [UInt8](data)
        func broken(_ what: String) -> SpeechError { SpeechError(.malformedInput, "'\(source)' is not a readable MIDI file: \(what)") }
        guard bytes.count >= 14, bytes.starts(with: Array("MThd".utf8)) else { throw broken("it does not begin with MThd") }
        func long(_ at: Int) -> Int { bytes[at..<at + 4].reduce(0) { $0 << 8 | Int($1) } }
        let division = Int(bytes[12]) << 8 | Int(bytes[13])
        if division & 0x8000 != 0 {
            let frames = 256 - Int(bytes[12])
            ticksPerSecond = Double(max(1, frames) * max(1, Int(bytes[13])))
        } else {
            guard division > 0 else { throw broken("0 ticks a quarter note") }
            resolution = division
        }
        if bytes[8] == 0, bytes[9] == 2 { throw broken("format 2 (independent patterns) is not a song") }
        var position = 8 + min(long(4), bytes.count)
        while position + 8 <= bytes.count {
            let length = long(position + 4)
            let start = position + 8
            let end = min(start + length, bytes.count)
            if bytes[position..<position + 4].elementsEqual("MTrk".utf8) {
                do throws(TrackFault) { tracks.append(try Self.track(bytes[start..<end])) } catch {
                    throw broken("track \(tracks.count + 1) \(error.what)")
                }
            }
            position = end
        }
    }

    private struct TrackFault: Error { var what: String }

    private static func track(_ bytes: ArraySlice<UInt8>) throws(TrackFault) -> Track {
        var track = Track()
        var index = bytes.startIndex
        var tick = 0
        var status: UInt8 = 0
        func next() throws(TrackFault) -> Int {
            guard index < bytes.endIndex else { throw TrackFault(what: "breaks off") }
            defer { index += 1 }
            return Int(bytes[index])
        }
        func variableLength() throws(TrackFault) -> Int {
            var value = 0
            for _ in 0..<4 {
                let byte = try next()
                value = value << 7 | byte & 0x7F
                if byte < 0x80 { return value }
            }
            throw TrackFault(what: "has a length of more than four bytes")
        }
        func payload() throws(TrackFault) -> ArraySlice<UInt8> {
            let length = try variableLength()
            guard length <= bytes.endIndex - index else { throw TrackFault(what: "has an event that is longer than the track") }
            defer { index += length }
            return bytes[index..<index + length]
        }
        while index < bytes.endIndex {
            tick += try variableLength()
            if tick > tickLimit { throw TrackFault(what: "is too long") }
            guard index < bytes.endIndex else { break }
            if bytes[index] >= 0x80 { status = UInt8(try next()) }
            switch status {
            case 0xFF:
                let kind = try next()
                let content = try payload()
                if kind == 0x2F { return track }
                if let event = meta(kind, content) { track.events.append((tick, event)) }
            case 0xF0, 0xF7: _ = try payload()
            case 0x80..<0xF0:
                let channel = Int(status & 0x0F)
                let first = try next() & 0x7F
                if (0xC0..<0xE0).contains(status) { break }
                let second = try next() & 0x7F
                if status < 0x90 || status < 0xA0 && second == 0 {
                    track.events.append((tick, .noteOff(channel: channel, key: first)))
                } else if status < 0xA0 {
                    track.events.append((tick, .noteOn(channel: channel, key: first, velocity: second)))
                }
            default: throw TrackFault(what: "has the unknown status byte \(status)")
            }
        }
        return track
    }

    private static func meta(_ kind: Int, _ content: ArraySlice<UInt8>) -> Event? {
        switch kind {
        case 0x01: .text(string(content))
        case 0x03: .trackName(string(content).trimmingCharacters(in: .whitespacesAndNewlines))
        case 0x05: .lyric(string(content))
        case 0x51 where content.count == 3: .tempo(max(1, content.reduce(0) { $0 << 8 | Int($1) }))
        case 0x58 where content.count >= 2:
            .timeSignature(beats: max(1, Int(content[content.startIndex])), unit: 1 << min(Int(content[content.startIndex + 1]), 7))
        default: nil
        }
    }

    /// UTF-8 where it is valid, else Windows-1252: the standard leaves the encoding open.
    private static func string(_ bytes: ArraySlice<UInt8>) -> String {
        String(validating: bytes, as: UTF8.self) ?? String(data: Data(bytes), encoding: .windowsCP1252) ?? String(decoding: bytes, as: UTF8.self)
    }
}

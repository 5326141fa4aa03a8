public import Foundation
public import SpeechData

/// Choices in reading a score.
public struct ScoreReadingOptions: Equatable, Sendable {
    /// The verse to sing on every pass; nil sings them in turn as repeats are played.
    public var verse: Int?

    public init(verse: Int? = nil) { self.verse = verse }
}

/// The formats that scores are read from.
public enum ScoreFormat: String, Sendable, CaseIterable {
    case musicXML, midi, ust, ustx, diffSinger

    /// File name extensions, in lower case.
    public var extensions: [String] {
        switch self {
        case .musicXML: ["musicxml", "xml", "mxl"]
        case .midi: ["mid", "midi", "kar"]
        case .ust: ["ust"]
        case .ustx: ["ustx"]
        case .diffSinger: ["ds"]
        }
    }

    /// The format of a file with this name; nil if the extension is not a score's.
    public init?(fileName: String) {
        guard let dot = fileName.lastIndex(of: ".") else { return nil }
        let suffix = fileName[fileName.index(after: dot)...].lowercased()
        guard let format = Self.allCases.first(where: { $0.extensions.contains(suffix) }) else { return nil }
        self = format
    }
}

extension Score {
    /// Largest file that is read.
    static let fileLimit = 64 << 20
    /// Most characters of words on one note: a chanted sentence has fewer.
    static let lyricLimit = 200

    /// Reads a score file; its name decides the format.
    ///
    /// Throws `.unreadable` if the file cannot be read, `.usage` for an extension that is not a score's, and
    /// `.malformedInput` naming file, part and bar where the contents cannot be understood.
    public init(contentsOf file: URL, options: ScoreReadingOptions = ScoreReadingOptions()) throws(SpeechError) {
        let known = ScoreFormat.allCases.flatMap(\.extensions).map { ".\($0)" }.joined(separator: " ")
        guard let format = ScoreFormat(fileName: file.lastPathComponent) else {
            throw SpeechError(.usage, "'\(file.lastPathComponent)' is not a score by its name", remedy: "scores end in \(known)")
        }
        let data: Data
        do { data = try Data(contentsOf: file) } catch {
            throw SpeechError(.unreadable, "cannot read '\(file.path)'", remedy: "check the path")
        }
        try self.init(data, format: format, source: file.lastPathComponent, options: options)
    }

    /// Reads a score from memory; `source` names it in errors.
    ///
    /// Throws `.malformedInput` as above, also for a score without a single note.
    public init(_ data: Data, format: ScoreFormat, source: String, options: ScoreReadingOptions = ScoreReadingOptions()) throws(SpeechError) {
        guard data.count <= Self.fileLimit else {
            throw SpeechError(.malformedInput, "'\(source)' is larger than \(Self.fileLimit >> 20) MiB: not a song")
        }
        let score: Score
        switch format {
        case .musicXML: score = try MusicXMLReader(source: source, options: options).read(data)
        case .midi: score = try MIDIReader(source: source).read(data)
        case .ust: score = try USTReader(source: source).read(data)
        case .ustx: score = try USTXReader(source: source).read(data)
        case .diffSinger: score = try DiffSingerReader(source: source).read(data)
        }
        guard score.parts.contains(where: { !$0.notes.isEmpty }) else {
            throw SpeechError(.malformedInput, "'\(source)' has no notes", remedy: "name a score with a vocal part")
        }
        for part in score.parts {
            guard let note = part.notes.first(where: { $0.lyric.length > Self.lyricLimit }) else { continue }
            let bar = score.bars.indices.contains(note.bar) ? ", bar \(score.bars[note.bar].number)" : ""
            throw SpeechError(
                .malformedInput, "'\(source)', part '\(part.name)'\(bar): a note with \(note.lyric.length) characters of words",
                remedy: "no more than \(Self.lyricLimit) can be sung on a note")
        }
        self = score
    }
}

extension Lyric {
    /// Characters to be sung.
    fileprivate var length: Int {
        switch self {
        case .syllable(let text, _, _): text.count
        case .phonemes(let phonemes): phonemes.count
        case .extender, .none: 0
        }
    }
}

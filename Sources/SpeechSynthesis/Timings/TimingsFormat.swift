public import SpeechData

/// The file formats that timings are written in.
public enum TimingsFormat: String, CaseIterable, Sendable {
    /// Sentences, words and phonemes, one JSON document.
    case json
    /// SubRip subtitles.
    case srt
    /// WebVTT subtitles.
    case vtt
    /// Praat's TextGrid with the tiers `sentences`, `words` and `phonemes`.
    case textGrid = "TextGrid"

    /// The format that a file name's suffix asks for, in whatever case. Throws `.usage` where there is none such.
    public init(fileName: String) throws(SpeechError) {
        let suffix = fileName.split(separator: "/").last.flatMap { name in
            name.contains(".") ? name.split(separator: ".").last.map(String.init) : nil
        }
        guard let format = Self.allCases.first(where: { $0.rawValue.lowercased() == suffix?.lowercased() }) else {
            throw SpeechError(
                .usage, "timings cannot be written as '\(fileName)'",
                remedy: "end the name in \(Self.allCases.map { ".\($0.rawValue)" }.joined(separator: ", "))")
        }
        self = format
    }
}

/// Writes timings sentence by sentence, as they become known, so that a book's need no more memory than a line's
/// (a TextGrid, which comes tier by tier and says its length first, is kept to the end).
public struct TimingsWriter {
    private var encoder: any TimingsEncoder
    private let output: (String) throws -> Void

    /// - Parameter output: takes the file's text, piece after piece.
    public init(format: TimingsFormat, sampleRate: Int, output: @escaping (String) throws -> Void) throws {
        encoder = switch format {
        case .json: JSONTimingsEncoder(sampleRate: sampleRate)
        case .srt: SubtitleEncoder(style: .subRip)
        case .vtt: SubtitleEncoder(style: .webVTT)
        case .textGrid: TextGridEncoder()
        }
        self.output = output
        try output(encoder.header)
    }

    public mutating func append(_ sentence: SentenceTiming) throws {
        let text = encoder.text(for: sentence)
        if !text.isEmpty { try output(text) }
    }

    /// Writes what comes last. `end` is the length of the whole sound in seconds.
    public mutating func finish(end: Double) throws { try output(encoder.footer(end: end)) }
}

/// One file format: what comes before, for and after all sentences.
protocol TimingsEncoder {
    var header: String { get }
    mutating func text(for sentence: SentenceTiming) -> String
    mutating func footer(end: Double) -> String
}

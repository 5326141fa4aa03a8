private import CSndfile
public import SpeechData

/// A kind of sound file that this package writes, chosen by the file's suffix.
public enum AudioFileFormat: String, CaseIterable, Sendable {
    case wav, flac
    /// Ogg Vorbis.
    case ogg
    case opus, mp3

    /// How samples are stored in formats that leave the choice: WAV and FLAC. The others ignore it.
    public enum Encoding: Sendable {
        case pcm16, pcm24
        /// 32-bit float; FLAC, which has none, takes 24-bit integers.
        case float
    }

    /// The format for a path's suffix.
    ///
    /// Throws `.usage` if the suffix is missing or unknown, or the installed libsndfile cannot write that format, and
    /// says which it can.
    public init(path: String) throws(SpeechError) {
        let file = path.split(separator: "/").last ?? ""
        let suffix = file.lastIndex(of: ".").map { String(file[file.index(after: $0)...]).lowercased() } ?? ""
        let aliases = ["wave": "wav", "oga": "ogg"]
        guard let format = AudioFileFormat(rawValue: aliases[suffix] ?? suffix) else {
            let what = suffix.isEmpty ? "'\(path)' has no suffix" : "sound files of type '.\(suffix)' are not written"
            throw SpeechError(.usage, what, remedy: "this libsndfile writes \(Self.listOfWritable)")
        }
        guard format.isWritable else {
            throw SpeechError(
                .usage, "this libsndfile (\(Self.libraryVersion)) cannot write '.\(suffix)'",
                remedy: "it writes \(Self.listOfWritable)")
        }
        self = format
    }

    /// Whether the installed libsndfile writes this format.
    public var isWritable: Bool {
        var info = SF_INFO()
        info.samplerate = 24000
        info.channels = 1
        info.format = code(.pcm16)
        return sf_format_check(&info) != 0
    }

    /// The rate nearest above `sampleRate` that the format knows, or the highest.
    func supportedRate(for sampleRate: Int) -> Int {
        let rates: [Int]
        switch self {
        case .wav, .flac, .ogg: return sampleRate
        case .opus: rates = [8000, 12000, 16000, 24000, 48000]
        case .mp3: rates = [8000, 11025, 12000, 16000, 22050, 24000, 32000, 44100, 48000]
        }
        return rates.first { $0 >= sampleRate } ?? 48000
    }

    /// libsndfile's number for the format.
    func code(_ encoding: Encoding) -> Int32 {
        let sub: Int
        switch encoding {
        case .pcm16: sub = SF_FORMAT_PCM_16
        case .pcm24: sub = SF_FORMAT_PCM_24
        case .float: sub = self == .wav ? SF_FORMAT_FLOAT : SF_FORMAT_PCM_24
        }
        switch self {
        case .wav: return Int32(SF_FORMAT_WAV | sub)
        case .flac: return Int32(SF_FORMAT_FLAC | sub)
        case .ogg: return Int32(SF_FORMAT_OGG | SF_FORMAT_VORBIS)
        case .opus: return Int32(SF_FORMAT_OGG | SF_FORMAT_OPUS)
        case .mp3: return Int32(SF_FORMAT_MPEG | SF_FORMAT_MPEG_LAYER_III)
        }
    }

    private static var listOfWritable: String {
        allCases.filter(\.isWritable).map { ".\($0.rawValue)" }.joined(separator: ", ")
    }

    private static var libraryVersion: String { String(cString: sf_version_string()) }
}

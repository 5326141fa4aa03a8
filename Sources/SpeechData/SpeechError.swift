/// An error that a user can act on: what went wrong, and what to do about it.
///
/// Every module throws this type, so that the command prints one clear line and exits with the right code.
public struct SpeechError: Error, Equatable, Sendable, CustomStringConvertible {
    /// What kind of thing failed; decides the exit code of the command (BSD `sysexits`).
    public enum Kind: Sendable {
        /// The request itself is wrong: an unknown option value, an unknown voice (`EX_USAGE`, 64).
        case usage
        /// The input data cannot be understood: text, phonemes, a score, an audio file (`EX_DATAERR`, 65).
        case malformedInput
        /// A file cannot be read (`EX_NOINPUT`, 66).
        case unreadable
        /// A weight file or voice pack is missing parts, misshapen or from a newer version (`EX_CONFIG`, 78).
        case brokenVoice
        /// A file cannot be written (`EX_CANTCREAT`, 73).
        case unwritable
        /// The system lacks something that is needed: a player, a library (`EX_UNAVAILABLE`, 69).
        case unavailable
    }

    public var kind: Kind
    /// What is wrong and where, without a final full stop: `voice 'hart' is not installed`.
    public var problem: String
    /// What to do about it, without a final full stop: `did you mean 'heart'?`.
    public var remedy: String?

    public init(_ kind: Kind, _ problem: String, remedy: String? = nil) {
        self.kind = kind
        self.problem = problem
        self.remedy = remedy
    }

    /// One line: `problem; remedy`. Line breaks inside either become spaces.
    public var description: String {
        [problem, remedy].compactMap { $0 }.joined(separator: "; ").split(whereSeparator: \.isNewline).joined(separator: " ")
    }

    /// The process exit code of BSD's `sysexits.h` for this kind of error.
    public var exitCode: Int32 {
        switch kind {
        case .usage: 64
        case .malformedInput: 65
        case .unreadable: 66
        case .unavailable: 69
        case .unwritable: 73
        case .brokenVoice: 78
        }
    }
}

public import Foundation
public import SpeechData

/// The voice packs that are installed, found in a list of folders.
///
/// A folder of the list is either a pack itself (it holds `voice.json`) or holds packs. Where two packs have one name,
/// the one found first hides the other.
public struct VoiceCatalog: Sendable {
    /// A pack that was found, not yet opened.
    public struct Pack: Sendable {
        public let directory: URL
        public let description: VoiceDescription
    }

    /// A voice that was asked for: the pack and each speaker's share, adding up to 1.
    public struct Selection: Sendable {
        public let pack: Pack
        /// Rows of the pack's `speakers`, and their shares.
        public let shares: [(speaker: Int, share: Double)]

        /// The name that selects this again: `american/heart` or `american/heart:0.7,bella:0.3`.
        public var name: String {
            let names = pack.description.speakers
            guard shares.count > 1 else { return "\(pack.description.name)/\(names[shares[0].speaker])" }
            return "\(pack.description.name)/" + shares.map { "\(names[$0.speaker]):\($0.share)" }.joined(separator: ",")
        }
    }

    /// Packs by order of the search path, then by folder name.
    public let packs: [Pack]
    /// Folders that hold a `voice.json` that cannot be used, and why.
    public let broken: [(directory: URL, error: SpeechError)]
    /// The error of the very first pack found, where that is broken: what it stands for is not what comes after it.
    private let firstError: SpeechError?

    /// Reads the descriptions of all packs in `directories`; folders that do not exist are passed over.
    public init(directories: [URL]) {
        var packs: [Pack] = []
        var broken: [(directory: URL, error: SpeechError)] = []
        var firstError: SpeechError?
        for directory in directories {
            for candidate in Self.candidates(in: directory, holding: "voice.json") {
                do throws(SpeechError) {
                    let description = try VoiceDescription(directory: candidate)
                    if !packs.contains(where: { $0.description.name == description.name }) {
                        packs.append(Pack(directory: candidate, description: description))
                    }
                } catch {
                    if packs.isEmpty, broken.isEmpty { firstError = error }
                    broken.append((candidate, error))
                }
            }
        }
        self.packs = packs
        self.broken = broken
        self.firstError = firstError
    }

    /// The packs of this machine: `preferred` first, then the folders of the environment variable `TTS_VOICES` (parted
    /// by colons), then `Voices` beside the program or above it (the clone that it was built in, also as a dependency
    /// of another package), `share/tts/voices` of its prefix, and the user's data folder.
    public static func installed(preferred: [URL] = [], environment: [String: String] = ProcessInfo.processInfo.environment) -> VoiceCatalog {
        VoiceCatalog(directories: searchPath(preferred: preferred, environment: environment))
    }

    /// The folders that `installed` searches.
    static func searchPath(preferred: [URL], environment: [String: String]) -> [URL] {
        var directories = preferred
        directories += (environment["TTS_VOICES"] ?? "").split(separator: ":").map { URL(filePath: String($0)) }
        if var folder = Bundle.main.executableURL?.resolvingSymlinksInPath().deletingLastPathComponent() {
            for _ in 0..<5 where folder.path != "/" {
                directories += ["Voices", "checkouts/tts/Voices", "share/tts/voices"].map { folder.appending(path: $0) }
                folder = folder.deletingLastPathComponent()
            }
        }
        #if os(macOS)
        directories += FileManager.default.urls(for: .applicationSupportDirectory, in: .userDomainMask).map { $0.appending(path: "tts/voices") }
        #else
        if let data = environment["XDG_DATA_HOME"], data.hasPrefix("/") {
            directories.append(URL(filePath: data).appending(path: "tts/voices"))
        } else if let home = environment["HOME"], home.hasPrefix("/") {
            directories.append(URL(filePath: home).appending(path: ".local/share/tts/voices"))
        }
        #endif
        return directories
    }

    /// Finds the voice of a request, or where it is nil the default speaker of the first pack.
    ///
    /// A name is that of a speaker, in the first pack that has it, or that of a pack, which stands for its default
    /// speaker. Throws `.usage` with the nearest name for one that is unknown, the pack's own error where it is broken,
    /// and `.unavailable` where there is no voice at all.
    public func select(_ request: VoiceRequest?) throws(SpeechError) -> Selection {
        if request == nil || packs.isEmpty, let firstError { throw firstError }
        guard let first = packs.first else {
            throw SpeechError(.unavailable, "no voice is installed", remedy: "name the folder of a voice with --voice-path or TTS_VOICES")
        }
        guard let request else { return try selection(of: [VoiceRequest.Part(speaker: first.description.defaultSpeaker, weight: 1)], in: first) }
        if let name = request.pack { return try selection(of: request.parts, in: pack(named: name)) }
        let wanted = request.parts
        if let holder = packs.first(where: { pack in wanted.allSatisfy { pack.description.speakers.contains($0.speaker) } }) {
            return try selection(of: wanted, in: holder)
        }
        if wanted.count == 1, let named = packs.first(where: { $0.description.name == wanted[0].speaker }) {
            return try selection(of: [VoiceRequest.Part(speaker: named.description.defaultSpeaker, weight: 1)], in: named)
        }
        if let broken = broken.first(where: { wanted.map(\.speaker).contains($0.directory.lastPathComponent) }) { throw broken.error }
        let known = packs.flatMap(\.description.speakers)
        if let unknown = wanted.first(where: { !known.contains($0.speaker) }) {
            throw self.unknown("voice", unknown.speaker, among: known + packs.map(\.description.name))
        }
        throw SpeechError(.usage, "no pack has all of \(wanted.map { "'\($0.speaker)'" }.joined(separator: ", "))", remedy: "mix speakers of one pack; see tts voices")
    }

    private func pack(named name: String) throws(SpeechError) -> Pack {
        if let pack = packs.first(where: { $0.description.name == name }) { return pack }
        if let broken = broken.first(where: { $0.directory.lastPathComponent == name }) { throw broken.error }
        throw unknown("voice pack", name, among: packs.map(\.description.name))
    }

    private func selection(of parts: [VoiceRequest.Part], in pack: Pack) throws(SpeechError) -> Selection {
        let names = pack.description.speakers
        let largest = parts.map(\.weight).max() ?? 1
        let total = parts.reduce(0) { $0 + $1.weight / largest }
        var shares: [(speaker: Int, share: Double)] = []
        for part in parts {
            guard let row = names.firstIndex(of: part.speaker) else { throw unknown("voice", part.speaker, among: names) }
            shares.append((row, part.weight / largest / total))
        }
        return Selection(pack: pack, shares: shares)
    }

    private func unknown(_ what: String, _ name: String, among known: [String]) -> SpeechError {
        let hint = nearestName(to: name, among: known).map { "did you mean '\($0)'?" } ?? "tts voices lists them"
        return SpeechError(.usage, "there is no \(what) '\(name.prefix(100))'", remedy: hint)
    }

    /// The folder itself where it holds `file`, else the folders in it that do, by name.
    static func candidates(in directory: URL, holding file: String) -> [URL] {
        func isPack(_ folder: URL) -> Bool { FileManager.default.fileExists(atPath: folder.appending(component: file).path) }
        if isPack(directory) { return [directory] }
        let names = (try? FileManager.default.contentsOfDirectory(atPath: directory.path)) ?? []
        return names.sorted().map { directory.appending(component: $0) }.filter(isPack)
    }
}

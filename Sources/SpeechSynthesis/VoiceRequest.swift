public import SpeechData

/// What `--voice` asks for: one speaker or a mixture of several, perhaps of a named pack.
///
/// `heart`, `american/heart`, `american`, `heart:0.7,bella:0.3`, `american/heart:2,bella:1`. Weights are positive and
/// need not add up to 1; one that is left out counts as 1.
public struct VoiceRequest: Equatable, Sendable {
    public struct Part: Equatable, Sendable {
        public var speaker: String
        /// Share of this speaker; finite and above 0.
        public var weight: Double
    }

    /// The pack that the request names, or nil for whichever has the speakers.
    public var pack: String?
    /// At least one.
    public var parts: [Part]

    /// Parses a request. Throws `.usage` for empty parts, for weights that are not positive numbers, for a speaker
    /// named twice and for parts of different packs.
    public init(_ text: String) throws(SpeechError) {
        var pack: String?
        var parts: [Part] = []
        func wrong(_ what: String) -> SpeechError {
            SpeechError(.usage, "\(what) in the voice '\(text)'", remedy: "write it as heart, american/heart or heart:0.7,bella:0.3")
        }
        for piece in text.split(separator: ",", omittingEmptySubsequences: false) {
            let halves = piece.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            var weight = 1.0
            if halves.count == 2 {
                guard let number = Double(halves[1].trimmed), number.isFinite, number > 0 else {
                    throw wrong("'\(halves[1])' is not a positive weight")
                }
                weight = number
            }
            let path = halves[0].split(separator: "/", omittingEmptySubsequences: false).map(\.trimmed)
            guard path.count <= 2, path.allSatisfy({ !$0.isEmpty }), let speaker = path.last else { throw wrong("a name is missing") }
            if path.count == 2 {
                if let pack, pack != path[0] { throw wrong("speakers of two packs cannot be mixed") }
                pack = path[0]
            }
            guard !parts.contains(where: { $0.speaker == speaker }) else { throw wrong("'\(speaker)' comes twice") }
            parts.append(Part(speaker: speaker, weight: weight))
        }
        self.pack = pack
        self.parts = parts
    }
}

extension Substring {
    /// Without spaces and tabs at either end.
    fileprivate var trimmed: String {
        var text = self
        while let first = text.first, first.isWhitespace { text.removeFirst() }
        while let last = text.last, last.isWhitespace { text.removeLast() }
        return String(text)
    }
}

internal import Foundation
internal import SpeechData

/// Tells apart words that are written alike and said differently (`read`, `lead`, `wind`), by the words around them.
///
/// A linear model over hashed features (`HomographFeatures`): each sense has weights of its own and those that its part of
/// speech shares across all words. Data: Gorman, Mazovetskiy & Nikolaev, "Improving homograph disambiguation with
/// supervised machine learning" (2018). Trained by `Training/tts_training/pronunciation/homographs.py`, which describes the
/// file's layout.
struct HomographModel: Sendable {
    /// One way to say a homograph.
    struct Sense: Equatable, Sendable {
        /// The sense's name in the data: `read_past`.
        var name: String
        /// `nou`, `adj`, `vrb`, else the tag of its meaning.
        var speech: String
        /// `PhoneAlphabet` bytes without flaps.
        var phones: [UInt8]
    }

    private let senses: [String: [Sense]]
    private let data: Data
    private let weights: Range<Int>
    private let scale: Float
    private static let magic = Array("TTSHOM1\0".utf8)

    /// Opens the model among the program's resources.
    init() throws(SpeechError) { try self.init(contentsOf: FrontendResources.url("homographs.bin")) }

    /// Maps a model. Throws `.unavailable` if it cannot be read, `.brokenVoice` if it is something else.
    init(contentsOf url: URL) throws(SpeechError) {
        let remedy = "install the program's resources again"
        guard let data = try? Data(contentsOf: url, options: .alwaysMapped) else {
            throw SpeechError(.unavailable, "the homograph model '\(url.lastPathComponent)' cannot be read", remedy: remedy)
        }
        func number(_ offset: Int) -> UInt32 {
            guard offset + 4 <= data.count else { return 0 }
            return data.withUnsafeBytes { UInt32(littleEndian: $0.loadUnaligned(fromByteOffset: offset, as: UInt32.self)) }
        }
        let broken = SpeechError(.brokenVoice, "'\(url.lastPathComponent)' is not a homograph model of this version", remedy: remedy)
        let text = 12..<(12 + Int(number(8)))
        guard data.starts(with: Self.magic), text.upperBound + 8 <= data.count else { throw broken }
        let slots = Int(number(text.upperBound + 4))
        weights = (text.upperBound + 8)..<(text.upperBound + 8 + slots)
        guard slots == HomographFeatures.slots, weights.upperBound == data.count else { throw broken }
        scale = Float(bitPattern: number(text.upperBound))
        var senses: [String: [Sense]] = [:]
        for line in String(decoding: data[text], as: UTF8.self).split(separator: "\n") {
            let fields = line.split(separator: "\t").map(String.init)
            guard fields.count == 4, let phones = PhoneAlphabet.encode(fields[3]) else { throw broken }
            senses[fields[0], default: []].append(Sense(name: fields[1], speech: fields[2], phones: phones))
        }
        self.senses = senses
        self.data = data
    }

    /// The sense of word `index` of a sentence, or nil if it is no homograph. A part of speech that the source gives
    /// outright decides if a sense has it.
    func sense(of index: Int, in sentence: [SpokenWord]) -> Sense? {
        guard sentence[index].text.utf8.count <= 16, let candidates = senses[sentence[index].text.lowercased()] else { return nil }
        if let speech = sentence[index].partOfSpeech, let named = candidates.first(where: { $0.isSaid(as: speech) }) { return named }
        // What is written small is no name: `polish`, `reading`.
        let isSmall = sentence[index].text == sentence[index].text.lowercased()
        let possible = isSmall && !candidates.allSatisfy(\.isName) ? candidates.filter { !$0.isName } : candidates
        let scores = scores(of: possible, HomographFeatures.features(of: index, in: sentence))
        guard let best = scores.max(), let place = scores.firstIndex(of: best) else { return nil }
        return possible[place]
    }

    /// The score of each sense of the homograph at `index`; empty if it is none.
    func scores(of index: Int, in sentence: [SpokenWord]) -> [Float] {
        scores(of: senses[sentence[index].text.lowercased()] ?? [], HomographFeatures.features(of: index, in: sentence))
    }

    private func scores(of candidates: [Sense], _ features: [String]) -> [Float] {
        data.withUnsafeBytes { bytes in
            candidates.map { sense in
                let shared = HomographFeatures.sharedSpeech.contains(sense.speech) ? sense.speech + "*" : nil
                var sum = 0
                for feature in features {
                    sum += weight(sense.name + "|", feature, in: bytes)
                    if let shared { sum += weight(shared, feature, in: bytes) }
                }
                return Float(sum) * scale
            }
        }
    }

    private func weight(_ prefix: String, _ feature: String, in bytes: UnsafeRawBufferPointer) -> Int {
        Int(Int8(bitPattern: bytes[weights.lowerBound + HomographFeatures.slot(prefix, feature)]))
    }
}

extension HomographModel.Sense {
    /// Whether this is a place or a person.
    fileprivate var isName: Bool { ["geo", "nam", "bible"].contains(speech) }

    /// Whether the data's name for this sense (`lead_nou-vrb`) has a part of speech.
    fileprivate func isSaid(as speech: SpokenWord.PartOfSpeech) -> Bool {
        let tags = name.split { $0 == "_" || $0 == "-" }.dropFirst()
        return switch speech {
        case .noun: tags.contains("nou")
        case .verb: tags.contains("vrb") || tags.contains("present")
        case .pastVerb: tags.contains("past") || tags.contains("vrb")
        case .adjective: tags.contains("adj")
        case .adverb, .determiner: false
        }
    }
}

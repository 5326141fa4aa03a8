internal import Foundation
internal import NeuralLayers
internal import SpeechData

/// Letter-to-sound: says words that neither the lexicon nor the rules know.
///
/// A bidirectional LSTM reads the letters; a GRU goes over them again and names for each letter the chunk of phonemes that
/// it says (none, one or two, stress included), knowing what it named so far; a beam search keeps the likeliest rows.
/// After Yao & Zweig, "Sequence-to-sequence neural net models for grapheme-to-phoneme conversion" (2015). Trained by
/// `Training/tts_training/pronunciation/letter_to_sound.py`.
struct LetterToSound: Sendable {
    private let letters: Embedding
    /// Two layers, forward and backward.
    private let encoder: [(forward: LongShortTermMemory, backward: LongShortTermMemory)]
    private let decoder: ChunkDecoder
    /// What each chunk sounds like, as `PhoneAlphabet` bytes.
    private let chunks: [[UInt8]]

    private static let beamWidth = 4

    /// Opens the weights among the program's resources.
    init() throws(SpeechError) {
        try self.init(WeightFile(path: FrontendResources.url("letter-to-sound.safetensors").path))
    }

    /// Reads the weights. Throws `.brokenVoice` if they are not of this model.
    init(_ file: WeightFile) throws(SpeechError) {
        let weights = file.weights
        guard let text = file.metadata["chunks"], let spelled = try? JSONDecoder().decode([[String]].self, from: Data(text.utf8)),
            let hidden = weights["encoder"][0].shape(of: "weight_hh_l0")?.last, let embedding = weights["letters"].shape(of: "weight")?.last
        else { throw SpeechError(.brokenVoice, "'\(file.name)' is not a letter-to-sound model", remedy: "install the program's resources again") }
        chunks = spelled.compactMap { PhoneAlphabet.encode($0.joined()) }
        guard chunks.count == spelled.count else {
            throw SpeechError(.brokenVoice, "'\(file.name)' speaks phonemes that are not of the voices' set", remedy: "install the program's resources again")
        }
        letters = try Embedding(weights["letters"], count: 27, channels: embedding)
        var layers: [(LongShortTermMemory, LongShortTermMemory)] = []
        for (index, inputs) in [embedding, 2 * hidden].enumerated() {
            layers.append((
                try LongShortTermMemory(weights["encoder"][index], inputs: inputs, hidden: hidden),
                try LongShortTermMemory(weights["encoder"][index], inputs: inputs, hidden: hidden, suffix: "_reverse")))
        }
        encoder = layers
        decoder = try ChunkDecoder(weights, encoded: 2 * hidden, chunks: chunks.count)
        try file.requireAllTaken()
    }

    /// The phones of a word of lower-case ASCII letters; other bytes are passed over, and no letters give no phones.
    ///
    /// The time is that of about a million multiplications a letter.
    func phones(of word: [UInt8]) -> [UInt8] { best(for: word).chunks.flatMap { chunks[$0] } }

    /// The likeliest chunks, one a letter, and the logarithm of their probability.
    func best(for word: [UInt8]) -> (chunks: [Int], score: Float) {
        let rows = word.filter { $0 >= 97 && $0 <= 122 }.map { Int($0) - 96 }
        guard !rows.isEmpty else { return ([], 0) }
        var encoded = letters(rows)
        let backwards = Array(rows.indices.reversed())
        for layer in encoder {
            encoded = Matrix.joiningColumns([layer.forward(encoded), layer.backward(encoded.gathered(backwards)).gathered(backwards)])
        }
        return decoder.search(encoded, width: Self.beamWidth)
    }
}

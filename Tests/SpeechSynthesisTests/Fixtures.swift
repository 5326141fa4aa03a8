import Foundation
import SpeechData
import SpeechSynthesis

/// The committed voice pack of random weights.
let silentPack = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Voices/silent")

func silentSynthesizer(_ options: SynthesisOptions = SynthesisOptions(), voice: String? = nil) throws -> Synthesizer {
    try Synthesizer(voice: voice, catalog: VoiceCatalog(directories: [silentPack]), options: options)
}

/// All chunks of a stream.
func chunks(_ stream: SpeechStream) throws -> [SpeechChunk] {
    var stream = stream
    var result: [SpeechChunk] = []
    while let chunk = try stream.next() { result.append(chunk) }
    return result
}

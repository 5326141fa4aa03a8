public import SpeechData
internal import AudioFiles

/// A piece of speech: at most one part of a sentence, or up to a second of silence.
public struct SpeechChunk: Sendable {
    public var waveform: Waveform
    /// When it begins, in seconds from the start of the first chunk.
    public var start: Double
    /// The timing of a sentence, on that sentence's last chunk.
    public var sentence: SentenceTiming?
}

/// A whole text, spoken.
public struct Speech: Sendable {
    public var waveform: Waveform
    public var sentences: [SentenceTiming]

    public init(waveform: Waveform, sentences: [SentenceTiming]) {
        self.waveform = waveform
        self.sentences = sentences
    }

    /// Writes a sound file in the format of the path's suffix; see `AudioFileWriter` for its errors.
    public func write(to path: String) throws(SpeechError) {
        let writer = try AudioFileWriter(path: path, sampleRate: waveform.sampleRate)
        try writer.append(waveform.samples)
        try writer.finish()
    }
}

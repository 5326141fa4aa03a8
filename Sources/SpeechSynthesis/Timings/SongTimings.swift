public import Foundation
internal import SpeechData

/// When everything of a song sounds, as one JSON document: that of speech, with `notes` and the F0 curve.
///
/// `{"sampleRate", "sentences": [as for speech, a phrase each], "notes": [{"start", "end", "pitch", "syllable"}],
/// "framesPerSecond", "f0": [hertz], "voicing": [0 to 1], "part", "voice", "end"}`. Times are seconds, pitches MIDI note numbers.
struct SongTimings: Encodable {
    private var sampleRate: Int
    private var sentences: [JSONTimingsEncoder.Sentence]
    private var notes: [Song.SungNote]
    private var framesPerSecond: Double
    private var f0: [Double]
    private var voicing: [Double]
    private var part: String
    private var voice: String
    private var end: Double

    init(_ song: Song) {
        sampleRate = song.waveform.sampleRate
        sentences = song.phrases.map(JSONTimingsEncoder.Sentence.init)
        notes = song.notes.map {
            Song.SungNote(
                start: JSONTimingsEncoder.rounded($0.start), end: JSONTimingsEncoder.rounded($0.end), pitch: $0.pitch, syllable: $0.syllable)
        }
        framesPerSecond = song.framesPerSecond
        f0 = song.f0.map { (Double($0) * 100).rounded() / 100 }
        voicing = song.voicing.map { (Double($0) * 100).rounded() / 100 }
        part = song.part
        voice = song.voice
        end = JSONTimingsEncoder.rounded(song.waveform.duration)
    }
}

extension Song {
    /// The song's times as a file of `format`; phrases take the place of sentences. Of several songs, which sound together, JSON
    /// is a list of documents; the other formats hold the first.
    ///
    /// Throws `.malformedInput` for no songs.
    public static func timings(of songs: [Song], format: TimingsFormat) throws -> Data {
        guard let first = songs.first else { throw SpeechError(.malformedInput, "there is no song to time") }
        if format == .json {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            let documents = songs.map(SongTimings.init)
            return try (documents.count == 1 ? encoder.encode(documents[0]) : encoder.encode(documents)) + Data("\n".utf8)
        }
        var text = ""
        var writer = try TimingsWriter(format: format, sampleRate: first.waveform.sampleRate) { text += $0 }
        for phrase in first.phrases { try writer.append(phrase) }
        try writer.finish(end: first.waveform.duration)
        return Data(text.utf8)
    }
}

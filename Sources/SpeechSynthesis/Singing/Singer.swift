internal import AcousticModeling
internal import Foundation
internal import NeuralLayers
internal import NeuralVocoding
public import ScoreFrontend
public import SpeechData
internal import TextFrontend

/// Sings scores: score → phrases → prosody → mel → waveform, with the models that speak.
///
/// The voice's mel has no pitch in it, so that any note can be sung with the envelope of speech; what a score decides
/// (when, how high, how loud) replaces what the model would.
public struct Singer: Sendable {
    private let synthesizer: Synthesizer
    private let options: SingingOptions

    /// Longest song, in seconds.
    private static let longest = 1800.0
    /// Seconds before the first beat of a score that begins at once: its first consonants need them.
    private static let leadIn = 0.5

    /// Throws `.usage` for options out of bounds.
    public init(_ synthesizer: Synthesizer, options: SingingOptions = SingingOptions()) throws(SpeechError) {
        try options.validate()
        self.synthesizer = synthesizer
        self.options = options
    }

    /// MIDI pitches that the voice sings well: from 8 semitones under its mean speaking pitch to 19 above.
    public var range: ClosedRange<Double> {
        let mean = 69 + 12 * log2(synthesizer.voice.acoustic.meanF0(of: synthesizer.speaker) / 440)
        return (mean - 8).rounded()...(mean + 19).rounded()
    }

    /// Semitones by which a part in `written` is moved: none where it fits, else an octave, else the least that fits, else
    /// what leaves least outside.
    private func transposition(of written: ClosedRange<Double>) -> Int {
        if let given = options.transposition { return given }
        let range = range
        func excess(_ shift: Int) -> Double {
            max(0, range.lowerBound - written.lowerBound - Double(shift)) + max(0, written.upperBound + Double(shift) - range.upperBound)
        }
        let candidates = [0, -12, 12] + (1...36).flatMap { [-$0, $0] }
        return candidates.first { excess($0) == 0 } ?? candidates.min { excess($0) < excess($1) } ?? 0
    }

    /// Sings one part of a score; `progress` hears the share that is done.
    ///
    /// Throws `.usage` for a part that is not there or a song of more than half an hour, and `.malformedInput` for
    /// phonemes that are not of the voice's set. A part without notes gives no sound.
    public func sing(_ score: Score, part index: Int, progress: (Double) throws -> Void = { _ in }) throws -> Song {
        guard score.parts.indices.contains(index) else { throw SpeechError(.usage, "the score has no part \(index + 1)") }
        let part = score.parts[index]
        let tempoMap = score.tempoMap.scaled(by: options.tempo)
        let rate = synthesizer.voice.description.mel.framesPerSecond
        var song = Song(
            waveform: Waveform(sampleRate: synthesizer.voice.sampleRate), notes: [], phonemes: [], f0: [], framesPerSecond: rate, warnings: [])
        let shift = part.range.map(transposition) ?? 0
        if shift != 0, options.transposition == nil {
            song.warnings.append(
                "part '\(part.name)' is sung \(abs(shift)) semitones \(shift < 0 ? "lower" : "higher") to fit the voice's range; --transpose none keeps the key")
        }
        let lead = part.notes.first.map { max(0, Self.leadIn - tempoMap.seconds(at: $0.start)) } ?? 0
        let length = tempoMap.seconds(at: part.notes.last?.end ?? 0)
        guard length < Self.longest else {
            throw SpeechError(.usage, "the song lasts \(Int(min(length, 1e9))) seconds, more than half an hour", remedy: "sing a stretch with --bars")
        }
        let syllables = try SungSyllable.syllables(of: part, tempoMap: tempoMap, lead: lead) { word throws(SpeechError) in try pronounce(word) }
        let starts = tempoMap.seconds(atAscending: part.notes.map(\.start))
        let ends = tempoMap.seconds(atAscending: part.notes.map(\.end))
        let timed = part.notes.indices.map { TimedNote(start: starts[$0] + lead, end: ends[$0] + lead, note: part.notes[$0]) }
        let begins = Dictionary(syllables.map { ($0.notes.lowerBound, $0.text) }, uniquingKeysWith: { first, _ in first })
        song.notes = timed.enumerated().map {
            Song.SungNote(start: $1.start, end: $1.end, pitch: $1.note.pitch + Double(shift), syllable: begins[$0])
        }
        let pitch = SungPitch(notes: timed, options: options, shift: Double(shift))
        let phrases = SungPhrase.phrases(of: syllables, framesPerSecond: rate)
        for (number, phrase) in phrases.enumerated() {
            try render(phrase, pitch: pitch, number: number, into: &song)
            try progress(Double(number + 1) / Double(phrases.count))
        }
        Loudness(volume: options.volume).apply(to: &song.waveform.samples)
        return song
    }

    private func render(_ phrase: SungPhrase, pitch: SungPitch, number: Int, into song: inout Song) throws {
        let voice = synthesizer.voice
        let seed = options.seed &+ UInt64(number) &* 0x9E37_79B9
        let f0 = pitch.curve(of: phrase, framesPerSecond: song.framesPerSecond)
        let warp = TimeWarp(phrase, seed: seed)
        let effort = SungDynamics.decibels(of: phrase, notes: pitch.notes, framesPerSecond: song.framesPerSecond)
        var prosody = voice.acoustic.prosody(for: phrase.utterance, speaker: synthesizer.speaker, durations: warp.modelDurations)
        // The decoder has heard no more than the range of speech; the vocoder sings at any pitch.
        let mean = Float(voice.acoustic.meanF0(of: synthesizer.speaker))
        prosody.f0 = warp.inverse(f0).map { min(max($0, 0.65 * mean), 1.7 * mean) }
        for (frame, decibels) in warp.inverse(effort).enumerated() { prosody.energy[frame] += decibels * Float(log(10.0) / 20) * 0.5 }
        var frame = 0
        for (segment, length) in zip(phrase.utterance.segments, warp.modelDurations) {
            if segment.phoneme.isVowel || "mnŋlɹwj".contains(segment.phoneme.symbol) {
                for inside in frame..<frame + length { prosody.voicing[inside] = 1 }
            }
            frame += length
        }
        let coarse = voice.acoustic.mel(for: phrase.utterance, prosody: prosody, speaker: synthesizer.speaker)
        var mel = MelSpectrogram(
            configuration: coarse.configuration, values: warp.apply(coarse.values, columns: coarse.configuration.bands), f0: f0,
            voicing: warp.apply(prosody.voicing, columns: 1))
        mel = voice.refined(mel, steps: options.refineSteps, solver: options.solver, seed: seed)
        SungDynamics.apply(effort, to: &mel)
        let sound = try voice.vocoder.waveform(from: mel, seed: seed)
        place(sound.samples, phrase: phrase, f0: f0, hop: mel.configuration.hop, into: &song)
    }

    private func place(_ samples: [Float], phrase: SungPhrase, f0: [Float], hop: Int, into song: inout Song) {
        let first = phrase.firstFrame * hop
        let missing = first + samples.count - song.waveform.samples.count
        if missing > 0 { song.waveform.samples += Array(repeating: 0, count: missing) }
        for (offset, sample) in samples.enumerated() { song.waveform.samples[first + offset] += sample }
        let frames = phrase.firstFrame + f0.count - song.f0.count
        if frames > 0 { song.f0 += Array(repeating: 0, count: frames) }
        song.f0.replaceSubrange(phrase.firstFrame..<phrase.firstFrame + f0.count, with: f0)
        var frame = phrase.firstFrame
        for (segment, length) in zip(phrase.utterance.segments, phrase.durations) {
            if !segment.phoneme.isPause {
                song.phonemes.append(
                    Song.SungPhoneme(
                        start: Double(frame) / song.framesPerSecond, end: Double(frame + length) / song.framesPerSecond,
                        phoneme: segment.phoneme.description))
            }
            frame += length
        }
    }

    /// The sounds of a word, pauses left out.
    private func pronounce(_ word: SungWord) throws(SpeechError) -> [Utterance.Segment] {
        if let phonemes = word.phonemes { return try Utterance(phonemes: phonemes).segments.filter { !$0.phoneme.isPause } }
        let plain = word.text.replacing("’", with: "'").filter { $0.isLetter || $0.isNumber || $0 == "'" || $0 == " " }
        let isShouted = plain.count > 1 && plain == plain.uppercased()
        let utterances = try synthesizer.frontend.utterances(in: isShouted ? plain.lowercased() : plain)
        return utterances.flatMap(\.segments).filter { !$0.phoneme.isPause }
    }
}

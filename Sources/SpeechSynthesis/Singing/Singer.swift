internal import AcousticModeling
internal import Foundation
internal import NeuralVocoding
public import ScoreFrontend
public import SpeechData
internal import TextFrontend

/// Sings scores: score → phrases → prosody → mel → waveform, with the models that speak.
///
/// The voice's mel has no pitch in it, so that any note can be sung with the envelope of speech; what a score decides
/// (when, how high, how loud) replaces what the model would.
public struct Singer: Sendable {
    let synthesizer: Synthesizer
    let options: SingingOptions
    private let energy: SungEnergy
    private let level: SungLevel
    private let breath: SungBreath

    /// Longest song, in seconds.
    private static let longest = 1800.0
    /// Seconds before the first beat of a score that begins at once: its breath and its first consonants need them.
    private static let leadIn = 0.75
    /// A phrase of at least this many seconds is worth a breath.
    private static let breathWorthy = 1.5

    /// Throws `.usage` for options out of bounds.
    public init(_ synthesizer: Synthesizer, options: SingingOptions = SingingOptions()) throws(SpeechError) {
        try options.validate()
        self.synthesizer = synthesizer
        self.options = options
        energy = SungEnergy(synthesizer.voice.acoustic, speaker: synthesizer.speaker)
        level = SungLevel(synthesizer.voice.acoustic, speaker: synthesizer.speaker)
        breath = SungBreath(synthesizer.voice.acoustic, speaker: synthesizer.speaker)
    }

    /// What the voice sings well: as its pack states it, weighted by the shares of a mixture; where it states nothing, what its
    /// speaking pitch lets one expect.
    public var range: SingingRange {
        let (voice, shares) = (synthesizer.voice, synthesizer.speaker.shares)
        let ranges = shares.map { share in
            voice.description.singingRange(of: share.speaker)
                ?? SingingRange(meanF0: voice.acoustic.meanF0(of: SpeakerMixture(speaker: share.speaker)))
        }
        return SingingRange(
            lowest: zip(shares, ranges).reduce(0) { $0 + $1.0.share * $1.1.lowest }.rounded(),
            highest: zip(shares, ranges).reduce(0) { $0 + $1.0.share * $1.1.highest }.rounded())
    }

    /// Sings one part of a score; `progress` hears the share that is done.
    ///
    /// Throws `.usage` for a part that is not there or a song of more than half an hour, and `.malformedInput` for
    /// phonemes that are not of the voice's set. A part without notes gives no sound.
    public func sing(_ score: Score, part index: Int, progress: (Double) throws -> Void = { _ in }) throws -> Song {
        guard score.parts.indices.contains(index) else { throw SpeechError(.usage, "the score has no part \(index + 1)") }
        let shift = options.transposition ?? score.parts[index].range.map { SingingRange.transposition(of: [($0, range)])[0] } ?? 0
        return try sing(score, part: index, shift: shift, lead: Self.lead(score, parts: [index], tempo: options.tempo), progress: progress)
    }

    /// Seconds of silence before the score, so that the first of `parts` to sing has time to begin.
    static func lead(_ score: Score, parts: [Int], tempo: Double) -> Double {
        let first = parts.compactMap { score.parts[$0].notes.first?.start }.min() ?? 0
        return max(0, leadIn - score.tempoMap.scaled(by: tempo).seconds(at: first))
    }

    /// - Parameters:
    ///   - shift: Semitones added to every note.
    ///   - lead: Seconds before the score begins.
    func sing(_ score: Score, part index: Int, shift: Int, lead: Double, progress: (Double) throws -> Void) throws -> Song {
        let part = score.parts[index]
        let tempoMap = score.tempoMap.scaled(by: options.tempo)
        let rate = synthesizer.voice.description.mel.framesPerSecond
        var song = Song(
            waveform: Waveform(sampleRate: synthesizer.voice.sampleRate), part: part.name, voice: synthesizer.name, notes: [], phrases: [],
            f0: [], voicing: [], framesPerSecond: rate, warnings: rangeWarnings(part, shift: shift))
        let length = tempoMap.seconds(at: part.notes.last?.end ?? 0)
        guard length < Self.longest else {
            throw SpeechError(.usage, "the song lasts \(Int(min(length, 1e9))) seconds, more than half an hour", remedy: "sing a stretch with --bars")
        }
        let pronunciation = SungPronunciation(frontend: synthesizer.frontend)
        let syllables = try SungSyllable.syllables(of: part, tempoMap: tempoMap, lead: lead) { word throws(SpeechError) in try pronunciation.segments(of: word) }
        let starts = tempoMap.seconds(atAscending: part.notes.map(\.start))
        let ends = tempoMap.seconds(atAscending: part.notes.map(\.end))
        let timed = part.notes.indices.map { TimedNote(start: starts[$0] + lead, end: ends[$0] + lead, note: part.notes[$0]) }
        let begins = Dictionary(syllables.map { ($0.notes.lowerBound, $0.text) }, uniquingKeysWith: { first, _ in first })
        song.notes = timed.enumerated().map {
            Song.SungNote(start: $1.start, end: $1.end, pitch: $1.note.pitch + Double(shift), syllable: begins[$0])
        }
        let pitch = SungPitch(notes: timed, options: options, shift: Double(shift))
        let groups = SungPhrase.groups(of: syllables)
        for (number, group) in groups.enumerated() {
            let phrase = SungPhrase(group, framesPerSecond: rate) { [synthesizer] in
                synthesizer.voice.acoustic.prosody(for: $0, speaker: synthesizer.speaker).durations
            }
            try breathe(before: phrase, number: number, into: &song)
            try render(phrase, pitch: pitch, number: number, into: &song)
            try progress(Double(number + 1) / Double(groups.count))
        }
        Loudness(volume: options.volume).apply(to: &song.waveform.samples)
        return song
    }

    private func rangeWarnings(_ part: Score.Part, shift: Int) -> [String] {
        guard let written = part.range else { return [] }
        var warnings: [String] = []
        if shift != 0, options.transposition == nil {
            let octaves = shift % 12 == 0 ? ["", "an octave", "two octaves", "three octaves"][min(abs(shift) / 12, 3)] : ""
            let distance = octaves.isEmpty ? "\(abs(shift)) semitone\(abs(shift) == 1 ? "" : "s")" : octaves
            warnings.append(
                "part '\(part.name)' is sung \(distance) \(shift < 0 ? "lower" : "higher") to fit the range of \(synthesizer.name); --transpose none keeps the key")
        }
        let excess = range.excess(of: written, shift: shift)
        if excess > 0 {
            warnings.append("part '\(part.name)' leaves the range that \(synthesizer.name) sings well by \(Int(excess.rounded(.up))) semitones")
        }
        return warnings
    }

    private func render(_ phrase: SungPhrase, pitch: SungPitch, number: Int, into song: inout Song) throws {
        let voice = synthesizer.voice
        let seed = options.seed &+ UInt64(number) &* 0x9E37_79B9
        let f0 = pitch.curve(of: phrase, framesPerSecond: song.framesPerSecond)
        let warp = TimeWarp(phrase, seed: seed)
        let effort = SungDynamics.decibels(of: phrase, notes: pitch.notes, framesPerSecond: song.framesPerSecond)
        var prosody = voice.acoustic.prosody(for: phrase.utterance, speaker: synthesizer.speaker, durations: warp.modelDurations)
        energy.apply(to: &prosody, of: phrase.utterance)
        // The decoder has heard no more than the range of speech; the vocoder sings at any pitch.
        let mean = Float(voice.acoustic.meanF0(of: synthesizer.speaker))
        prosody.f0 = warp.inverse(f0).map { min(max($0, 0.65 * mean), 1.7 * mean) }
        for (frame, decibels) in warp.inverse(effort).enumerated() { prosody.energy[frame] += decibels * Float(log(10.0) / 20) * 0.5 }
        var frame = 0
        for (segment, length) in zip(phrase.utterance.segments, warp.modelDurations) {
            if segment.phoneme.isVowel || segment.phoneme.isSonorant {
                for inside in frame..<frame + length { prosody.voicing[inside] = 1 }
            }
            frame += length
        }
        let coarse = voice.acoustic.mel(for: phrase.utterance, prosody: prosody, speaker: synthesizer.speaker)
        var mel = MelSpectrogram(
            configuration: coarse.configuration, values: warp.apply(coarse.values, columns: coarse.configuration.bands), f0: f0,
            voicing: warp.apply(prosody.voicing, columns: 1))
        mel = voice.refined(mel, steps: options.refineSteps, solver: options.solver, seed: seed)
        level.apply(to: &mel, of: phrase)
        SungDynamics.apply(effort, to: &mel)
        SungVariation.apply(to: &mel, seed: seed)
        song.add(try voice.vocoder.waveform(from: mel, seed: seed, clearance: HarmonicClearance()).samples, at: phrase.firstFrame * mel.configuration.hop)
        song.add(phrase, mel: mel)
    }

    /// Draws breath before a phrase that is worth it, where the rest before it leaves time.
    private func breathe(before phrase: SungPhrase, number: Int, into song: inout Song) throws {
        guard options.breathes, let first = phrase.syllables.first, let last = phrase.syllables.last else { return }
        let end = phrase.firstSound - SungBreath.distance
        let silentFrom = song.phrases.last?.span.end ?? 0
        guard last.end - first.start > Self.breathWorthy, end - SungBreath.length > silentFrom + 0.02 else { return }
        let sound = try synthesizer.voice.vocoder.waveform(from: breath.mel(), seed: options.seed &+ UInt64(number))
        song.add(sound.samples, at: Int((end - SungBreath.length) * Double(song.waveform.sampleRate)))
    }
}

extension Song {
    /// Adds sound to what is there.
    fileprivate mutating func add(_ samples: [Float], at first: Int) {
        let missing = first + samples.count - waveform.samples.count
        if missing > 0 { waveform.samples += [Float](repeating: 0, count: missing) }
        for (offset, sample) in samples.enumerated() where first + offset >= 0 { waveform.samples[first + offset] += sample }
    }

    /// Notes when the phrase's sounds were sung, how high and how voiced.
    fileprivate mutating func add(_ phrase: SungPhrase, mel: MelSpectrogram) {
        let missing = phrase.firstFrame + mel.frameCount - f0.count
        if missing > 0 {
            f0 += [Float](repeating: 0, count: missing)
            voicing += [Float](repeating: 0, count: missing)
        }
        var spans: [TimeSpan] = []
        var frame = 0
        for (segment, length) in zip(phrase.utterance.segments, phrase.durations) {
            let start = phrase.firstFrame + frame
            spans.append(TimeSpan(start: Double(start) / framesPerSecond, end: Double(start + length) / framesPerSecond))
            if !segment.phoneme.isPause {
                f0.replaceSubrange(start..<start + length, with: mel.f0[frame..<frame + length])
                voicing.replaceSubrange(start..<start + length, with: mel.voicing[frame..<frame + length])
            }
            frame += length
        }
        let words = phrase.utterance.words.map { word in
            SentenceTiming.Word(
                text: word.text, span: TimeSpan(start: spans[word.segments.lowerBound].start, end: spans[word.segments.upperBound - 1].end),
                phonemes: word.segments.map { SentenceTiming.Sound(phoneme: phrase.utterance.segments[$0].phoneme, span: spans[$0]) })
        }
        guard let first = words.first, let last = words.last else { return }
        phrases.append(SentenceTiming(text: phrase.utterance.text, span: TimeSpan(start: first.span.start, end: last.span.end), words: words))
    }
}

internal import SpeechData

/// A stretch that is sung in one breath: an utterance whose segments have their frames.
struct SungPhrase {
    private(set) var utterance: Utterance
    /// Sung frames of each segment.
    private(set) var durations: [Int]
    /// Frame of the song at which the first segment begins.
    private(set) var firstFrame: Int
    let syllables: [SungSyllable]

    /// A rest at least this long parts phrases, in seconds.
    private static let leastRest = 0.3
    /// Silence before and after a phrase, in seconds.
    private static let margin = 0.2
    /// Most of the time between two vowel onsets that consonants may take.
    private static let consonantShare = 0.5

    /// Parts syllables into phrases, of at most 60 syllables.
    static func phrases(of syllables: [SungSyllable], framesPerSecond: Double) -> [SungPhrase] {
        var groups: [[SungSyllable]] = []
        for syllable in syllables {
            if let last = groups.last?.last, syllable.start - last.end < leastRest, groups[groups.count - 1].count < 60 {
                groups[groups.count - 1].append(syllable)
            } else {
                groups.append([syllable])
            }
        }
        return groups.map { SungPhrase($0, framesPerSecond: framesPerSecond) }
    }

    private init(_ group: [SungSyllable], framesPerSecond rate: Double) {
        syllables = group
        var segments = [Utterance.Segment(.start)]
        var words: [Utterance.Word] = []
        /// Seconds at which each segment after the first begins.
        var times: [Double] = []
        var wordStart = 1
        func add(_ sounds: [Utterance.Segment], at start: Double, _ lengths: [Double]) {
            var time = start
            for (sound, length) in zip(sounds, lengths) {
                times.append(time)
                segments.append(Utterance.Segment(sound.phoneme, stress: sound.stress, word: words.count))
                time += length
            }
        }
        func typical(_ sounds: [Utterance.Segment]) -> [Double] { sounds.map { SungSyllable.typicalDuration(of: $0.phoneme) } }
        func closeWord(_ text: String) {
            guard segments.count > wordStart else { return }
            words.append(Utterance.Word(text: text, segments: wordStart..<segments.count))
            wordStart = segments.count
        }
        if let first = group.first {
            let lengths = Self.fitted(typical(first.onset), into: 0.28)
            add(first.onset, at: first.start - lengths.reduce(0, +), lengths)
        }
        for (index, syllable) in group.enumerated() {
            let next = index + 1 < group.count ? group[index + 1] : nil
            let gap = next.map { $0.start - syllable.end } ?? .infinity
            let isLegato = gap < 0.06
            let nextOnset = next.map { typical($0.onset) } ?? []
            let span = max((isLegato ? next?.start ?? syllable.end : syllable.end) - syllable.start, 0.02)
            // Legato, coda and next onset share the end of this syllable; else the onset sounds in the rest.
            let shared = Self.fitted(typical(syllable.coda) + (isLegato ? nextOnset : []), into: Self.consonantShare * span)
            let vowels = span - shared.reduce(0, +)
            add(syllable.nucleus, at: syllable.start, Self.nucleusLengths(syllable.nucleus, filling: vowels))
            add(syllable.coda, at: syllable.start + vowels, Array(shared.prefix(syllable.coda.count)))
            let endOfSounds = syllable.start + vowels + shared.prefix(syllable.coda.count).reduce(0, +)
            guard let next else {
                closeWord(syllable.word)
                times.append(endOfSounds)
                break
            }
            if next.beginsWord { closeWord(syllable.word) }
            let onset = isLegato ? Array(shared.suffix(nextOnset.count)) : Self.fitted(nextOnset, into: 0.8 * gap)
            if !isLegato, next.beginsWord, let comma = Phoneme(",") {
                times.append(endOfSounds)
                segments.append(Utterance.Segment(comma))
                wordStart = segments.count
            }
            add(next.onset, at: next.start - onset.reduce(0, +), onset)
        }
        segments.append(Utterance.Segment(.end))
        firstFrame = max(0, Int((((times.first ?? 0) - Self.margin) * rate).rounded(.down)))
        // Each sound has at least one frame.
        var bounds = [firstFrame]
        for time in times { bounds.append(max(bounds[bounds.count - 1] + 1, Int((time * rate).rounded()))) }
        bounds.append(bounds[bounds.count - 1] + Int(Self.margin * rate) + 1)
        durations = zip(bounds.dropFirst(), bounds).map { $0 - $1 }
        utterance = Utterance(text: words.map(\.text).joined(separator: " "), segments: segments, words: words)
    }

    /// `lengths` shortened alike so that they add up to at most `room`.
    private static func fitted(_ lengths: [Double], into room: Double) -> [Double] {
        let total = lengths.reduce(0, +)
        return total > room ? lengths.map { $0 * room / total } : lengths
    }

    /// Consonants inside keep their length as far as they can; vowels after the first are shorter.
    private static func nucleusLengths(_ sounds: [Utterance.Segment], filling span: Double) -> [Double] {
        let inner = sounds.map { $0.phoneme.isVowel ? 0 : SungSyllable.typicalDuration(of: $0.phoneme) }
        let consonants = fitted(inner, into: 0.4 * span)
        let weights = sounds.enumerated().map { $1.phoneme.isVowel ? ($0 == 0 ? 1 : 0.6) : 0 }
        let rest = span - consonants.reduce(0, +)
        let total = max(weights.reduce(0, +), 1e-6)
        return zip(consonants, weights).map { $0 + $1 * rest / total }
    }
}

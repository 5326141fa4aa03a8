internal import SpeechData

/// A stretch that is sung in one breath: an utterance whose segments have their frames.
struct SungPhrase {
    let utterance: Utterance
    /// Frames that each segment would have in speech.
    let spokenDurations: [Int]
    /// Sung frames of each segment.
    let durations: [Int]
    /// Frame of the song at which the first segment begins.
    let firstFrame: Int
    /// Seconds at which the first sound begins.
    let firstSound: Double
    let syllables: [SungSyllable]
    /// Seconds in which nothing sounds between the syllables of a word, as in staccato.
    let gaps: [ClosedRange<Double>]

    /// A rest at least this long parts phrases, in seconds.
    private static let leastRest = 0.3
    /// What is closer than this is sung as one, in seconds.
    private static let legatoGap = 0.06
    /// Silence before and after a phrase, in seconds.
    private static let margin = 0.2
    /// Most of the time between two vowel onsets that consonants may take.
    private static let consonantShare = 0.5
    /// Most time that the consonants before a phrase's first beat take, in seconds.
    private static let longestPickup = 0.28

    /// Most syllables and sounds of a phrase: the acoustic model's work grows with the square of the sounds.
    private static let mostSyllables = 60
    private static let mostSounds = 400

    /// Syllables parted into phrases, of at most 60 syllables and, unless a single one has more, 400 sounds.
    static func groups(of syllables: [SungSyllable]) -> [[SungSyllable]] {
        var groups: [[SungSyllable]] = []
        var sounds = 0
        for syllable in syllables {
            let own = syllable.onset.count + syllable.nucleus.count + syllable.coda.count
            if let last = groups.last?.last, syllable.start - last.end < leastRest, groups[groups.count - 1].count < mostSyllables,
                sounds + own <= mostSounds
            {
                groups[groups.count - 1].append(syllable)
                sounds += own
            } else {
                groups.append([syllable])
                sounds = own
            }
        }
        return groups
    }

    /// Lays a group of syllables out in time.
    ///
    /// - Parameter spoken: the frames of each segment of an utterance in speech: consonants keep them as far as the tempo lets
    ///   them.
    init(_ group: [SungSyllable], framesPerSecond rate: Double, spoken: (Utterance) -> [Int]) {
        let text = Text(group, legatoGap: Self.legatoGap)
        let natural = spoken(text.utterance)
        let lengths = zip(text.utterance.segments, natural).map { SungSyllable.consonantDuration(of: $0.phoneme, spoken: Double($1) / rate) }
        /// Seconds at which each segment after the first begins; the last is the end.
        var starts = [Double](repeating: 0, count: text.utterance.segments.count)
        var gaps: [ClosedRange<Double>] = []
        func place(_ range: Range<Int>, at start: Double, _ lengths: [Double]) {
            var time = start
            for (index, length) in zip(range, lengths) {
                starts[index] = time
                time += length
            }
        }
        if let first = group.first {
            let onset = Self.fitted(Array(lengths[text.places[0].onset]), into: Self.longestPickup)
            place(text.places[0].onset, at: first.start - onset.reduce(0, +), onset)
        }
        for (index, syllable) in group.enumerated() {
            let own = text.places[index]
            let next = index + 1 < group.count ? group[index + 1] : nil
            let gap = next.map { $0.start - syllable.end } ?? .infinity
            let isLegato = gap < Self.legatoGap
            let nextOnset = next == nil ? 0..<0 : text.places[index + 1].onset
            let span = max((isLegato ? next?.start ?? syllable.end : syllable.end) - syllable.start, 0.02)
            // Legato, coda and next onset share the end of this syllable; else the onset sounds in the rest.
            // Where there is time, a hum after the vowel is held, as the vowel is.
            let hold = span > 0.7 ? 1.4 : 1
            let coda = own.coda.map { text.utterance.segments[$0].phoneme.isSonorant ? hold * lengths[$0] : lengths[$0] }
            let ending = coda + (isLegato ? Array(lengths[nextOnset]) : [])
            let shared = Self.fitted(ending, into: Self.consonantShare * span)
            let vowels = span - shared.reduce(0, +)
            place(own.nucleus, at: syllable.start, Self.nucleusLengths(text.utterance.segments[own.nucleus], lengths[own.nucleus], filling: vowels))
            place(own.coda, at: syllable.start + vowels, Array(shared.prefix(own.coda.count)))
            let endOfSounds = syllable.start + vowels + shared.prefix(own.coda.count).reduce(0, +)
            guard let next else {
                starts[starts.count - 1] = endOfSounds
                break
            }
            let onset = isLegato ? Array(shared.suffix(nextOnset.count)) : Self.fitted(Array(lengths[nextOnset]), into: 0.8 * gap)
            let onsetStart = next.start - onset.reduce(0, +)
            if let pause = text.places[index + 1].pause {
                starts[pause] = endOfSounds
            } else if !isLegato, onsetStart > endOfSounds {
                gaps.append(endOfSounds...onsetStart)
            }
            place(nextOnset, at: onsetStart, onset)
        }
        syllables = group
        utterance = text.utterance
        spokenDurations = natural
        self.gaps = gaps
        firstSound = starts.count > 1 ? starts[1] : 0
        firstFrame = max(0, Int((firstSound - Self.margin) * rate))
        // Each sound has at least one frame.
        var bounds = [firstFrame]
        for time in starts.dropFirst() { bounds.append(max(bounds[bounds.count - 1] + 1, Int((time * rate).rounded()))) }
        bounds.append(bounds[bounds.count - 1] + Int(Self.margin * rate) + 1)
        durations = zip(bounds.dropFirst(), bounds).map { $0 - $1 }
    }

    /// What is sung, before it has its place in time.
    private struct Text {
        /// Where a syllable's sounds stand among the segments.
        struct Place {
            /// The pause before the syllable, if there is one.
            var pause: Int?
            var onset: Range<Int>
            var nucleus: Range<Int>
            var coda: Range<Int>
        }

        private(set) var utterance: Utterance
        private(set) var places: [Place] = []

        init(_ group: [SungSyllable], legatoGap: Double) {
            var segments = [Utterance.Segment(.start)]
            var words: [Utterance.Word] = []
            var wordStart = 1
            func closeWord(_ text: String) {
                guard segments.count > wordStart else { return }
                words.append(Utterance.Word(text: text, segments: wordStart..<segments.count))
                wordStart = segments.count
            }
            func append(_ sounds: [Utterance.Segment]) -> Range<Int> {
                let start = segments.count
                segments += sounds.map { Utterance.Segment($0.phoneme, stress: $0.stress, word: words.count) }
                return start..<segments.count
            }
            for (index, syllable) in group.enumerated() {
                var pause: Int?
                if index > 0, syllable.beginsWord {
                    closeWord(group[index - 1].word)
                    if syllable.start - group[index - 1].end >= legatoGap, let comma = Phoneme(",") {
                        pause = segments.count
                        segments.append(Utterance.Segment(comma))
                        wordStart = segments.count
                    }
                }
                places.append(
                    Place(pause: pause, onset: append(syllable.onset), nucleus: append(syllable.nucleus), coda: append(syllable.coda)))
            }
            closeWord(group.last?.word ?? "")
            segments.append(Utterance.Segment(.end))
            utterance = Utterance(text: words.map(\.text).joined(separator: " "), segments: segments, words: words)
        }
    }

    /// `lengths` shortened alike so that they add up to at most `room`.
    private static func fitted(_ lengths: [Double], into room: Double) -> [Double] {
        let total = lengths.reduce(0, +)
        return total > room ? lengths.map { $0 * room / total } : lengths
    }

    /// Consonants inside keep their length as far as they can; vowels after the first are shorter.
    private static func nucleusLengths(
        _ sounds: ArraySlice<Utterance.Segment>, _ lengths: ArraySlice<Double>, filling span: Double
    ) -> [Double] {
        let inner = zip(sounds, lengths).map { $0.phoneme.isVowel ? 0 : $1 }
        let consonants = fitted(inner, into: 0.4 * span)
        let weights = sounds.enumerated().map { $1.phoneme.isVowel ? ($0 == 0 ? 1 : 0.6) : 0 }
        let rest = span - consonants.reduce(0, +)
        let total = max(weights.reduce(0, +), 1e-6)
        return zip(consonants, weights).map { $0 + $1 * rest / total }
    }
}

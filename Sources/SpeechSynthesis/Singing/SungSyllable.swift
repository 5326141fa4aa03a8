internal import ScoreFrontend
internal import SpeechData

/// A syllable with its sounds and its place in time: its vowel begins at `start`.
struct SungSyllable {
    var onset: [Utterance.Segment]
    /// From the first vowel to the last.
    var nucleus: [Utterance.Segment]
    var coda: [Utterance.Segment]
    /// Seconds.
    var start: Double
    var end: Double
    /// Indices of the part's notes.
    var notes: Range<Int>
    var text: String
    var word: String
    var beginsWord: Bool

    /// Seconds of a consonant in singing: as spoken, whatever the tempo, within bounds around what is typical.
    static func consonantDuration(of phoneme: Phoneme, spoken: Double) -> Double {
        let typical = switch phoneme.symbol {
        case "T": 0.03
        case "b", "d", "ɡ", "h", "w", "j", "v", "ð": 0.06
        case "ɹ", "l", "m", "n", "ŋ", "p", "t", "k", "z", "ʒ": 0.075
        case "s", "ʃ", "f", "θ": 0.11
        default: 0.1
        }
        return min(max(spoken, 0.7 * typical), 1.4 * typical)
    }

    /// All syllables of a part. What has no vowel joins the coda of the syllable before; before the first it is dropped.
    static func syllables(
        of part: Score.Part, tempoMap: TempoMap, lead: Double,
        pronounce: (SungWord) throws(SpeechError) -> [Utterance.Segment]
    ) throws(SpeechError) -> [SungSyllable] {
        let starts = tempoMap.seconds(atAscending: part.notes.map(\.start)).map { $0 + lead }
        let ends = tempoMap.seconds(atAscending: part.notes.map(\.end)).map { $0 + lead }
        var result: [SungSyllable] = []
        for word in part.words {
            let segments = try pronounce(word)
            for (index, range) in Syllabification.deal(segments, to: word.syllables.map(\.text)).enumerated() {
                let notes = word.syllables[index].notes
                guard let last = notes.last else { continue }
                let isLast = index == word.syllables.count - 1
                let endsClause = isLast && word.text.contains { ",.;:!?".contains($0) }
                let end = soundingEnd(part.notes[last], endsClause: endsClause, start: starts[last], end: ends[last])
                let sounds = Array(segments[range])
                guard let first = sounds.firstIndex(where: \.phoneme.isVowel), let final = sounds.lastIndex(where: \.phoneme.isVowel) else {
                    if let before = result.indices.last {
                        result[before].coda += sounds
                        result[before].notes = result[before].notes.lowerBound..<notes.upperBound
                        result[before].end = end
                    }
                    continue
                }
                result.append(
                    SungSyllable(
                        onset: Array(sounds[..<first]), nucleus: Array(sounds[first...final]), coda: Array(sounds[(final + 1)...]),
                        start: starts[notes.lowerBound], end: end, notes: notes, text: word.syllables[index].text,
                        word: word.text, beginsWord: index == 0))
            }
        }
        return result
    }

    private static func soundingEnd(_ note: Note, endsClause: Bool, start: Double, end: Double) -> Double {
        let length = end - start
        if note.articulations.contains(.staccatissimo) { return start + max(0.4 * length, min(length, 0.1)) }
        if note.articulations.contains(.staccato) { return start + max(0.55 * length, min(length, 0.12)) }
        if note.articulations.contains(.breath) { return end - min(0.35, 0.3 * length) }
        // A comma is heard where the note is long enough to be left early.
        if endsClause, length > 0.5 { return end - min(0.2, 0.2 * length) }
        return end
    }
}

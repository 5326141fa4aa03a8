import ScoreFrontend
import SpeechData
@testable import SpeechSynthesis
import Testing

/// Notes of `beats` quarters each with these words, at 60 quarters a minute: a quarter is a second.
func songPart(_ items: [(lyric: String?, pitch: Double, beats: Double)], slurred: Set<Int> = []) -> Score.Part {
    var start = 1.0
    var notes: [Note] = []
    for (index, item) in items.enumerated() {
        let lyric: Lyric = item.lyric.map { $0.hasPrefix("[") ? .phonemes(String($0.dropFirst().dropLast())) : .syllable($0, beginsWord: true, endsWord: true) } ?? .extender
        if item.pitch > 0 {
            notes.append(Note(bar: 0, start: start, length: item.beats, pitch: item.pitch, lyric: lyric, isSlurred: slurred.contains(index)))
        }
        start += item.beats
    }
    return Score.Part(name: "Voice", notes: notes)
}

let secondsForQuarters = TempoMap([.init(position: 0, quartersPerMinute: 60)])

func syllables(of part: Score.Part, tempo: Double = 60) throws -> [SungSyllable] {
    try SungSyllable.syllables(of: part, tempoMap: TempoMap([.init(position: 0, quartersPerMinute: tempo)]), lead: 0.5) { word throws(SpeechError) in
        try Utterance(phonemes: word.phonemes ?? "lˈɑ").segments.filter { !$0.phoneme.isPause }
    }
}

func phrase(_ phonemes: [String], beats: Double = 1, tempo: Double = 60, spoken: Int = 7) throws -> SungPhrase {
    let part = songPart(phonemes.map { ("[\($0)]", 60, beats) })
    return SungPhrase(try syllables(of: part, tempo: tempo), framesPerSecond: 80) { [Int](repeating: spoken, count: $0.segments.count) }
}

@Suite struct SungPhraseTests {
    /// The model's work grows with the square of a phrase's sounds, so a score without rests is parted all the same.
    @Test func phrasesAreNoLongerThanTheModelCanTake() throws {
        let short = try syllables(of: songPart((0..<130).map { _ in ("[lˈɑ]", 60, 1) }))
        #expect(SungPhrase.groups(of: short).map(\.count) == [60, 60, 10])
        let chanted = "[" + [String](repeating: "lɑ", count: 75).joined() + "]"
        let long = try syllables(of: songPart((0..<5).map { _ in (chanted, 60, 1) }))
        #expect(SungPhrase.groups(of: long).map(\.count) == [2, 2, 1])
    }

    /// Seconds at which each segment begins.
    private func starts(_ phrase: SungPhrase) -> [Double] {
        var frame = phrase.firstFrame
        return phrase.durations.map { length in
            defer { frame += length }
            return Double(frame) / 80
        }
    }

    @Test(arguments: [60.0, 120, 240, 480])
    func vowelsBeginOnTheBeatAtAnyTempo(_ tempo: Double) throws {
        let words = ["stɹˈɛŋθ", "twˈɪst", "ˈI", "splˈæʃ", "ðə", "klˈOðz"]
        let phrase = try phrase(words, tempo: tempo)
        let vowels = zip(starts(phrase), phrase.utterance.segments).filter { $1.phoneme.isVowel }.map(\.0)
        let beats = (0..<words.count).map { 0.5 + (1 + Double($0)) * 60 / tempo }
        #expect(vowels.count == beats.count)
        // Half a frame; where three consonants have to share an eighth of a second each keeps a frame of its own.
        let tolerance = tempo <= 240 ? 0.0063 : 0.03
        for (vowel, beat) in zip(vowels, beats) { #expect(abs(vowel - beat) <= tolerance, "\(vowel) for \(beat)") }
    }

    @Test func everySoundHasItsFrames() throws {
        let phrase = try phrase(["stɹˈɛŋθs", "stɹˈɛŋθs", "stɹˈɛŋθs"], tempo: 900)
        for (segment, frames) in zip(phrase.utterance.segments, phrase.durations) { #expect(frames >= 1, "\(segment.phoneme)") }
    }

    /// Consonants last as long as in speech, whatever the note; the vowel takes the rest.
    @Test func consonantsKeepTheirLengthAndVowelsStretch() throws {
        let (short, long) = (try phrase(["sˈit", "sˈit"], beats: 1), try phrase(["sˈit", "sˈit"], beats: 4))
        func frames(_ phrase: SungPhrase, _ symbol: Character) -> Int {
            zip(phrase.utterance.segments, phrase.durations).filter { $0.0.phoneme.symbol == symbol }.map(\.1)[0]
        }
        #expect(frames(short, "s") == frames(long, "s") && frames(short, "t") == frames(long, "t"))
        #expect(frames(long, "i") == frames(short, "i") + 240)
        #expect(abs(frames(short, "s") - 7) <= 1)
    }

    @Test func restsPartPhrases() throws {
        let part = songPart([("[lˈɑ]", 60, 1), (nil, 0, 0.2), ("[lˈɑ]", 60, 1), (nil, 0, 1), ("[lˈɑ]", 60, 1)])
        let groups = SungPhrase.groups(of: try syllables(of: part))
        #expect(groups.map(\.count) == [2, 1])
    }

    @Test func aShortRestIsAPauseAndStaccatoInsideAWordAGap() throws {
        var part = songPart([("[lˈɑ]", 60, 1), (nil, 0, 0.2), ("[lˈɑ]", 60, 1)])
        let paused = SungPhrase(try syllables(of: part), framesPerSecond: 80) { [Int](repeating: 7, count: $0.segments.count) }
        #expect(paused.utterance.segments.map(\.phoneme.symbol) == Array("^lɑ,lɑ$") && paused.gaps.isEmpty)
        part = songPart([("be", 60, 1), ("gin", 60, 1)])
        part.notes[0].lyric = .syllable("be", beginsWord: true, endsWord: false)
        part.notes[1].lyric = .syllable("gin", beginsWord: false, endsWord: true)
        part.notes[0].articulations = .staccato
        let sung = try SungSyllable.syllables(of: part, tempoMap: secondsForQuarters, lead: 0) { word throws(SpeechError) in
            try Utterance(phonemes: "bəɡˈɪn").segments.filter { !$0.phoneme.isPause }
        }
        let staccato = SungPhrase(sung, framesPerSecond: 80) { [Int](repeating: 7, count: $0.segments.count) }
        #expect(staccato.utterance.words.count == 1 && staccato.gaps.count == 1)
        let gap = try #require(staccato.gaps.first)
        #expect(gap.lowerBound >= 1.5 && gap.upperBound < 2)
    }

    @Test func utterancesAreWhole() throws {
        let phrase = try phrase(["twˈɪŋ", "kəl", "lˈɪ", "Təl", "stˈɑɹ"])
        #expect(phrase.utterance.phonemes == "twˈɪŋ kəl lˈɪ Təl stˈɑɹ")
        #expect(phrase.durations.count == phrase.utterance.segments.count && phrase.spokenDurations.count == phrase.durations.count)
    }
}

internal import AcousticModeling
internal import SpeechData

/// How strong the acoustic model is asked to make each vowel: about as strong as the speaker says it when it is stressed.
///
/// In speech unstressed vowels are weak, and long ones fade; in singing every syllable carries its note.
struct SungEnergy {
    /// Energy of each vowel in a stressed syllable of this speaker.
    private let stressed: [Phoneme: Float]

    /// How much of a vowel's own weakness in its place in the sentence is kept.
    private static let keptWeakness: Float = 0.3
    /// Most that the model's own energy is changed by, in nepers: what is asked for beyond that turns to noise.
    private static let mostRaise: Float = 0.7
    /// A vowel dips by at most this much at its edges (4 dB).
    private static let deepestEdge: Float = 0.5

    init(_ model: AcousticModel, speaker: SpeakerMixture) {
        var stressed: [Phoneme: Float] = [:]
        for vowel in Phoneme.all.compactMap(Phoneme.init) where vowel.isVowel {
            let (utterance, index) = Self.syllable(vowel)
            let prosody = model.prosody(for: utterance, speaker: speaker)
            let middle = Self.middle(of: index, prosody.durations)
            stressed[vowel] = prosody.energy[middle].reduce(0, +) / Float(max(middle.count, 1))
        }
        self.stressed = stressed
    }

    /// The stressed syllable `l` and `vowel`, and where the vowel stands.
    static func syllable(_ vowel: Phoneme) -> (utterance: Utterance, vowel: Int) {
        let onset = Phoneme("l").map { [Utterance.Segment($0, word: 0)] } ?? []
        let sounds = onset + [Utterance.Segment(vowel, stress: .primary, word: 0)]
        let segments = [Utterance.Segment(.start)] + sounds + [Utterance.Segment(.end)]
        return (Utterance(text: "", segments: segments, words: [Utterance.Word(text: "", segments: 1..<segments.count - 1)]), onset.count + 1)
    }

    /// The frames of the middle half of a segment.
    static func middle(of segment: Int, _ durations: [Int]) -> Range<Int> {
        let start = durations[..<segment].reduce(0, +)
        let quarter = durations[segment] / 4
        return start + quarter..<start + durations[segment] - quarter
    }

    /// Raises what the model gave for the utterance; consonants follow the vowels beside them by a share.
    func apply(to prosody: inout Prosody, of utterance: Utterance) {
        var raises = [Float](repeating: 0, count: utterance.segments.count)
        var frame = 0
        for (index, segment) in utterance.segments.enumerated() {
            let range = frame..<frame + prosody.durations[index]
            frame = range.upperBound
            guard let wanted = stressed[segment.phoneme], let peak = prosody.energy[range].max() else { continue }
            let target = wanted + Self.keptWeakness * min(max(peak - wanted, -2), 1)
            raises[index] = min(max(target - peak, -Self.mostRaise), Self.mostRaise)
            for place in range {
                prosody.energy[place] = peak + raises[index] - min(max(peak - prosody.energy[place], 0), Self.deepestEdge)
            }
        }
        frame = 0
        for (index, segment) in utterance.segments.enumerated() {
            let range = frame..<frame + prosody.durations[index]
            frame = range.upperBound
            guard segment.phoneme.isConsonant else { continue }
            let beside = [index - 1, index + 1].filter { utterance.segments[$0].phoneme.isVowel }.map { raises[$0] }
            guard let most = beside.max() else { continue }
            let share: Float = segment.phoneme.isSonorant ? 0.7 : 0.3
            for place in range { prosody.energy[place] += share * most }
        }
    }
}

extension Phoneme {
    /// Whether it is a consonant that can be sung on a note: nasals, approximants and liquids.
    var isSonorant: Bool { "mnŋlɹwj".contains(symbol) }
}

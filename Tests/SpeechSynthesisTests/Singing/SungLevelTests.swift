import AcousticModeling
import Foundation
import SpeechData
@testable import SpeechSynthesis
import Testing

@Suite struct SungLevelTests {
    private func level() throws -> (SungLevel, MelConfiguration) {
        let synthesizer = try silentSynthesizer()
        return (SungLevel(synthesizer.voice.acoustic, speaker: synthesizer.speaker), synthesizer.voice.description.mel)
    }

    /// A flat mel of the phrase in which each frame's amplitude is `amplitude(segment)` in nepers.
    private func mel(_ phrase: SungPhrase, _ configuration: MelConfiguration, _ amplitude: (Int) -> Float) -> MelSpectrogram {
        let perFrame = phrase.durations.enumerated().flatMap { Array(repeating: amplitude($0), count: $1) }
        return MelSpectrogram(
            configuration: configuration, values: perFrame.flatMap { Array(repeating: $0, count: configuration.bands) },
            f0: perFrame.map { _ in 200 }, voicing: perFrame.map { _ in 1 })
    }

    @Test func weakVowelsComeUpToStrongOnes() throws {
        let (level, configuration) = try level()
        let phrase = try phrase(["lˈɑ", "lˈɑ", "lˈɑ"])
        let vowels = phrase.utterance.segments.indices.filter { phrase.utterance.segments[$0].phoneme.isVowel }
        // The second is 8.7 dB weaker.
        let before = mel(phrase, configuration) { $0 == vowels[1] ? -9 : -8 }
        var after = before
        level.apply(to: &after, of: phrase)
        func middle(_ mel: MelSpectrogram, _ vowel: Int) -> Float { mel.values[SungEnergy.middle(of: vowel, phrase.durations).lowerBound * configuration.bands] }
        let difference = middle(after, vowels[0]) - middle(after, vowels[1])
        #expect(difference > -0.01 && difference < 0.35)
        // A gain that does not colour: all bands of a frame move alike.
        let moved = zip(after.values, before.values).map { $0 - $1 }
        for frame in 0..<after.frameCount {
            let row = moved[frame * configuration.bands..<(frame + 1) * configuration.bands]
            #expect((row.max() ?? 0) - (row.min() ?? 0) < 1e-4)
        }
        // And it does not jump.
        let gains = (0..<after.frameCount).map { moved[$0 * configuration.bands] }
        #expect(zip(gains, gains.dropFirst()).allSatisfy { abs($1 - $0) < 0.3 })
    }

    @Test func energyRaisesWeakVowelsWithinBounds() throws {
        let synthesizer = try silentSynthesizer()
        let energy = SungEnergy(synthesizer.voice.acoustic, speaker: synthesizer.speaker)
        let utterance = try Utterance(phonemes: "sˈɪt ðə")
        let prosody = synthesizer.voice.acoustic.prosody(for: utterance, speaker: synthesizer.speaker)
        var weak = prosody
        weak.energy = weak.energy.map { $0 - 3 }
        let start = weak
        energy.apply(to: &weak, of: utterance)
        #expect(weak.durations == prosody.durations && weak.f0 == prosody.f0)
        for (raised, before) in zip(weak.energy, start.energy) { #expect(raised - before > -0.01) }
        #expect(zip(weak.energy, start.energy).contains { $0 - $1 > 0.5 })
    }

    @Test func breathIsNoiseThatSwellsAndEnds() throws {
        let synthesizer = try silentSynthesizer()
        let mel = SungBreath(synthesizer.voice.acoustic, speaker: synthesizer.speaker).mel()
        let bands = mel.configuration.bands
        let loudness = (0..<mel.frameCount).map { mel.values[$0 * bands] }
        #expect(mel.voicing.allSatisfy { $0 == 0 } && abs(Double(mel.frameCount) - SungBreath.length * 80) <= 1)
        let loudest = loudness.indices.max { loudness[$0] < loudness[$1] } ?? 0
        #expect(loudest > mel.frameCount / 2 && loudest < mel.frameCount - 2)
        #expect(loudness[0] < loudness[loudest] - 1.5 && loudness[loudness.count - 1] < loudness[loudest] - 1)
    }

    @Test func variationMovesWhatIsVoicedAndIsTheSameForASeed() throws {
        let (_, configuration) = try level()
        let phrase = try phrase(["lˈɑ"], beats: 4)
        var still = mel(phrase, configuration) { _ in -5 }
        still.voicing = still.voicing.indices.map { $0 < 20 ? 0 : 1 }
        var (a, b, c) = (still, still, still)
        SungVariation.apply(to: &a, seed: 1)
        SungVariation.apply(to: &b, seed: 1)
        SungVariation.apply(to: &c, seed: 2)
        #expect(a == b && a != c)
        #expect(a.values[..<(20 * configuration.bands)].allSatisfy { $0 == -5 })
        let moved = a.values[(20 * configuration.bands)...].map { abs($0 + 5) }
        #expect((moved.max() ?? 0) < 0.6 && moved.reduce(0, +) / Float(moved.count) > 0.03)
    }
}

internal import AcousticModeling
internal import Foundation
internal import SignalProcessing
internal import SpeechData

/// Evens out how loud the syllables of a phrase are, by a gain that does not colour them.
struct SungLevel {
    /// Level of each vowel in a stressed syllable of this speaker, in decibels.
    private let stressed: [Phoneme: Double]
    /// Level that all vowels are drawn to.
    private let common: Double
    /// Width of each band in hertz.
    private let widths: [Double]

    /// How much of the way to its level a vowel is moved.
    private static let evenness = 0.8
    /// How much of what sets vowels apart by nature is kept: an open one is louder.
    private static let keptNature = 0.5
    /// Level of nasals, liquids and approximants over that of vowels.
    private static let humLevel = -6.0
    private static let mostGain = 12.0
    /// Decibels of what is not to be heard.
    private static let silence = -45.0

    init(_ model: AcousticModel, speaker: SpeakerMixture) {
        widths = Self.widths(of: model.mel)
        var stressed: [Phoneme: Double] = [:]
        for vowel in Phoneme.all.compactMap(Phoneme.init) where vowel.isVowel {
            let (utterance, index) = SungEnergy.syllable(vowel)
            let prosody = model.prosody(for: utterance, speaker: speaker)
            let mel = model.mel(for: utterance, prosody: prosody, speaker: speaker)
            stressed[vowel] = Self.level(of: mel, SungEnergy.middle(of: index, prosody.durations), widths: widths)
        }
        self.stressed = stressed
        let levels = stressed.values.sorted()
        common = levels.isEmpty ? 0 : levels[levels.count / 2]
    }

    /// Brings the vowels and hums of `mel`, which holds the phrase's sung frames, to their levels, and silences its gaps.
    func apply(to mel: inout MelSpectrogram, of phrase: SungPhrase) {
        var anchors: [(frame: Int, gain: Double)] = []
        var start = 0
        for (index, segment) in phrase.utterance.segments.enumerated() {
            let length = phrase.durations[index]
            defer { start += length }
            guard segment.phoneme.isVowel || segment.phoneme.isSonorant else { continue }
            let middle = SungEnergy.middle(of: index, phrase.durations)
            let level = Self.level(of: mel, middle, widths: widths)
            let target = common + (stressed[segment.phoneme].map { Self.keptNature * ($0 - common) } ?? Self.humLevel)
            let gain = min(max(Self.evenness * (target - level), -Self.mostGain), Self.mostGain)
            anchors += [(middle.lowerBound, gain), (max(middle.upperBound - 1, middle.lowerBound), gain)]
        }
        var gains = Self.line(through: anchors, count: mel.frameCount)
        start = 0
        for (segment, length) in zip(phrase.utterance.segments, phrase.durations) {
            // A voiceless consonant is no louder for the note beside it.
            if segment.phoneme.isConsonant, !segment.phoneme.isVoiced {
                for frame in start..<start + length { gains[frame] *= 0.5 }
            }
            start += length
        }
        let rate = mel.configuration.framesPerSecond
        for gap in phrase.gaps {
            for frame in 0..<mel.frameCount {
                let time = Double(phrase.firstFrame + frame) / rate
                guard gap.contains(time) else { continue }
                gains[frame] += Self.silence * min(1, min(time - gap.lowerBound, gap.upperBound - time) / 0.03)
            }
        }
        let bands = mel.configuration.bands
        for frame in 0..<mel.frameCount {
            let nepers = Float(gains[frame] * log(10.0) / 20)
            for band in 0..<bands { mel.values[frame * bands + band] += nepers }
        }
    }

    /// Straight lines from anchor to anchor, level before the first and after the last.
    private static func line(through anchors: [(frame: Int, gain: Double)], count: Int) -> [Double] {
        guard var before = anchors.first else { return [Double](repeating: 0, count: count) }
        var rest = anchors.dropFirst()
        return (0..<count).map { frame in
            while let next = rest.first, next.frame <= frame {
                before = next
                rest = rest.dropFirst()
            }
            guard let next = rest.first, frame > before.frame else { return before.gain }
            return before.gain + (next.gain - before.gain) * Double(frame - before.frame) / Double(max(next.frame - before.frame, 1))
        }
    }

    /// Mean power of frames in decibels.
    private static func level(of mel: MelSpectrogram, _ frames: Range<Int>, widths: [Double]) -> Double {
        let bands = mel.configuration.bands
        var power = 0.0
        for frame in frames {
            for band in 0..<bands { power += exp(2 * Double(mel.values[frame * bands + band])) * widths[band] }
        }
        return 10 * log10(power / Double(max(frames.count, 1)) + 1e-12)
    }

    private static func widths(of configuration: MelConfiguration) -> [Double] {
        let top = MelScale.mel(fromHertz: configuration.maximumFrequency)
        func edge(_ band: Int) -> Double { MelScale.hertz(fromMel: top * Double(band) / Double(configuration.bands + 1)) }
        return (0..<configuration.bands).map { (edge($0 + 2) - edge($0)) / 2 }
    }
}

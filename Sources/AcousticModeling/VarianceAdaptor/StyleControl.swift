#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif
public import SpeechData

extension Prosody {
    /// Applies the pitch, pitch range and volume that the utterance's words ask for; a pause takes the style of the word
    /// before it. Rates are not looked at: they act on durations before there are frames.
    ///
    /// - Parameter meanF0: Hertz around which `pitchRange` widens or narrows.
    public mutating func apply(stylesOf utterance: Utterance, meanF0: Float) {
        guard utterance.words.contains(where: { $0.style != Utterance.Style() }) else { return }
        var frame = 0
        var style = Utterance.Style()
        for (segment, frames) in zip(utterance.segments, durations) {
            if let word = segment.word { style = utterance.words[word].style }
            let shift = Float(exp2(style.pitch / 12))
            let louder = Float(style.volume * log(10) / 20)
            for index in frame..<frame + frames {
                f0[index] = meanF0 * pow(f0[index] / meanF0, Float(style.pitchRange)) * shift
                energy[index] += louder
            }
            frame += frames
        }
    }
}

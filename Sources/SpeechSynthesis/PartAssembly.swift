internal import Foundation
internal import SpeechData

/// Puts a part's samples, block by block, in order with the silences of its pauses, and knows when each segment sounds.
struct PartAssembly {
    enum Span {
        case sound([Float])
        case silence(samples: Int)
    }

    /// A stretch of samples that sounds without a break, up to `end`, and the silence after it.
    private struct Stretch {
        var start: Int
        var end: Int
        var silence: Int
    }

    private var stretches: [Stretch] = []
    /// Samples over which a stretch rises from nothing and falls to nothing, so that silence joins it without a click.
    private let fade: Int
    private var position = 0
    /// First sample of each segment in the whole sound, and the one after its last.
    private(set) var starts: [Int] = []
    private(set) var ends: [Int] = []
    /// The sample of the whole sound after this part's last.
    let end: Int

    /// - Parameters:
    ///   - durations: frames of each segment, of `hop` samples each.
    ///   - silence: samples that so many seconds of extra silence take.
    ///   - origin: the part's first sample in the whole sound.
    init(of utterance: Utterance, durations: [Int], hop: Int, sampleRate: Int, silence: (Double) -> Int, origin: Int) {
        fade = sampleRate / 200
        var (begin, place, added) = (0, 0, origin)
        for (segment, frames) in zip(utterance.segments, durations) {
            let next = place + frames * hop
            starts.append(place + added)
            if segment.extraSilence > 0 {
                let cut = switch segment.phoneme {
                case .start: place
                case .end: next
                default: (place + next) / 2
                }
                let silence = silence(segment.extraSilence)
                stretches.append(Stretch(start: begin, end: cut, silence: silence))
                begin = cut
                added += silence
            }
            ends.append(next + added)
            place = next
        }
        stretches.append(Stretch(start: begin, end: place, silence: 0))
        end = place + added
    }

    /// Whether all samples were taken.
    var isComplete: Bool { stretches.isEmpty }

    /// Takes the next samples and gives what can now be heard.
    mutating func append(_ samples: [Float]) -> [Span] {
        var spans: [Span] = []
        var taken = 0
        while let stretch = stretches.first {
            let count = min(stretch.end - position, samples.count - taken)
            if count > 0 {
                var sound = Array(samples[taken..<taken + count])
                soften(&sound, of: stretch)
                spans.append(.sound(sound))
                taken += count
                position += count
            }
            guard position == stretch.end else { break }
            if stretch.silence > 0 { spans.append(.silence(samples: stretch.silence)) }
            stretches.removeFirst()
        }
        return spans
    }

    /// Fades the ends of `stretch` where they lie in `sound`, which begins at `position`.
    private func soften(_ sound: inout [Float], of stretch: Stretch) {
        let length = min(fade, (stretch.end - stretch.start) / 2)
        func gain(_ step: Int) -> Float { Float(0.5 - 0.5 * cos(Double.pi * (Double(step) + 0.5) / Double(length))) }
        for index in sound.indices {
            let fromStart = position + index - stretch.start
            let toEnd = stretch.end - 1 - position - index
            if fromStart < length { sound[index] *= gain(fromStart) }
            if toEnd < length { sound[index] *= gain(toEnd) }
        }
    }
}

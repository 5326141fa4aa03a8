private import Foundation

/// The pitch of a stream, frame by frame, each about 0.8 s after its sound, in constant memory.
///
/// Frame `i` is centred on second `i / framesPerSecond`. How the stream is cut into blocks makes no difference. An object serves
/// one stream, one thread at a time.
public final class PitchTracker {
    /// A frame with what its level says beside those around it.
    private struct Described {
        var candidates: [PeriodicityAnalyzer.Candidate]
        var periodicity: Double
        var level: Double
        var depth: Double
        var height: Double
        var tilt: Double
    }

    private let sampleRate: Int
    private let framesPerSecond: Double
    private let tuning: PitchTuning
    private let analyzer: PeriodicityAnalyzer
    private var resampler: Resampler?
    /// Sound at the analyser's rate; its first sample is sample `origin`.
    private var pending: [Float]
    private var origin: Int
    private var received = 0
    private var analyzed = 0
    /// Analysed frames that wait for the levels after them.
    private var waiting: [PeriodicityAnalyzer.Frame] = []
    private var loudest = -Double.infinity
    private var quietest = Double.infinity
    /// The frames around the one that is classified next, which is `described[next]`.
    private var described: [Described] = []
    private var next = 0
    private let surroundings: (mean: Int, maximum: Int, level: Int)
    /// Frames whose choice is not final.
    private var undecided: [(candidates: [PeriodicityAnalyzer.Candidate], probability: Double)] = []
    /// F0 is followed through unvoiced frames too, where jumps cost little; whether a frame is voiced is a path of its own,
    /// so that a doubtful F0 does not make a frame unvoiced.
    private var register: PitchRegister
    private var f0Path: PitchPath
    private var voicingPath: PitchPath
    /// Called with what the voicing classifier hears of each frame, in order: for fitting it (`Evaluation/pitch`).
    package var voicingObserver: (([Double]) -> Void)?

    init(sampleRate: Int, framesPerSecond: Double, floor: Double, ceiling: Double, tuning: PitchTuning) {
        precondition(sampleRate > 0 && framesPerSecond > 0)
        self.sampleRate = sampleRate
        self.framesPerSecond = framesPerSecond
        self.tuning = tuning
        analyzer = PeriodicityAnalyzer(floor: floor, ceiling: ceiling, tuning: tuning)
        let rate = PeriodicityAnalyzer.rate
        resampler = sampleRate == rate ? nil : Resampler(from: sampleRate, to: rate)
        pending = [Float](repeating: 0, count: analyzer.reach)
        origin = -analyzer.reach
        func frames(_ seconds: Double) -> Int { max(1, Int((seconds * framesPerSecond).rounded())) }
        surroundings = (frames(0.025), frames(0.05), frames(0.0375))
        let scale = 0.01 * framesPerSecond
        register = PitchRegister(framesPerSecond: framesPerSecond, tuning: tuning)
        f0Path = PitchPath(delay: frames(tuning.delay), octaveJumpCost: scale * tuning.octaveJumpCost, changeCost: 0)
        voicingPath = PitchPath(delay: frames(tuning.delay), octaveJumpCost: 0, changeCost: scale * tuning.voicingChangeCost)
    }

    /// The frames that become final with `samples`. A sample that is not a number counts as 0.
    public func process(_ samples: [Float]) -> [PitchFrame] {
        var frames: [PitchFrame] = []
        received += samples.count
        // In blocks, so that a whole recording at once takes no more memory than in parts.
        for start in stride(from: 0, to: samples.count, by: 32768) {
            let block = samples[start..<min(start + 32768, samples.count)].map { $0.isFinite ? min(max($0, -1e4), 1e4) : 0 }
            pending += resampler?.process(block) ?? block
            frames += analyze(upTo: .max)
        }
        return frames
    }

    /// The rest: `samples * framesPerSecond / sampleRate` frames, rounded down, in all. The tracker is spent after this.
    public func finish() -> [PitchFrame] {
        pending += resampler?.finish() ?? []
        pending += [Float](repeating: 0, count: 2 * analyzer.reach + PeriodicityAnalyzer.rate / 100)
        // A hair more, since samples per frame need not be exact in binary.
        let count = Int(Double(received) * framesPerSecond / Double(sampleRate) + 1e-6)
        var frames = analyze(upTo: count)
        while !waiting.isEmpty { frames += describe() }
        while next < described.count { frames += classify() }
        while let choice = f0Path.takeFirst(), let voicing = voicingPath.takeFirst() { frames.append(decide(choice, voicing)) }
        return frames
    }

    /// The centre of a frame in samples of the analyser's rate.
    private func center(_ frame: Int) -> Int {
        Int((Double(frame) * Double(PeriodicityAnalyzer.rate) / framesPerSecond).rounded())
    }

    private func analyze(upTo limit: Int) -> [PitchFrame] {
        var frames: [PitchFrame] = []
        let lookahead = Int((tuning.lookahead * framesPerSecond).rounded(.up))
        while analyzed < limit {
            let position = center(analyzed) - origin
            guard position + analyzer.reach <= pending.count else { break }
            let frame = analyzer.analyze(pending, center: position)
            register.follow(frame)
            waiting.append(frame)
            analyzed += 1
            if waiting.count > lookahead { frames += describe() }
        }
        let spent = min(pending.count, center(analyzed) - analyzer.reach - origin)
        if spent > 0 {
            pending.removeFirst(spent)
            origin += spent
        }
        return frames
    }

    /// Sets the first waiting frame beside the loudest and the quietest so far and of the lookahead; both are forgotten slowly.
    private func describe() -> [PitchFrame] {
        let levels = waiting.map(\.level)
        loudest = max(loudest - 4 / framesPerSecond, levels.max() ?? loudest)
        quietest = min(quietest + 2 / framesPerSecond, levels.min() ?? quietest)
        let frame = waiting.removeFirst()
        described.append(
            Described(
                candidates: frame.candidates, periodicity: frame.candidates.map(\.periodicity).max() ?? 0, level: frame.level,
                depth: min(loudest - frame.level, 60), height: frame.level - quietest, tilt: frame.tilt))
        return described.count > next + surroundings.maximum ? classify() : []
    }

    /// Gives the frame `next` its probability and its states to the path.
    private func classify() -> [PitchFrame] {
        let frame = described[next]
        func around(_ reach: Int, _ value: (Described) -> Double) -> [Double] {
            (next - reach...next + reach).map { value(described[min(max($0, 0), described.count - 1)]) }
        }
        func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }
        let features = VoicingClassifier.Features(
            periodicity: frame.periodicity, meanPeriodicity: mean(around(surroundings.mean, \.periodicity)),
            maximalPeriodicity: around(surroundings.maximum, \.periodicity).max() ?? 0, depth: frame.depth,
            meanDepth: mean(around(surroundings.level, \.depth)), height: frame.height, tilt: frame.tilt)
        voicingObserver?(features.input)
        let isSilent = frame.level < tuning.silence
        let probability = isSilent ? 0 : VoicingClassifier.probability(features)
        if next == surroundings.maximum { described.removeFirst() } else { next += 1 }

        let previous = undecided.last?.probability ?? 0
        undecided.append((frame.candidates, probability))
        let ranks = frame.candidates.map { $0.periodicity + tuning.octaveCost * log2($0.f0) - register.cost(of: $0.f0) }
        let certainty = probability * frame.periodicity * frame.periodicity
        let best = ranks.max() ?? 0
        var states = zip(frame.candidates, ranks).map { candidate, rank in
            PitchPath.State(f0: candidate.f0, cost: certainty * tuning.fitWeight * (best - rank))
        }
        if states.isEmpty { states = [PitchPath.State(f0: nil, cost: 0)] }
        let stiffness = tuning.leastStiffness + (1 - tuning.leastStiffness) * min(probability, previous)
        let choice = f0Path.append(states, stiffness: stiffness)
        // Any F0 stands for voiced.
        let voicing = voicingPath.append([
            PitchPath.State(f0: nil, cost: -log(max(1 - probability, 1e-9))),
            PitchPath.State(f0: 1, cost: -log(max(probability, 1e-9)) + tuning.voicingCost),
        ])
        guard let choice, let voicing else { return [] }
        return [decide(choice, voicing)]
    }

    /// The earliest frame that is not final, made final.
    private func decide(_ choice: Int, _ voicing: Int) -> PitchFrame {
        let (candidates, probability) = undecided.removeFirst()
        let isVoiced = voicing == 1 && candidates.indices.contains(choice)
        return PitchFrame(f0: isVoiced ? Float(candidates[choice].f0) : nil, voicingProbability: Float(probability))
    }
}

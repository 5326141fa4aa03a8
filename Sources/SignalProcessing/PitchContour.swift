private import Foundation

/// What a frame's pitch is.
public struct PitchFrame: Equatable, Sendable {
    /// Hertz; nil where the frame is unvoiced.
    public var f0: Float?
    /// 0 to 1: how likely the frame is voiced by itself and its surroundings, before the path of least cost decided.
    public var voicingProbability: Float

    public init(f0: Float?, voicingProbability: Float) {
        self.f0 = f0
        self.voicingProbability = voicingProbability
    }
}

/// The pitch of a recording, frame by frame.
public struct PitchContour: Equatable, Sendable {
    /// Hertz, continuous: unvoiced frames are filled by interpolation in log, or with 150 where nothing is voiced.
    public var f0: [Float]
    /// 1 where the frame is voiced, else 0.
    public var voicing: [Float]

    /// The frames with their gaps filled.
    public init(_ frames: [PitchFrame]) {
        voicing = frames.map { $0.f0 == nil ? 0 : 1 }
        f0 = [Float](repeating: 150, count: frames.count)
        var last: (frame: Int, f0: Float)?
        for (frame, value) in frames.enumerated() {
            guard let here = value.f0 else { continue }
            f0[frame] = here
            let start = last?.frame ?? -1
            let before = last?.f0 ?? here
            for gap in start + 1..<frame {
                f0[gap] = before * pow(here / before, Float(gap - start) / Float(frame - start))
            }
            last = (frame, here)
        }
        if let last { for gap in last.frame + 1..<max(last.frame + 1, frames.count) { f0[gap] = last.f0 } }
    }
}

/// The constants of pitch tracking, chosen on speech of known F0, clean and in noise (`Evaluation/pitch`).
struct PitchTuning: Sendable {
    /// Hertz where the spectrum's weight begins to fall, and where it has fallen to nothing: higher harmonics are the
    /// first to be lost in noise and to be irregular.
    let passband = (450.0, 1400.0)
    /// What an octave lower costs a candidate: among equals the highest wins.
    let octaveCost = 0.05
    /// What an octave outside the register of the last seconds costs, and how long those are.
    let registerCost = 0.4
    let registerSeconds = 4.0
    /// How much periodicity, from 0 to 1, counts beside the cost of jumps, in a frame that is voiced and wholly periodic: the
    /// less periodic it is, the more its neighbours decide.
    let fitWeight = 20.0
    /// Costs of a jump by an octave and of a change of voicing between frames 10 ms apart.
    let octaveJumpCost = 14.0
    let voicingChangeCost = 1.5
    /// What a voiced frame costs beside its probability: doubtful frames are left out, whose F0 is mostly wrong.
    let voicingCost = 2.0
    /// What of the cost of a jump remains where nothing is voiced.
    let leastStiffness = 0.05
    /// Periods of the lowest F0 in a window.
    let periods = 4.0
    /// Decibels of full scale below which nothing is voiced: rounding noise.
    let silence = -85.0
    /// Seconds of sound after a frame by whose level it is judged, and after which its pitch is final.
    let lookahead = 0.3
    let delay = 0.4
}

/// The constants of pitch tracking, chosen on speech of known F0, clean and in noise (`Evaluation/pitch`).
struct PitchTuning: Sendable {
    /// Power of the magnitude spectrum whose inverse transform is the autocorrelation: 2 is the ordinary one; less makes
    /// formants weigh less (Tolonen & Karjalainen 2000).
    let compression: Float = 1
    /// Hertz where the spectrum's weight begins to fall, and where it has fallen to nothing: higher harmonics are the
    /// first to be lost in noise and to be irregular.
    let passband = (450.0, 1400.0)
    /// What an octave lower costs a candidate: among equals the highest wins.
    let octaveCost = 0.07
    /// How much periodicity, from 0 to 1, counts beside the costs below.
    let fitWeight = 12.0
    /// Costs of a jump by an octave and of a change of voicing between frames 10 ms apart.
    let octaveJumpCost = 14.0
    let voicingChangeCost = 1.5
    /// Periods of the lowest F0 in the long window, and seconds of the short one.
    let periods = 3.0
    let shortWindow = 0.025
    /// Hertz below which only the long window counts, and above which only the short one.
    let crossover = (125.0, 250.0)
    /// Decibels of full scale below which nothing is voiced: rounding noise.
    let silence = -85.0
    /// Seconds of sound after a frame by whose level it is judged, and after which its pitch is final.
    let lookahead = 0.3
    let delay = 0.4
}

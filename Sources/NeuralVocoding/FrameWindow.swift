internal import NeuralLayers

/// The frames that a convolution still needs, of input that comes piece by piece.
struct FrameWindow {
    /// Frames on each side of a frame that its output depends on.
    let reach: Int
    private var frames: Matrix
    /// Frames at the start whose output is out already; they are context for the next.
    private var finished = 0

    init(reach: Int, channels: Int) {
        self.reach = reach
        frames = Matrix(rows: 0, columns: channels)
    }

    /// Takes the next frames, the last ones if `isLast`, and gives all that are needed for the outputs that can now be
    /// computed: those of the frames `ready` among them.
    mutating func push(_ next: Matrix, isLast: Bool) -> (frames: Matrix, ready: Range<Int>) {
        let all = Matrix(rows: frames.rows + next.rows, columns: frames.columns, values: frames.values + next.values)
        let end = isLast ? all.rows : max(finished, all.rows - reach)
        let ready = finished..<end
        let kept = max(0, end - reach)
        frames = all.rows(kept..<all.rows)
        finished = end - kept
        return (all, ready)
    }
}

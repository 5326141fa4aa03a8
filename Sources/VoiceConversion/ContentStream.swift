internal import NeuralLayers

/// Narrowed content features of a recording of any length, in constant memory.
///
/// Windows overlap. Near its ends a window knows only one side of what is said, so those features are left out, and in the
/// middle of the overlap one window's fade into the next one's: no seam is heard. They fade when they have been narrowed,
/// since before that a feature also tells where in its window it lies.
struct ContentStream {
    /// Features in a window at most (12 s), and those that two neighbours share.
    static let longestWindow = 600
    static let overlap = 100

    private let encoder: ContentEncoder
    /// Features `[N, channels]` → `[N, columns]`, each by itself.
    private let narrow: @Sendable (Matrix) -> Matrix
    private let window: Int
    private let overlap: Int

    /// Sound from feature `origin` on.
    private var samples: [Float] = []
    private var origin = 0
    /// Where the next window begins, and how many features have been given.
    private var next = 0
    private var given = 0
    /// Features that the last window gave, from `given` on.
    private var pending: Matrix

    /// - Precondition: a window is as long as the encoder allows at most and at least twice the overlap.
    init(
        _ encoder: ContentEncoder, window: Int? = nil, overlap: Int = overlap, columns: Int, narrow: @escaping @Sendable (Matrix) -> Matrix
    ) {
        let window = window ?? min(Self.longestWindow, encoder.configuration.positions)
        precondition(window <= encoder.configuration.positions && window >= 2 * overlap && overlap >= 4)
        self.encoder = encoder
        self.narrow = narrow
        self.window = window
        self.overlap = overlap
        pending = Matrix(rows: 0, columns: columns)
    }

    /// Takes sound at 16 kHz and returns the features that are final.
    mutating func append(_ more: [Float]) -> Matrix {
        samples += more
        var output = Matrix(rows: 0, columns: pending.columns)
        while received >= next + window {
            output.append(encode(from: next, to: next + window, keeping: next + window - overlap + overlap / 4))
            // The last window may begin earlier than its turn, so that it is as long as the others.
            samples.removeFirst((next - origin) * ContentEncoder.hop)
            origin = next
            next += window - overlap
        }
        return output
    }

    /// The rest. A recording has `samples / 320` features in all.
    mutating func finish() -> Matrix {
        let end = received
        guard end > given + pending.rows else {
            defer { pending = Matrix(rows: 0, columns: pending.columns) }
            return pending
        }
        return encode(from: max(origin, min(next, end - window)), to: end, keeping: end)
    }

    private var received: Int { origin + samples.count / ContentEncoder.hop }

    /// Encodes a window, fades the last one's features into its own, and returns all features before `limit`.
    private mutating func encode(from start: Int, to end: Int, keeping limit: Int) -> Matrix {
        let hop = ContentEncoder.hop
        let heard = encoder.features(of: Array(samples[(start - origin) * hop..<(end - origin) * hop]))
        var features = narrow(heard.rows(given - start..<end - start))
        // What is pending begins a quarter of the overlap after this window's turn; the last quarter is left out too.
        let fade = max(0, pending.rows - overlap / 4)
        for frame in 0..<fade {
            let share = (Float(frame) + 0.5) / Float(fade)
            for column in 0..<features.columns {
                features[frame, column] = share * features[frame, column] + (1 - share) * pending[frame, column]
            }
        }
        let output = features.rows(0..<limit - given)
        pending = features.rows(limit - given..<features.rows)
        given = limit
        return output
    }
}

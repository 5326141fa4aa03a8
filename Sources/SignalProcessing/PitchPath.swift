private import Foundation

/// The cheapest path through candidates, found frame by frame with a bounded delay (Viterbi 1967, with fixed lag).
struct PitchPath {
    /// F0 in hertz, or nil for unvoiced, and what it costs its frame.
    struct State {
        var f0: Double?
        var cost: Double
    }

    private struct Column {
        var states: [State]
        var origins: [Int]
    }

    private let delay: Int
    private let octaveJumpCost: Double
    private let voicingChangeCost: Double
    private var columns: [Column] = []
    private var costs: [Double] = []

    /// - Parameters:
    ///   - delay: frames after which a choice is final.
    ///   - interval: seconds between frames.
    init(delay: Int, interval: Double, tuning: PitchTuning) {
        self.delay = delay
        let scale = 0.01 / interval
        octaveJumpCost = scale * tuning.octaveJumpCost
        voicingChangeCost = scale * tuning.voicingChangeCost
    }

    /// Adds a frame, of one state at least; returns the index of the state chosen for the frame `delay` earlier.
    mutating func append(_ states: [State]) -> Int? {
        var (next, origins): ([Double], [Int]) = ([], [])
        for state in states {
            var (best, from) = (columns.isEmpty ? 0 : Double.infinity, 0)
            if let last = columns.last {
                for (index, previous) in last.states.enumerated() {
                    let change: Double
                    switch (previous.f0, state.f0) {
                    case (nil, nil): change = 0
                    case (let a?, let b?): change = octaveJumpCost * abs(log2(a / b))
                    default: change = voicingChangeCost
                    }
                    if costs[index] + change < best { (best, from) = (costs[index] + change, index) }
                }
            }
            next.append(best + state.cost)
            origins.append(from)
        }
        // Only differences matter; sums over hours would lose them.
        let least = next.min() ?? 0
        costs = next.map { $0 - least }
        columns.append(Column(states: states, origins: origins))
        return columns.count > delay ? takeFirst() : nil
    }

    /// The choice for the earliest frame that is not final yet, by all that is known; nil where there is none.
    mutating func takeFirst() -> Int? {
        guard var index = costs.indices.min(by: { costs[$0] < costs[$1] }), !columns.isEmpty else { return nil }
        for column in columns.dropFirst().reversed() { index = column.origins[index] }
        columns.removeFirst()
        return index
    }
}

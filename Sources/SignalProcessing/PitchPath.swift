private import Foundation

/// The cheapest path through candidates, found frame by frame with a bounded delay (Viterbi 1967, with fixed lag).
struct PitchPath {
    /// F0 in hertz, or nil for none, and what it costs its frame.
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
    private let changeCost: Double
    private var columns: [Column] = []
    private var costs: [Double] = []

    /// - Parameters:
    ///   - delay: frames after which a choice is final.
    ///   - octaveJumpCost: what a jump by an octave costs from one frame to the next.
    ///   - changeCost: what a change between an F0 and none costs.
    init(delay: Int, octaveJumpCost: Double, changeCost: Double) {
        self.delay = delay
        self.octaveJumpCost = octaveJumpCost
        self.changeCost = changeCost
    }

    /// Adds a frame, of one state at least; returns the index of the state chosen for the frame `delay` earlier.
    ///
    /// - Parameter stiffness: by what the costs of jumps to this frame are multiplied.
    mutating func append(_ states: [State], stiffness: Double = 1) -> Int? {
        var (next, origins): ([Double], [Int]) = ([], [])
        for state in states {
            var (best, from) = (columns.isEmpty ? 0 : Double.infinity, 0)
            if let last = columns.last {
                for (index, previous) in last.states.enumerated() {
                    let change: Double
                    switch (previous.f0, state.f0) {
                    case (nil, nil): change = 0
                    case (let a?, let b?): change = stiffness * octaveJumpCost * abs(log2(a / b))
                    default: change = changeCost
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

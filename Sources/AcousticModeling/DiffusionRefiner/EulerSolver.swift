public import NeuralLayers

/// One straight step after the other along the velocity (Euler 1768).
public struct EulerSolver: DiffusionSolver {
    public static let order = 1
    public static let evaluationsPerStep = 1

    public init() {}

    public func solve(from start: Matrix, steps: Int, velocity: (_ x: Matrix, _ t: Float) -> Matrix) -> Matrix {
        var x = start
        for step in 0..<max(0, steps) {
            x.add(velocity(x, Float(step) / Float(steps)), scaledBy: 1 / Float(steps))
        }
        return x
    }
}

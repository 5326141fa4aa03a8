public import NeuralLayers

/// Each step goes along the mean of the velocities at its two ends (Heun 1900; for diffusion Karras et al. 2022).
public struct HeunSolver: DiffusionSolver {
    public static let order = 2
    public static let evaluationsPerStep = 2

    public init() {}

    public func solve(from start: Matrix, steps: Int, velocity: (_ x: Matrix, _ t: Float) -> Matrix) -> Matrix {
        let h = 1 / Float(max(1, steps))
        var x = start
        for step in 0..<max(0, steps) {
            let first = velocity(x, Float(step) * h)
            var ahead = x
            ahead.add(first, scaledBy: h)
            let second = velocity(ahead, Float(step + 1) * h)
            x.add(first, scaledBy: h / 2)
            x.add(second, scaledBy: h / 2)
        }
        return x
    }
}

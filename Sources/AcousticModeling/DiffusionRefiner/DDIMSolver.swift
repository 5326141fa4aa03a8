public import NeuralLayers

/// Estimates the data at each step, and goes back to the noise level of the next one with the noise that it implies
/// (denoising diffusion implicit models, Song et al. 2021, without added noise).
///
/// On a straight flow this is Euler's step written with data and noise instead of velocity, and gives the same up to
/// rounding.
public struct DDIMSolver: DiffusionSolver {
    public static let order = 1
    public static let evaluationsPerStep = 1

    public init() {}

    public func solve(from start: Matrix, steps: Int, velocity: (_ x: Matrix, _ t: Float) -> Matrix) -> Matrix {
        var x = start
        for step in 0..<max(0, steps) {
            let t = Float(step) / Float(steps)
            let next = Float(step + 1) / Float(steps)
            let data = FlowState.data(x, t: t, velocity: velocity(x, t))
            x = FlowState.advanced(x, from: t, to: next, data: data)
        }
        return x
    }
}

/// What the data-predicting solvers share: the straight flow's data estimate, and the exact step for constant data.
enum FlowState {
    /// The data at t = 1 that a velocity points to: x + (1 − t) v.
    static func data(_ x: Matrix, t: Float, velocity: Matrix) -> Matrix {
        var data = x
        data.add(velocity, scaledBy: 1 - t)
        return data
    }

    /// x(next) if the data stays what it is: the noise part shrinks by (1 − next)/(1 − t), the data fills what is left.
    static func advanced(_ x: Matrix, from t: Float, to next: Float, data: Matrix) -> Matrix {
        let kept = (1 - next) / (1 - t)
        var y = x
        y.scale(by: kept)
        y.add(data, scaledBy: 1 - kept)
        return y
    }
}

public import NeuralLayers

/// A way to follow a flow dx/dt = v(x, t) from t = 0 (noise on the coarse mel) to t = 1 (a mel as recordings have it).
///
/// The flow is straight between noise and data: x(t) = (1 − t) x(0) + t x(1), so the data that a velocity points to is
/// x + (1 − t) v. A solver draws nothing: the same start gives the same end.
public protocol DiffusionSolver: Sendable {
    /// How fast the error falls with the number of steps n: as n to the power of −order.
    static var order: Int { get }
    /// How often a step asks for the velocity.
    static var evaluationsPerStep: Int { get }

    /// The state at t = 1 after `steps` steps. With 0 steps, `start` itself.
    func solve(from start: Matrix, steps: Int, velocity: (_ x: Matrix, _ t: Float) -> Matrix) -> Matrix
}

/// The solvers by name, as `--solver` knows them.
public enum SolverName: String, CaseIterable, Sendable {
    case euler, heun, ddim
    case dpmpp2m = "dpm++2m"

    public var solver: any DiffusionSolver {
        switch self {
        case .euler: EulerSolver()
        case .heun: HeunSolver()
        case .ddim: DDIMSolver()
        case .dpmpp2m: DPMSolverPlusPlus2M()
        }
    }
}

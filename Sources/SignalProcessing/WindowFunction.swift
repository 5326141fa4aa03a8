private import Foundation

/// Weights that fade a frame in and out.
public enum WindowFunction {
    /// The periodic Hann window (PyTorch's `hann_window`): its first sample is 0, its last is not.
    public static func hann(_ size: Int) -> [Float] {
        (0..<size).map { Float(0.5 - 0.5 * cos(2 * .pi * Double($0) / Double(size))) }
    }
}

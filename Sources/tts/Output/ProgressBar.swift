import Foundation

/// How far a longer task is, on standard error where that is a terminal; shown from the second second on.
struct ProgressBar {
    let isShown: Bool
    private let start = ContinuousClock.now
    private var lastDrawn: ContinuousClock.Instant?

    init(quiet: Bool) { isShown = !quiet && StandardError.isTerminal }

    /// - Parameters:
    ///   - fraction: of the work done, 0 to 1.
    ///   - note: what stands behind the bar.
    mutating func update(_ fraction: Double, note: @autoclosure () -> String) {
        let now = ContinuousClock.now
        guard isShown, now - start > .seconds(1), lastDrawn.map({ now - $0 > .milliseconds(100) }) ?? true else { return }
        lastDrawn = now
        let width = 30
        let filled = Int((min(max(fraction, 0), 1) * Double(width)).rounded())
        let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: width - filled)
        StandardError.write("\r\(bar) \(Int(min(max(fraction, 0), 1) * 100))% \(note())\u{1B}[K")
    }

    /// Takes the bar off the terminal.
    mutating func clear() {
        if lastDrawn != nil { StandardError.write("\r\u{1B}[K") }
        lastDrawn = nil
    }
}

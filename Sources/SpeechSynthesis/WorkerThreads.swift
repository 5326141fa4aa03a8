internal import Dispatch
internal import Foundation
internal import Synchronization

/// Threads that do the work they are given, in the order of its arrival, until they are let go of.
///
/// A dispatch queue's threads take a priority of their own on Linux; these keep that of the process, so that `nice` counts.
final class WorkerThreads: Sendable {
    private final class Line: Sendable {
        let work = Mutex<[@Sendable () -> Void]>([])
        /// Counts pieces of work, and after the last, the threads that may go.
        let arrivals = DispatchSemaphore(value: 0)

        func serve() {
            while true {
                arrivals.wait()
                guard let next = work.withLock({ $0.isEmpty ? nil : $0.removeFirst() }) else { return }
                next()
            }
        }
    }

    let count: Int
    private let line = Line()

    init(count: Int) {
        self.count = count
        for _ in 0..<count {
            let thread = Thread { [line] in line.serve() }
            thread.name = "speech"
            thread.start()
        }
    }

    /// Work that no thread has begun is dropped.
    deinit {
        line.work.withLock { $0.removeAll() }
        for _ in 0..<count { line.arrivals.signal() }
    }

    func add(_ work: @escaping @Sendable () -> Void) {
        line.work.withLock { $0.append(work) }
        line.arrivals.signal()
    }
}

internal import Dispatch
internal import Synchronization

/// Runs a generator on another thread, ahead of its reader, who gets its elements in order.
///
/// When the reader lets go of it, the generator is not called again.
final class ReadAhead<Element: Sendable>: Sendable {
    private final class Shelf: Sendable {
        struct State {
            var elements: [Element] = []
            /// The end, and why, once it is reached.
            var end: Result<Void, any Error>?
            var isAbandoned = false
        }
        let state = Mutex(State())
        /// Counts what was put on the shelf: elements and the end.
        let arrivals = DispatchSemaphore(value: 0)
    }

    private let shelf = Shelf()

    /// - Parameter generate: gives the next element, or nil after the last; called on one thread at a time.
    init(on workers: WorkerThreads, _ generate: @escaping @Sendable () throws -> Element?) {
        workers.add { [shelf] in
            while true {
                let result = Result { try generate() }
                let goesOn = shelf.state.withLock { state in
                    switch result {
                    case .success(let element?): state.elements.append(element)
                    case .success(nil): state.end = .success(())
                    case .failure(let error): state.end = .failure(error)
                    }
                    return state.end == nil && !state.isAbandoned
                }
                shelf.arrivals.signal()
                guard goesOn else { return }
            }
        }
    }

    deinit { shelf.state.withLock { $0.isAbandoned = true } }

    /// The next element, waited for if need be; nil after the last. Throws what the generator threw, in its place.
    func next() throws -> Element? {
        shelf.arrivals.wait()
        return try shelf.state.withLock { state in
            if !state.elements.isEmpty { return state.elements.removeFirst() }
            // The end stays on the shelf for whoever asks again.
            shelf.arrivals.signal()
            try state.end?.get()
            return nil
        }
    }
}

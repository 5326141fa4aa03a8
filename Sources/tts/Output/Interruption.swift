import Dispatch
import Foundation
import Synchronization

/// Ends the process on Ctrl-C, SIGTERM and SIGHUP as the signal would, but removes half-written files first.
final class Interruption {
    /// What is to be undone; shared with the queue that receives the signals.
    private final class Undo: Sendable {
        struct State {
            var files: Set<String> = []
            var children: Set<Int32> = []
        }
        let state = Mutex(State())
    }

    private let undo = Undo()
    private var sources: [any DispatchSourceSignal] = []

    init() {
        for number in [SIGINT, SIGTERM, SIGHUP] {
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler { [undo] in
                // The lock is kept to the end, so that no file is made or renamed after this.
                undo.state.withLock { state in
                    for child in state.children { kill(child, SIGTERM) }
                    for file in state.files { unlink(file) }
                    signal(number, SIG_DFL)
                    // Threads of a queue block signals, and so may the parent have done.
                    var set = sigset_t()
                    sigemptyset(&set)
                    sigaddset(&set, number)
                    pthread_sigmask(SIG_UNBLOCK, &set, nil)
                    raise(number)
                    while true { sleep(1) }
                }
            }
            source.resume()
            sources.append(source)
        }
    }

    /// Removes `file` if the process is interrupted before `keep`.
    func remove(_ file: String) { undo.state.withLock { _ = $0.files.insert(file) } }

    /// Gives the file its final state, which no signal interrupts, and forgets it.
    func keep<Failure: Error>(_ file: String, after finish: () throws(Failure) -> Void) throws(Failure) {
        let result: Result<Void, Failure> = undo.state.withLock { state in
            let result = Result { () throws(Failure) in try finish() }
            state.files.remove(file)
            return result
        }
        try result.get()
    }

    /// Ends the child process too if this one is interrupted.
    func stop(child: Int32) { undo.state.withLock { _ = $0.children.insert(child) } }
    func release(child: Int32) { undo.state.withLock { _ = $0.children.remove(child) } }
}

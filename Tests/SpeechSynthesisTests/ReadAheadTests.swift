import Foundation
import Synchronization
import Testing

@testable import SpeechSynthesis

@Suite struct ReadAheadTests {
    private struct Stop: Error {}

    private static func queue(_ threads: Int) -> OperationQueue {
        let queue = OperationQueue()
        queue.maxConcurrentOperationCount = threads
        return queue
    }

    @Test(arguments: [1, 4]) func elementsComeInOrder(threads: Int) throws {
        let queue = Self.queue(threads)
        let sources = (0..<9).map { source in
            let count = Mutex(0)
            return ReadAhead(on: queue) {
                count.withLock { count -> Int? in
                    count += 1
                    return count <= source ? 100 * source + count : nil
                }
            }
        }
        for (number, source) in sources.enumerated() {
            var elements: [Int] = []
            while let element = try source.next() { elements.append(element) }
            #expect(elements == (0..<number).map { 100 * number + $0 + 1 })
            #expect(try source.next() == nil)
        }
    }

    @Test func anErrorComesInItsPlaceAndStays() throws {
        let calls = Mutex(0)
        let source = ReadAhead<Int>(on: Self.queue(2)) {
            try calls.withLock { calls in
                calls += 1
                if calls > 2 { throw Stop() }
                return calls
            }
        }
        #expect(try source.next() == 1)
        #expect(try source.next() == 2)
        #expect(throws: Stop.self) { try source.next() }
        #expect(throws: Stop.self) { try source.next() }
        #expect(calls.withLock { $0 } == 3)
    }

    /// A reader that leaves ends the work: else the queue would never be empty.
    @Test func lettingGoEndsTheGenerator() throws {
        let queue = Self.queue(1)
        do {
            let endless = ReadAhead(on: queue) { 1 }
            #expect(try endless.next() == 1)
        }
        queue.waitUntilAllOperationsAreFinished()
    }
}

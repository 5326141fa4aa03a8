import Foundation
import Synchronization
import Testing

@testable import SpeechSynthesis

@Suite struct ReadAheadTests {
    private struct Stop: Error {}

    @Test(arguments: [1, 4]) func elementsComeInOrder(threads: Int) throws {
        let workers = WorkerThreads(count: threads)
        let sources = (0..<9).map { source in
            let count = Mutex(0)
            return ReadAhead(on: workers) {
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
        let workers = WorkerThreads(count: 2)
        let source = ReadAhead<Int>(on: workers) {
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

    /// A reader that leaves ends the work: else the only thread would never come to the next.
    @Test func lettingGoEndsTheGenerator() throws {
        let workers = WorkerThreads(count: 1)
        do {
            let endless = ReadAhead(on: workers) { 1 }
            #expect(try endless.next() == 1)
        }
        #expect(try ReadAhead(on: workers) { 2 }.next() == 2)
    }
}

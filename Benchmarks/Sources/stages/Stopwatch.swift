import Foundation

/// Seconds that work took: by the wall clock, and of processor time on all threads.
struct Stopwatch {
    var wall: Double
    var processor: Double

    static func measure(_ work: () throws -> Void) rethrows -> Stopwatch {
        func now(_ clock: clockid_t) -> Double {
            var time = timespec()
            clock_gettime(clock, &time)
            return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
        }
        let (wall, processor) = (now(CLOCK_MONOTONIC), now(CLOCK_PROCESS_CPUTIME_ID))
        try work()
        return Stopwatch(wall: now(CLOCK_MONOTONIC) - wall, processor: now(CLOCK_PROCESS_CPUTIME_ID) - processor)
    }
}

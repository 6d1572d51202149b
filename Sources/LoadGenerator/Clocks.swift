import Glibc

/// The clock that latencies are measured with: nanoseconds that only go forward.
enum MonotonicClock {
    static var now: UInt64 { nanoseconds(of: CLOCK_MONOTONIC) ?? 0 }
}

/// The processor time a process has used, all its threads together, those that have ended included.
enum ProcessorClock {
    /// Nanoseconds; nil when there is no such process.
    static func time(of process: Int32) -> UInt64? {
        var clock = clockid_t()
        guard unsafe clock_getcpuclockid(process, &clock) == 0 else { return nil }
        return nanoseconds(of: clock)
    }
}

private func nanoseconds(of clock: clockid_t) -> UInt64? {
    var time = timespec()
    guard unsafe clock_gettime(clock, &time) == 0 else { return nil }
    return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
}

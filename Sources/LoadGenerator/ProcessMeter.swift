import Foundation

/// What a server costs, read from outside: the processor time and the memory of its process.
struct ProcessMeter {
    let process: Int32

    /// Nanoseconds of processor time so far; nil when the process is gone.
    var processorTime: UInt64? { ProcessorClock.time(of: process) }

    /// KiB of memory that are resident; nil when the process is gone or may not be looked at.
    var residentKiB: Int? {
        // The kernel's short counters lag behind by some hundred KiB; this one is counted when it is read.
        figure("Rss:", in: "/proc/\(process)/smaps_rollup") ?? figure("VmRSS:", in: "/proc/\(process)/status")
    }

    private func figure(_ name: String, in path: String) -> Int? {
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { return nil }
        return ProcessMeter.figure(name, in: text)
    }

    /// The first number in the line that begins with a name.
    static func figure(_ name: String, in text: String) -> Int? {
        let line = text.split(separator: "\n").first { $0.hasPrefix(name) }
        return line?.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap { Int($0) }
    }
}

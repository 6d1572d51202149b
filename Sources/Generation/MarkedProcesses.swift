import CLinux
import Foundation

/// Every process of this user that carries a mark in its environment, as children hand it down, whatever group or session they are in.
///
/// This is how the commands of a server that is gone are found: nothing has to be remembered, and a pid that somebody else has by now
/// is not mistaken.
package struct MarkedProcesses: Sendable {
    /// The variable that the mark stands in.
    package static let variable = "GENBOARD_MARK"

    /// How long they are waited for after SIGKILL; who is left then will not go.
    private static let killTime: Duration = .seconds(2)
    private static let lookInterval: UInt32 = 10_000

    /// The beginning of an entry, `NAME=value`, or all of it with its closing zero.
    private let entry: [UInt8]

    /// Those of one task in one life of a server.
    package init(mark: String, taskID: String) {
        entry = Array("\(MarkedProcesses.variable)=\(MarkedProcesses.mark(mark, taskID: taskID))".utf8) + [0]
    }

    /// Those of one life of a server.
    package init(mark: String) {
        entry = Array("\(MarkedProcesses.variable)=\(mark):".utf8)
    }

    /// Those of all lives of the server whose outputs are there.
    package init(outputs root: String) {
        entry = Array("\(MarkedProcesses.variable)=\(root):".utf8)
    }

    /// The mark of one life of the server whose outputs are there.
    package static func mark(outputs root: String, life: String) -> String { "\(root):\(life)" }

    /// What the commands of one task carry.
    package static func mark(_ mark: String, taskID: String) -> String { "\(mark):\(taskID)" }

    /// Ends them all, and waits until they are gone.
    ///
    /// - Parameter grace: From SIGTERM to SIGKILL; at zero there is no SIGTERM.
    /// - Returns: Whether nobody is left.
    package func end(grace: Duration) -> Bool {
        let killAt = ContinuousClock.now + grace
        if grace > .zero { send(SIGTERM) }
        while ContinuousClock.now < killAt {
            guard send(0) else { return true }
            usleep(MarkedProcesses.lookInterval)
        }
        let end = ContinuousClock.now + MarkedProcesses.killTime
        while send(SIGKILL) {
            guard ContinuousClock.now < end else { return false }
            usleep(MarkedProcesses.lookInterval)
        }
        return true
    }

    /// Sends each a signal, or none with 0; the answer is whether there are any.
    @discardableResult
    private func send(_ signal: Int32) -> Bool {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        var isAny = false
        for process in names.compactMap({ pid_t($0) }) where process != getpid() {
            // The descriptor first: whatever is read after it is about this process, or it is gone and nothing is hit.
            let descriptor = linux_pidfd_open(process)
            guard descriptor >= 0 else { continue }
            defer { close(descriptor) }
            guard carriesMark(process) else { continue }
            if linux_pidfd_signal(descriptor, signal) == 0 { isAny = true }
        }
        return isAny
    }

    /// False for one that is not ours to look at, and for one that has ended and only waits to be reaped.
    private func carriesMark(_ process: pid_t) -> Bool {
        guard let data = FileManager.default.contents(atPath: "/proc/\(process)/environ") else { return false }
        let bytes = Array(data)
        guard bytes.count >= entry.count else { return false }
        var start = 0
        while start + entry.count <= bytes.count {
            if bytes[start..<(start + entry.count)] == entry[...] { return true }
            guard let end = bytes[start...].firstIndex(of: 0) else { return false }
            start = end + 1
        }
        return false
    }
}

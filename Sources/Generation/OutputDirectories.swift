import Dispatch
import Foundation
import Synchronization

/// A directory for the files of each task: made before its work begins, kept when that completes, and gone otherwise.
///
/// What is to go is renamed at once and removed on a thread of its own: files may be many, and an id may come again.
package final class OutputDirectories: Sendable {
    /// Begins the names of what is being removed; no task's id begins like this.
    private static let removedMark = ".removed-"

    package let root: String
    private let queue = DispatchQueue(label: "output directories")
    private let removedCount = Atomic(0)

    /// - Parameter root: Made with the first of them.
    package init(root: String) {
        self.root = root
    }

    /// A task's directory, whether it is there or not.
    ///
    /// - Parameter id: As `TaskID.isSafe` has it.
    package func path(of id: String) -> String { "\(root)/\(id)" }

    /// Makes a task's directory, empty, whatever was there before.
    ///
    /// - Throws: Why it cannot be made.
    package func make(for id: String) throws {
        discard(id)
        try FileManager.default.createDirectory(
            atPath: path(of: id),
            withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700],
        )
    }

    /// Keeps a task's directory where there is something in it; the answer is whether there is.
    package func keepIfUsed(_ id: String) -> Bool {
        if let names = try? FileManager.default.contentsOfDirectory(atPath: path(of: id)), !names.isEmpty {
            return true
        }
        discard(id)
        return false
    }

    package func discard(_ id: String) {
        let name = OutputDirectories.removedMark + "\(removedCount.add(1, ordering: .relaxed).newValue)-\(id)"
        guard unsafe rename(path(of: id), path(of: name)) == 0 else { return }
        remove(name)
    }

    /// Removes what the last life left behind: the directories of those tasks, and what was being removed.
    ///
    /// Names that nobody knows are left alone: another state, moved away or restored from a copy, may know them.
    package func cleanUp(discarding ids: Set<String>) {
        for name in (try? FileManager.default.contentsOfDirectory(atPath: root)) ?? [] {
            if name.hasPrefix(OutputDirectories.removedMark) {
                remove(name)
            } else if ids.contains(name) {
                discard(name)
            }
        }
    }

    /// Waits until what was discarded is gone, and removes the root where nothing is left in it; what takes longer than the
    /// time is left to the next start.
    package func finish(within time: Duration) {
        let isGone = DispatchSemaphore(value: 0)
        queue.async { isGone.signal() }
        guard isGone.wait(timeout: .now() + time / .seconds(1)) == .success else { return }
        unsafe rmdir(root)
    }

    private func remove(_ name: String) {
        let path = path(of: name)
        queue.async { try? FileManager.default.removeItem(atPath: path) }
    }
}

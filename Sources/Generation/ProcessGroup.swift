import CLinux
import Glibc
import Networking

/// All processes that a command has started and that have not left its group.
///
/// The group's id is the pid of its leader, which the kernel gives to nobody else while any member is alive or not yet reaped.
struct ProcessGroup {
    /// The leaders that are not yet reaped, each by its own watcher.
    @EventLoop static var leaders: Set<pid_t> = []

    let id: pid_t

    /// Lets orphans of our children come to us, so that we can tell when the last of a group is gone.
    ///
    /// A parent may hand down an ignored SIGCHLD, and then the kernel would not keep for us how a child ended.
    static func adoptOrphans() {
        _ = linux_become_subreaper()
        _ = Glibc.signal(SIGCHLD, SIG_DFL)
    }

    func signal(_ number: Int32) {
        kill(-id, number)
    }

    /// Takes note of dead members that have become our children.
    ///
    /// Only once the leader was reaped by its own watcher.
    func reapOrphans() {
        while waitpid(-id, nil, WNOHANG) > 0 {}
    }

    /// Takes note of whoever else has ended and is our child by now, of whatever group.
    ///
    /// A leader that its watcher has still to reap is in the way of those behind it, until the next call.
    @EventLoop static func reapStrays() {
        while case let process = linux_ended_child(), process > 0, !leaders.contains(process) {
            waitpid(process, nil, WNOHANG)
        }
    }

    /// Whether nobody is left, not even a zombie.
    var isEmpty: Bool { kill(-id, 0) != 0 && errno == ESRCH }
}

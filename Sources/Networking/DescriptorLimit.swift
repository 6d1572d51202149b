import Glibc

/// How many sockets and files a process may have open.
///
/// Shells give programs a small number that suits those with few; a server or a load of thousands of clients needs all it may have.
package enum DescriptorLimit {
    /// Raises the limit to the highest that is allowed.
    ///
    /// Children inherit it, so programs that start others for people leave it alone.
    package static func raise() {
        var limit = rlimit()
        guard unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return }
        limit.rlim_cur = limit.rlim_max
        _ = unsafe setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    }
}

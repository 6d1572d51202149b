import Glibc

/// The two streams a command writes to, and we do.
package enum StandardStream: Sendable, CaseIterable {
    case output
    case errors

    /// Writes to our own stream of that name, waiting as long as it takes, also where another program made it non-blocking.
    ///
    /// - Returns: The error's number when the stream takes nothing more, for example `EPIPE` or `ENOSPC`; otherwise nil.
    package func write(_ bytes: [UInt8]) -> Int32? {
        let descriptor = self == .output ? STDOUT_FILENO : STDERR_FILENO
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = unsafe rest.withUnsafeBytes { unsafe Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count > 0 {
                rest = rest.dropFirst(count)
            } else if count == 0 || errno == EAGAIN {
                var request = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                _ = unsafe poll(&request, 1, -1)
            } else if errno != EINTR {
                return errno
            }
        }
        return nil
    }
}

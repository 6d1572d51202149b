import Glibc

/// A client that writes exactly the bytes a test gives it, and waits for answers no longer than `patience`.
package final class Wire {
    /// Seconds; only a broken server makes a test wait so long.
    private static let patience = 10

    package enum Failure: Error {
        case cannotConnect
        /// The server hung up, or kept silent, before the answer was complete.
        case noAnswer(received: String)
        case notHTTP(String)
    }

    private let descriptor: Int32
    private var received: [UInt8] = []

    /// - Parameter receiveBuffer: Bytes that the kernel keeps for this side at most, about; nil leaves that to the kernel.
    package init(port: UInt16, receiveBuffer: Int32? = nil) throws(Failure) {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var patience = timeval(tv_sec: Wire.patience, tv_usec: 0)
        let size = socklen_t(MemoryLayout<timeval>.size)
        _ = unsafe setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, size)
        _ = unsafe setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &patience, size)
        if var receiveBuffer {
            let size = socklen_t(MemoryLayout<Int32>.size)
            _ = unsafe setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &receiveBuffer, size)
        }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let status = unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard status == 0 else { throw .cannotConnect }
    }

    deinit { close(descriptor) }

    package func send(_ text: String) { send(Array(text.utf8)) }

    /// Sends all of it, unless the server has hung up: then its answer tells more than an error here.
    package func send(_ bytes: [UInt8]) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = unsafe rest.withUnsafeBytes {
                unsafe Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }

    /// Takes the next `count` bytes.
    package func take(_ count: Int) throws(Failure) -> [UInt8] {
        while received.count < count {
            guard receiveMore() else { throw .noAnswer(received: String(decoding: received, as: UTF8.self)) }
        }
        defer { received.removeFirst(count) }
        return Array(received.prefix(count))
    }

    /// Takes everything up to and including the end of a head.
    package func takeHead() throws(Failure) -> String {
        var count = 4
        while !received.prefix(count).suffix(4).elementsEqual("\r\n\r\n".utf8) || received.count < count {
            if received.count > count {
                count += 1
            } else if !receiveMore() {
                throw .noAnswer(received: String(decoding: received, as: UTF8.self))
            }
        }
        return String(decoding: try take(count), as: UTF8.self)
    }

    /// Whether the server hung up, with nothing said before that was not taken.
    package var isAtEnd: Bool { received.isEmpty && !receiveMore() && !isTimedOut }

    private var isTimedOut: Bool { errno == EAGAIN }

    private func receiveMore() -> Bool {
        var buffer = [UInt8](repeating: 0, count: 64 << 10)
        errno = 0
        let count = unsafe buffer.withUnsafeMutableBytes { unsafe recv(descriptor, $0.baseAddress, $0.count, 0) }
        guard count > 0 else { return false }
        received += buffer.prefix(count)
        return true
    }
}

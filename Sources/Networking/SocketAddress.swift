import CLinux
import Glibc

/// An IPv4 or IPv6 address with its port, in the kernel's own form.
package struct SocketAddress: Sendable {
    /// The larger of the two kinds; every connection keeps an address, so no room is wasted on others.
    private var storage = sockaddr_in6()
    private var length = socklen_t(MemoryLayout<sockaddr_in6>.size)

    /// All addresses of a host name or a numeric address.
    ///
    /// May ask a name server and wait for it: keep it off the event loop.
    package static func resolve(host: String, port: UInt16, toListen: Bool = false) throws(NetworkError)
        -> [SocketAddress]
    {
        try lookUp(host: host, port: port, flags: toListen ? AI_PASSIVE : 0)
    }

    /// The address that a host is when it is numeric already; nil for names.
    ///
    /// Asks nobody, so it may be called on the event loop.
    static func numeric(host: String, port: UInt16) -> SocketAddress? {
        try? lookUp(host: host, port: port, flags: AI_NUMERICHOST).first
    }

    private static func lookUp(host: String, port: UInt16, flags: Int32) throws(NetworkError) -> [SocketAddress] {
        var hints = unsafe addrinfo()
        unsafe hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        unsafe hints.ai_flags = AI_NUMERICSERV | flags
        var list: UnsafeMutablePointer<addrinfo>?
        let failure = unsafe getaddrinfo(host, String(port), &hints, &list)
        guard failure == 0 else {
            throw .unknownHost(host, reason: unsafe String(cString: gai_strerror(failure)))
        }
        defer { unsafe freeaddrinfo(list) }
        var addresses: [SocketAddress] = []
        var next = unsafe list
        while let entry = unsafe next {
            if let address = unsafe SocketAddress(entry.pointee) { addresses.append(address) }
            unsafe next = entry.pointee.ai_next
        }
        return addresses
    }

    private init?(_ entry: addrinfo) {
        guard let source = unsafe entry.ai_addr, unsafe Int(entry.ai_addrlen) <= MemoryLayout<sockaddr_in6>.size
        else {
            return nil
        }
        length = unsafe entry.ai_addrlen
        unsafe withUnsafeMutableBytes(of: &storage) { target in
            unsafe target.copyMemory(from: UnsafeRawBufferPointer(start: source, count: Int(length)))
        }
    }

    /// Lets the kernel fill in an address, as `accept` and `getsockname` do; nil when the call fails (`errno` tells why).
    init?(filledBy call: (UnsafeMutablePointer<sockaddr>, inout socklen_t) -> Bool) {
        let succeeded = unsafe withUnsafeMutablePointer(to: &storage) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { unsafe call($0, &length) }
        }
        guard succeeded else { return nil }
    }

    func withPointer<Result>(_ body: (UnsafePointer<sockaddr>, socklen_t) -> Result) -> Result {
        unsafe withUnsafePointer(to: storage) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { unsafe body($0, length) }
        }
    }

    var family: Int32 { Int32(storage.sin6_family) }

    package var port: UInt16 {
        unsafe withPointer { address, _ in
            unsafe address.withMemoryRebound(to: sockaddr_in.self, capacity: 1) {
                unsafe UInt16(bigEndian: $0.pointee.sin_port)  // sockaddr_in6 has its port in the same place
            }
        }
    }

    /// The numeric address without the port, for example `127.0.0.1` or `::1`.
    package var host: String {
        var text = [CChar](repeating: 0, count: Int(NI_MAXHOST))
        let failure = unsafe withPointer { address, length in
            unsafe getnameinfo(address, length, &text, socklen_t(text.count), nil, 0, NI_NUMERICHOST)
        }
        guard failure == 0 else { return "unknown" }
        return String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    /// Whether only this machine can be at the other end.
    package var isLoopback: Bool { host == "::1" || host.hasPrefix("127.") || host.hasPrefix("::ffff:127.") }
}

extension SocketAddress: CustomStringConvertible {
    package var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }
}

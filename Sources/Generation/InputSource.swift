import CLinux
import Glibc

/// The descriptor that becomes a command's standard input, closed on our side once the command has it.
struct InputSource: ~Copyable {
    let descriptor: Int32
    private let isOurs: Bool

    init(_ input: ChildProcess.Input, of command: String) throws(LaunchError) {
        switch input {
        case .nothing: (descriptor, isOurs) = (unsafe open("/dev/null", O_RDONLY | O_CLOEXEC), true)
        case .inherited: (descriptor, isOurs) = (STDIN_FILENO, false)
        case .bytes(let bytes): (descriptor, isOurs) = (InputSource.file(of: bytes), true)
        case .descriptor(let given): (descriptor, isOurs) = (given, false)
        }
        guard descriptor >= 0 else { throw LaunchError(errno, command: command) }
    }

    deinit {
        if isOurs { close(descriptor) }
    }

    /// A nameless file in memory: unlike a pipe it takes everything at once, and nobody has to be there to write.
    ///
    /// Negative when there is none to be had.
    private static func file(of bytes: [UInt8]) -> Int32 {
        let file = linux_memory_file()
        guard file >= 0 else { return file }
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = unsafe rest.withUnsafeBytes { unsafe write(file, $0.baseAddress, $0.count) }
            guard count > 0 || errno == EINTR else {
                close(file)
                return -1
            }
            rest = rest.dropFirst(max(0, count))
        }
        lseek(file, 0, SEEK_SET)
        return file
    }
}

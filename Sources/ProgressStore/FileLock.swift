import Glibc

/// One process's claim to a file; it ends with the process, however that ends.
///
/// SQLite's own locks let two processes take turns, which is right for people who look into the file and wrong for servers.
struct FileLock: ~Copyable {
    private let descriptor: Int32

    /// Makes the file where there is none, for its owner's eyes only.
    init(path: String) throws(StoreError) {
        descriptor = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            let number = errno
            throw number == EROFS || number == EACCES
                ? .cannotOpen(path, reason: "not allowed to write there")
                : .cannotOpen(path, reason: unsafe String(cString: strerror(number)))
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            throw .inUse(path)
        }
    }

    deinit {
        close(descriptor)
    }
}

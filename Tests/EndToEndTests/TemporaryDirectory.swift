import Foundation

/// A directory of a test's own, removed with the last reference to it.
final class TemporaryDirectory {
    let path = NSTemporaryDirectory() + "genboard-test-\(UUID().uuidString)"

    init() throws {
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    /// Where a server keeps its state.
    var file: String { path + "/state.sqlite" }
}

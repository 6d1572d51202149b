import Foundation
import Generation
import Testing

/// What becomes of the files of tasks.
struct OutputDirectoriesTests {
    @Test func `a start removes what it is told to and what was being removed, and leaves other names alone`() throws {
        let root = NSTemporaryDirectory() + "genboard-outputs-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: root) }
        let outputs = OutputDirectories(root: root)
        for id in ["done", "half", "unknown", ".removed-1-old"] {
            try outputs.make(for: id)
            try "x".write(toFile: outputs.path(of: id) + "/file", atomically: true, encoding: .utf8)
        }
        outputs.cleanUp(discarding: ["half", "elsewhere"])
        outputs.finish(within: .seconds(20))
        #expect(try FileManager.default.contentsOfDirectory(atPath: root).sorted() == ["done", "unknown"])
    }
}

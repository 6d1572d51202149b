import Foundation

/// Compares a text with the golden file of that name, in the directory `Golden` beside the test's source file.
///
/// With `UPDATE_GOLDEN=1` in the environment the file is written anew. The test fails that once, so that nobody forgets to read
/// the difference.
package func expectGolden(_ text: String, named name: String, sourceFile: String = #filePath) throws {
    let file = URL(filePath: sourceFile).deletingLastPathComponent().appending(path: "Golden/\(name).txt")
    if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1" {
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(),
            withIntermediateDirectories: true,
        )
        try Data((text + "\n").utf8).write(to: file)
        throw GoldenError.rewritten(file.path())
    }
    guard let bytes = try? Data(contentsOf: file) else { throw GoldenError.missing(file.path()) }
    let golden = String(decoding: bytes, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
        .dropLast()
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    guard lines != Array(golden) else { return }
    throw GoldenError.different(file.path(), difference(from: Array(golden), to: lines))
}

/// Why a text is not its golden file.
package enum GoldenError: Error, CustomStringConvertible {
    case missing(String)
    case rewritten(String)
    case different(String, String)

    package var description: String {
        switch self {
        case .missing(let path): "no golden file \(path): run the test once with UPDATE_GOLDEN=1 and read what it wrote"
        case .rewritten(let path): "\(path) was written: read the difference, then test without UPDATE_GOLDEN"
        case .different(let path, let lines): "differs from \(path):\n\(lines)"
        }
    }
}

/// The lines that differ, the golden one before the one that came.
private func difference(from golden: [Substring], to lines: [Substring]) -> String {
    (0..<max(golden.count, lines.count)).compactMap { index in
        let old = index < golden.count ? golden[index] : ""
        let new = index < lines.count ? lines[index] : ""
        return old == new ? nil : "\(index + 1) - \(old)\n\(index + 1) + \(new)"
    }
    .joined(separator: "\n")
}

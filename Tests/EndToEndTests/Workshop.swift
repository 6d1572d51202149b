import Foundation
import JSON

/// A server's generators and what it keeps: a configuration file, and a directory that the generators' scripts know as `$DIR`.
struct Workshop {
    private let directory: TemporaryDirectory

    /// - Parameter generators: The configuration; `$DIR` in it is this directory.
    init(_ generators: String) throws {
        directory = try TemporaryDirectory()
        try FileManager.default.createDirectory(atPath: path + "/genboard", withIntermediateDirectories: true)
        try write(generators.replacingOccurrences(of: "$DIR", with: path), to: "genboard/config")
    }

    var path: String { directory.path }
    var state: String { directory.file }

    func server(port: Int = 0, options: [String] = []) async throws -> GenboardProcess {
        try await GenboardProcess(port: port, data: state, options: options, configuration: path)
    }

    func write(_ text: String, to name: String) throws {
        try text.write(toFile: path + "/" + name, atomically: true, encoding: .utf8)
    }

    func text(of name: String) -> String? {
        try? String(contentsOfFile: path + "/" + name, encoding: .utf8)
    }

    /// Where a task's files are.
    func output(of id: String) -> String { "\(path)/state.sqlite.output/\(id)" }

    func hasOutput(of id: String) -> Bool { FileManager.default.fileExists(atPath: output(of: id)) }

    /// The processes that a script has noted in a file, waited for.
    func processes(in name: String, count: Int = 1) async throws -> [Int32] {
        try await waitFor("\(count) processes in \(name)") {
            let found = (text(of: name) ?? "").split(separator: "\n").compactMap { Int32($0) }
            return found.count >= count ? found : nil
        }
    }

    /// Waits until none of them runs any more.
    func waitForEnd(of processes: [Int32]) async throws {
        try await waitFor("the end of \(processes)") { processes.contains(where: isRunning) ? nil : true }
    }

    /// False for one that has ended and that nobody has taken note of.
    func isRunning(_ process: Int32) -> Bool {
        guard let stat = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8) else { return false }
        return stat.split(separator: ")").last?.split(separator: " ").first != "Z"
    }
}

extension GenboardProcess {
    /// A task once it is as wanted.
    @discardableResult
    func task(_ id: String, where isWanted: (JSONValue) -> Bool) async throws -> JSONValue {
        var seen = JSONValue.null
        do {
            try await waitFor("\(id) as wanted", every: .milliseconds(20)) {
                seen = try await curl("GET", "/api/tasks/\(id)").json
                return isWanted(seen) ? true : nil
            }
            return seen
        } catch {
            throw WaitError(what: "\(id) as wanted", seen: seen.text)
        }
    }

    func task(_ id: String, reaches status: String) async throws -> JSONValue {
        try await task(id) { $0["status"]?.string == status }
    }
}

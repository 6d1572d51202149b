import Foundation
import JSON
import Testing

/// The real binary, as the build made it.
enum Genboard {
    /// Beside the test bundle, which is the running executable, unless another is to be tried: the optimised one behaves differently
    /// where C is called.
    static let path: String = {
        if let other = ProcessInfo.processInfo.environment["GENBOARD_TEST_BINARY"] { return other }
        let bundle = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? "."
        return URL(filePath: bundle).deletingLastPathComponent().appending(path: "genboard").path()
    }()

    /// Starts a command and does not wait for it.
    static func start(_ arguments: [String], environment: [String: String] = [:]) throws -> RunningProgram {
        // Whoever runs the tests may have a configuration file.
        try RunningProgram(
            [path] + arguments,
            environment: ["XDG_CONFIG_HOME": "/nonexistent"].merging(environment) { $1 },
        )
    }
}

/// `genboard serve` on a port of its own, killed with the last reference to it.
final class GenboardProcess: Sendable {
    let program: RunningProgram
    let port: Int

    /// Starts a server and waits until it serves.
    ///
    /// - Parameters:
    ///   - port: 0 takes a free one.
    ///   - data: The file that keeps its state.
    ///   - configuration: The directory that the one with its configuration file is in.
    init(
        port: Int = 0,
        data: String = ":memory:",
        options: [String] = [],
        configuration: String? = nil,
    ) async throws {
        program = try Genboard.start(
            ["serve", "--port", String(port), "--data", data] + options,
            environment: configuration.map { ["XDG_CONFIG_HOME": $0] } ?? [:],
        )
        let address = try await program.line("the server's first line") { $0.split(separator: " ").last }
        self.port = try #require(address.split(separator: ":").last.flatMap { Int($0) })
    }

    var url: String { "http://127.0.0.1:\(port)" }

    /// What makes other commands of genboard use this server.
    var environment: [String: String] { ["GENBOARD_URL": url] }

    /// Starts another command against this server.
    func start(_ arguments: String...) throws -> RunningProgram {
        try Genboard.start(arguments, environment: environment)
    }

    /// Runs another command against this server to its end.
    func run(_ arguments: String...) async throws -> Finished {
        try await Finished(Genboard.start(arguments, environment: environment))
    }
}

extension GenboardProcess {
    /// The first task that is as wanted, waited for.
    func task(where isWanted: (JSONValue) -> Bool) async throws -> JSONValue {
        try await waitFor("a task as wanted", every: .milliseconds(50)) {
            guard let tasks = try await curl("GET", "/api/tasks").json["tasks"]?.array else { return nil }
            return tasks.first(where: isWanted)
        }
    }
}

/// What a program left behind.
struct Finished {
    let exitCode: Int32
    let output: String
    let errors: String

    init(_ program: RunningProgram) async throws {
        program.endInput()
        exitCode = try await program.exitCode()
        output = program.standardOutput
        errors = program.standardError
    }
}

import Foundation

extension TmuxScreen {
    /// A terminal with a dashboard that is connected to the server.
    static func watching(
        _ server: GenboardProcess,
        columns: Int = 80,
        rows: Int = 24,
        options: String = "",
        environment: [String: String] = [:],
    ) async throws -> TmuxScreen {
        let environment = server.environment.merging(environment) { $1 }
        let screen = try await TmuxScreen(columns: columns, rows: rows, environment: environment)
        try await screen.run("genboard watch \(options)")
        try await screen.wait(for: " connected")
        return screen
    }

    /// Waits until a row has all of these texts.
    @discardableResult
    func wait(forRow texts: String...) async throws -> String {
        func has(_ row: String) -> Bool { texts.allSatisfy(row.contains) }
        let rows = try await wait(until: "a row with \(texts)") { $0.contains(where: has) }
        return rows.first(where: has) ?? ""
    }
}

extension GenboardProcess {
    /// Runs a script in which `genboard` stands for the real one, against this server.
    func shell(_ script: String) async throws {
        let function = "set -e; genboard() { '\(Genboard.path)' \"$@\" > /dev/null; }; "
        let program = try RunningProgram(["/bin/sh", "-c", function + script], environment: environment)
        let finished = try await Finished(program)
        guard finished.exitCode == 0 else { throw WaitError(what: "exit 0 of \(script)", seen: finished.errors) }
    }
}

extension StringProtocol {
    /// Columns on a terminal, as far as these tests go: East Asian characters take two.
    var columns: Int { unicodeScalars.reduce(0) { $0 + ($1.value >= 0x2E80 ? 2 : 1) } }

    /// The column at which a text begins.
    func column(of text: String) -> Int? {
        range(of: text).map { self[..<$0.lowerBound].columns }
    }
}

import Arguments
import ProgressModel
import ProgressServer
import ProgressStore

/// Where a server keeps its state, and how long.
struct StateSettings: Sendable {
    /// Nil keeps it in memory only.
    let store: StoreOptions?
    let retention: Retention

    /// Where that file is; nil where there is none.
    var path: String? { store?.path }

    /// - Parameter port: Names the file where none is asked for, so that servers on other ports have files of their own.
    init(_ invocation: Invocation, port: UInt16, environment: [String: String]) throws(UsageError) {
        let durability = try StateSettings.durability(invocation)
        let path = try StateSettings.path(asked: invocation["data"], port: port, environment: environment)
        let notes: [NoteCollection] = .ofModel + [.idempotencyKeys, .submissions]
        store = path == ":memory:" ? nil : StoreOptions(path: path, durability: durability, wantedNotes: notes)
        let time = try invocation.duration("keep")
        let count = try invocation.integer("keep-count", in: 0...TaskLimits.standard.tasks)
        retention = Retention(
            seconds: time.map { $0 / .seconds(1) } ?? Retention.standard.seconds,
            count: count ?? Retention.standard.count,
        )
    }

    private static func durability(_ invocation: Invocation) throws(UsageError) -> Durability {
        let word = invocation["durability"] ?? Durability.process.rawValue
        guard let durability = Durability(rawValue: word) else {
            throw UsageError("durability must be process or power, not \"\(word)\".")
        }
        return durability
    }

    /// A server on any free port cannot be found again, so it keeps nothing unless it is told where.
    private static func path(
        asked: String?,
        port: UInt16,
        environment: [String: String],
    ) throws(UsageError) -> String {
        if let asked { return asked }
        if port == 0 { return ":memory:" }
        let name = "genboard/\(port).sqlite"
        if let directory = environment["XDG_STATE_HOME"], directory.hasPrefix("/") { return "\(directory)/\(name)" }
        guard let home = environment["HOME"], !home.isEmpty else {
            throw UsageError(
                "There is no home directory to keep the state in.",
                hint: "Say where with --data PATH, or --data :memory: to keep none.",
            )
        }
        return "\(home)/.local/state/\(name)"
    }
}

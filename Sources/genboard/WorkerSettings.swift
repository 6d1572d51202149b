import Arguments
import Foundation
import Generation
import ProgressModel

/// What work a server does itself, and with how much of the machine.
struct WorkerSettings: Sendable {
    private static let standardQueueLimit = 1_000

    let generators: [Generator]
    /// Of all types together.
    let workers: Int
    /// Tasks that may wait.
    let queueLimit: Int
    /// Where their files go, a directory for each task.
    let outputs: String

    /// - Parameter store: Where the state is kept; nil where it is not, and then the files are not either.
    init(_ invocation: Invocation, environment: [String: String], besides store: String?) throws(UsageError) {
        generators = try GeneratorSettings.read(try Configuration.load(environment))
        workers = try invocation.integer("workers", in: 1...1024) ?? ProcessInfo.processInfo.activeProcessorCount
        queueLimit = try invocation.integer("queue", in: 0...100_000) ?? WorkerSettings.standardQueueLimit
        outputs = WorkerSettings.outputs(besides: store)
    }

    /// `5000.sqlite.output` beside `5000.sqlite`.
    private static func outputs(besides store: String?) -> String {
        guard let store else {
            let directory = FileManager.default.temporaryDirectory.path(percentEncoded: false)
            return "\(directory)genboard-\(getpid())-\(TaskID.random()).output"
        }
        return store.hasPrefix("/") ? "\(store).output" : "\(FileManager.default.currentDirectoryPath)/\(store).output"
    }
}

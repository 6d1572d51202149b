import ProgressModel

/// Which of the servers on the dashboard, by its place among those that were named.
package struct ServerID: Sendable, Hashable, Comparable {
    let index: Int

    package init(_ index: Int) {
        self.index = index
    }

    package static func < (left: ServerID, right: ServerID) -> Bool { left.index < right.index }
}

/// A task as the dashboard knows it: its record, and which server that came from.
package struct WatchedTask: Sendable, Identifiable {
    /// What tells a task from every other one: two servers may have given the same id to different tasks.
    package struct ID: Sendable, Hashable, Comparable {
        package let server: ServerID
        /// What its server calls it.
        package let taskID: String

        package init(_ taskID: String, on server: ServerID) {
            self.taskID = taskID
            self.server = server
        }

        package static func < (left: ID, right: ID) -> Bool {
            left.taskID == right.taskID ? left.server < right.server : left.taskID < right.taskID
        }
    }

    package let id: ID
    let record: GenerationTask

    init(_ record: GenerationTask, on server: ServerID) {
        id = ID(record.id, on: server)
        self.record = record
    }
}

/// What a store that was closed could not write any more, and why.
package struct Unwritten: Sendable, Equatable {
    /// Tasks that are named; of more, only how many there are is told.
    private static let namedTasks = 10

    package let reason: StoreError
    /// Tasks that were created, changed or removed, in the order of their first change.
    package let taskIDs: [String]
    /// Lines of history and the like.
    package let noteCount: Int
}

extension Unwritten: CustomStringConvertible {
    package var description: String {
        let named = taskIDs.prefix(Unwritten.namedTasks).joined(separator: ", ")
        let unnamed = taskIDs.count - Unwritten.namedTasks
        let tasks = unnamed > 0 ? "\(named) and \(unnamed) more" : named
        return "\(taskIDs.count) tasks (\(tasks)) and \(noteCount) notes about them: \(reason)"
    }
}

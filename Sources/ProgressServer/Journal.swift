package import Networking
package import ProgressModel

/// Where the server's state is kept beyond the life of its process.
@EventLoop
package protocol Journal: AnyObject, Sendable {
    /// Why nothing can be kept at the moment; nil while all is well.
    var failure: JournalFailure? { get }

    /// Takes changes in the order they happened; it never blocks.
    ///
    /// - Parameter completed: Somebody waits until these and all before them are kept. Called later, with why they are not
    ///   where that is so; they are still tried again then.
    func append(_ changes: [Change], completed: (@EventLoop @Sendable (JournalFailure?) -> Void)?)

    /// Finds the notes whose keys begin with a text, in the order they were written.
    func notes(
        in collection: NoteCollection,
        prefix: String,
        completed: @escaping @EventLoop @Sendable (Result<[JournalNote], JournalFailure>) -> Void,
    )
}

/// Why something could not be kept, and what to do, as a part of a sentence.
package struct JournalFailure: Error, Sendable {
    package let message: String
    /// Only too much was asked for at a time; nothing ails the journal.
    package let isOverload: Bool

    package init(message: String, isOverload: Bool = false) {
        self.message = message
        self.isOverload = isOverload
    }
}

import Dispatch
import Foundation
package import ProgressModel
import Synchronization

/// The state on disk: a journal that is written by a thread of its own, and gives everything back at the next start.
///
/// Commits are grouped: all that is handed over while one runs goes into the next. What somebody waits for, and the beginning
/// and end of a task, is written at once; progress in between within `writeDelay`, and of each task only the newest.
///
/// When writing fails, whoever waits is told; all of it is kept in memory and tried again, with the next change that somebody
/// waits for and every `retryDelay`.
package final class ProgressStore: Sendable {
    /// The longest that progress waits to be written, so that it is within a quarter of a second.
    private static let writeDelay: Duration = .milliseconds(200)
    private static let retryDelay: Duration = .milliseconds(500)

    private let queue = Mutex(StoreQueue())
    private let opening = Mutex(Result<SavedState, StoreError>?.none)
    private let reader = Mutex(NoteReader?.none)
    private let commits = Atomic(0)
    private let wake = DispatchSemaphore(value: 0)
    private let isOpen = DispatchSemaphore(value: 0)
    private let isClosed = DispatchSemaphore(value: 0)

    private init() {}

    /// Opens the file, or makes it and the directories it is in, and reads all that was kept.
    ///
    /// Blocks until that is done.
    package static func open(_ options: StoreOptions) throws(StoreError) -> (store: ProgressStore, saved: SavedState) {
        try makeDirectory(of: options.path)
        let store = ProgressStore()
        Thread.detachNewThread { store.run(options) }
        store.isOpen.wait()
        let opening = store.opening.withLock { $0.take() }
        guard let opening else { throw .cannotOpen(options.path, reason: "its thread did not start") }
        return (store, try opening.get())
    }

    private static func makeDirectory(of path: String) throws(StoreError) {
        guard let slash = path.lastIndex(of: "/"), slash > path.startIndex else { return }
        do {
            try FileManager.default.createDirectory(
                atPath: String(path[..<slash]),
                withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700],
            )
        } catch {
            throw .cannotOpen(path, reason: "its directory cannot be made")
        }
    }

    /// Why nothing can be kept at the moment; nil while all is well.
    package var failure: StoreError? { queue.withLock { $0.failure } }

    /// Transactions written so far.
    package var commitCount: Int { commits.load(ordering: .relaxed) }

    /// Hands over changes in the order they happened.
    ///
    /// - Parameter completed: Somebody waits for these and for all that was handed over before. Called on the store's
    ///   thread when all that is kept, or with why it is not.
    package func append(_ changes: [Change], completed: (@Sendable (StoreError?) -> Void)? = nil) {
        let now = ContinuousClock.now
        if queue.withLock({ $0.append(changes, completed, delay: ProgressStore.writeDelay, now: now) }) {
            wake.signal()
        }
    }

    /// Finds the notes whose keys begin with a text, those handed over before included, in the order they were written; of very
    /// many, the last.
    ///
    /// - Parameter completed: Called on some thread; with `tooManyQuestions` where too many wait already.
    package func notes(
        in collection: NoteCollection,
        prefix: String,
        completed: @escaping @Sendable (Result<[JournalNote], StoreError>) -> Void,
    ) {
        guard let reader = reader.withLock({ $0 }) else { return completed(.success([])) }
        do throws(StoreError) {
            try reader.queueUp()
            append([]) { _ in reader.find(in: collection, prefix: prefix, completed: completed) }
        } catch {
            completed(.failure(error))
        }
    }

    /// Writes what waits and closes the file; nothing may be handed over or asked afterwards.
    ///
    /// Blocks until it is done.
    ///
    /// - Parameter deadline: Until then, what cannot be written is tried again.
    /// - Returns: What could not be written; nil when all is kept.
    package func close(tryingUntil deadline: ContinuousClock.Instant = .now) -> Unwritten? {
        if queue.withLock({ $0.close(tryingUntil: deadline, now: .now) }) { wake.signal() }
        isClosed.wait()
        return queue.withLock { $0.unwritten }
    }
}

/// The thread's side.
extension ProgressStore {
    private func run(_ options: StoreOptions) {
        do throws(StoreError) {
            let database = try Database(options)
            let saved = try database.begin(wantedNotes: options.wantedNotes)
            let reader = try NoteReader(path: options.path)
            self.reader.withLock { $0 = reader }
            opened(.success(saved))
            work(on: database)
            reader.close()
            // All is written, and whole without this: the next start just takes the server for one that was killed.
            if queue.withLock({ $0.unwritten }) == nil { try? database.end() }
        } catch {
            opened(.failure(error))
        }
        isClosed.signal()
    }

    private func opened(_ result: Result<SavedState, StoreError>) {
        opening.withLock { $0 = result }
        isOpen.signal()
    }

    private func work(on database: Database) {
        repeat {
            sleepUntilDue()
            let work = queue.withLock { $0.take() }
            let failure = write(work.changes, to: database)
            for completed in work.waiting { completed(failure) }
            if failure == nil { database.tidyUp() }
        } while !queue.withLock({ $0.isDone(now: .now) })
    }

    private func sleepUntilDue() {
        while true {
            guard let dueAt = queue.withLock({ $0.dueAt }) else {
                wake.wait()
                continue
            }
            let time = dueAt - .now
            if time <= .zero { return }
            _ = wake.wait(timeout: .now() + time.dispatchInterval)
        }
    }

    private func write(_ changes: PendingChanges, to database: Database) -> StoreError? {
        guard !changes.isEmpty else { return nil }
        do throws(StoreError) {
            try database.write(changes)
            commits.add(1, ordering: .relaxed)
            queue.withLock { $0.succeeded() }
            return nil
        } catch {
            let retryAt = ContinuousClock.now + ProgressStore.retryDelay
            queue.withLock { $0.failed(error, writing: changes, retryAt: retryAt) }
            return error
        }
    }
}

extension Duration {
    fileprivate var dispatchInterval: DispatchTimeInterval {
        .nanoseconds(Int(clamping: components.seconds * 1_000_000_000 + components.attoseconds / 1_000_000_000))
    }
}

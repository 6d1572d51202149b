import ProgressModel
import TestSupport
import Testing

/// Reading the list: order, filter, pages, also while tasks go away.
struct ListingTests {
    private let noon = Timestamp(seconds: 1_700_000_000)

    private func table(_ count: Int) throws -> TaskTable {
        var table = TaskTable()
        for number in 0..<count {
            let type = number.isMultiple(of: 2) ? "content_generation" : "image"
            _ = try table.create(NewTask(id: "t\(number)", type: type), at: noon)
        }
        return table
    }

    private func ids(_ page: TaskPage) -> [String] { page.tasks.map(\.id) }

    @Test func `pages follow one another in creation order`() throws {
        let table = try table(5)
        let first = try table.tasks(limit: 2)
        #expect(ids(first) == ["t0", "t1"] && first.hasMore)
        let second = try table.tasks(limit: 2, after: "t1")
        #expect(ids(second) == ["t2", "t3"] && second.hasMore)
        let last = try table.tasks(limit: 2, after: "t3")
        #expect(ids(last) == ["t4"] && !last.hasMore)
        #expect(try !table.tasks(limit: 5).hasMore)
    }

    @Test func `filters take only what they name`() throws {
        var table = try table(6)
        _ = try table.report("t1", ProgressReport(), at: noon)
        _ = try table.report("t2", ProgressReport(), at: noon)
        #expect(ids(try table.tasks(statuses: [.started])) == ["t1", "t2"])
        #expect(ids(try table.tasks(statuses: [.started], types: ["image"])) == ["t1"])
        let page = try table.tasks(statuses: [.pending], types: ["image"], limit: 1)
        #expect(ids(page) == ["t3"] && page.hasMore)
        let none = try table.tasks(statuses: [.failed])
        #expect(none.tasks.isEmpty && !none.hasMore)
    }

    @Test(arguments: [1, 2, 3, 100])
    func `a search in steps finds what one look at everything would`(step: Int) throws {
        let table = try table(7)
        var search = try table.search(types: ["image"], limit: 2, after: "t0") { $0.id != "t3" }
        var steps = 0
        while !search.isFinished {
            table.advance(&search, lookingAt: step)
            steps += 1
        }
        #expect(ids(search.page) == ["t1", "t5"] && !search.page.hasMore)
        #expect(steps >= 6 / step)
    }

    @Test func `tasks that come and go between the steps of a search do not disturb it`() throws {
        var table = try table(4)
        var search = try table.search(limit: 3)
        table.advance(&search, lookingAt: 2)
        for id in ["t1", "t2"] {
            _ = try table.complete(id, result: nil, at: noon)
            try table.delete(id, at: noon)
        }
        _ = try table.create(NewTask(id: "t4"), at: noon)
        _ = try table.create(NewTask(id: "t5"), at: noon)
        while !search.isFinished { table.advance(&search, lookingAt: 1) }
        #expect(ids(search.page) == ["t0", "t1", "t3"] && search.page.hasMore)
    }

    @Test func `a walk goes on where a task stood that was removed meanwhile, also in the next life`() throws {
        var table = try table(5)
        for id in ["t1", "t2", "t4"] {
            _ = try table.complete(id, result: nil, at: noon)
            try table.delete(id, at: noon)
        }
        for id in ["t1", "t2"] { #expect(ids(try table.tasks(after: id)) == ["t3"]) }
        #expect(ids(try table.tasks(after: "t4")).isEmpty)
        _ = try table.create(NewTask(id: "t5"), at: noon)
        let saved = SavedState(
            epoch: "e",
            tasks: try table.tasks().tasks,
            notes: table.takeChanges().notes(in: .removedTasks),
        )
        var next = TaskTable(restoring: saved, at: noon)
        _ = try next.create(NewTask(id: "t6"), at: noon)
        #expect(ids(try next.tasks(after: "t1")) == ["t3", "t5", "t6"])
        #expect(ids(try next.tasks(after: "t4")) == ["t5", "t6"])
    }

    @Test func `a place in the list that nobody knows is an error`() throws {
        #expect(throws: TaskError.unknownTask("t2")) { try table(2).tasks(after: "t2") }
    }

    @Test(arguments: [7, 77, 777] as [UInt64])
    func `any deletions leave the others in order`(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        var table = try table(300)
        var expected = (0..<300).map { "t\($0)" }
        while !expected.isEmpty {
            let id = expected.remove(at: Int.random(in: expected.indices, using: &random))
            _ = try table.complete(id, result: nil, at: noon)
            try table.delete(id, at: noon)
            #expect(ids(try table.tasks()) == expected)
            guard let cursor = expected.randomElement(using: &random) else { break }
            let rest = expected.drop { $0 != cursor }.dropFirst()
            #expect(ids(try table.tasks(after: cursor)) == Array(rest))
        }
        #expect(table.counts.values.allSatisfy { $0 == 0 })
    }

    @Test func `an id that was deleted can be used again`() throws {
        var table = try table(1)
        _ = try table.complete("t0", result: nil, at: noon)
        try table.delete("t0", at: noon)
        #expect(try table.create(NewTask(id: "t0", type: "image"), at: noon + 5).seq == 4, "above its removal")
        #expect(table.cleanUp(keeping: Retention(seconds: 0, count: 0), at: noon + 10).isEmpty)
        #expect(ids(try table.tasks()) == ["t0"])
    }

    @Test(.timeLimit(.minutes(1)))
    func `a hundred thousand tasks come, are listed in pages and go`() throws {
        let count = 100_000
        var table = try table(count)
        var listed = 0
        var cursor: String?
        repeat {
            let page = try table.tasks(limit: 500, after: cursor)
            listed += page.tasks.count
            cursor = page.hasMore ? page.tasks.last?.id : nil
        } while cursor != nil
        #expect(listed == count)
        for number in 0..<count {
            _ = try table.cancel("t\(number)", by: .worker, reason: nil, workerAttached: false, at: noon)
            try table.delete("t\(number)", at: noon)
        }
        #expect(try table.tasks().tasks.isEmpty)
        #expect(table.takeChanges().forWatchers.count == 3 * count, "each was created, cancelled and removed")
    }
}

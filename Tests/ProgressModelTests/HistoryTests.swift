import JSON
import ProgressModel
import Testing

/// What is noted of a task's life, and of whom.
struct HistoryTests {
    private let noon = Timestamp(seconds: 1_700_000_000)
    private let ann = Originator(name: "ann", address: "10.0.0.7:4711")

    /// The entries noted since the last time, as they go to whoever asks.
    private func entries(_ table: inout TaskTable) -> [JSONValue] {
        table.takeChanges().notes(in: .history).map(\.value)
    }

    private func events(_ table: inout TaskTable) -> [String] {
        entries(&table).compactMap { $0["event"]?.string }
    }

    @Test func `each change of status is noted with who made it, and steps are not`() throws {
        var table = TaskTable()
        _ = try table.create(NewTask(id: "t"), by: { ann }, at: noon)
        for progress in 1...9 {
            let report = ProgressReport(progress: Double(progress), status: progress > 5 ? .generatingImage : nil)
            _ = try table.report("t", report, by: { Originator(name: "worker 7") }, at: noon + Double(progress))
        }
        _ = try table.complete("t", result: nil, by: { Originator(name: "worker 7") }, at: noon + 10)
        let entries = entries(&table)
        #expect(entries.compactMap { $0["event"]?.string } == ["created", "started", "generating_image", "completed"])
        #expect(entries.compactMap { $0["by"]?.string } == ["ann", "worker 7", "worker 7", "worker 7"])
        #expect(entries.compactMap { $0["timestamp"]?.number } == [0, 1, 6, 10].map { noon.seconds + $0 })
        #expect(entries.compactMap { $0["seq"]?.integer } == [1, 2, 7, 11])
        for entry in entries { #expect(HistoryEntry(json: entry)?.json == entry) }
        #expect(entries[0]["from"] == "10.0.0.7:4711" && entries[2]["progress"]?.number == 6)
    }

    @Test func `a cancellation is noted with its reason, then its release and its deletion`() throws {
        var table = TaskTable()
        _ = try table.create(NewTask(id: "t"), at: noon)
        _ = try table.cancel("t", by: ann, reason: "wrong picture", workerAttached: true, at: noon + 1)
        _ = try table.confirmReleased("t", by: { .worker }, at: noon + 2)
        try table.delete("t", by: ann, at: noon + 3)
        let entries = entries(&table)
        #expect(entries.compactMap { $0["event"]?.string } == ["created", "cancelled", "released", "deleted"])
        #expect(entries.map { $0["by"]?.string } == [nil, "ann", "worker", "ann"])
        #expect(entries[1]["reason"] == "wrong picture")
    }

    @Test func `what happens by itself is nobody's`() throws {
        var table = TaskTable()
        _ = try table.create(NewTask(id: "t", leaseSeconds: 100), by: { ann }, at: noon)
        _ = try table.report("t", ProgressReport(), by: { ann }, at: noon)
        table.timePassed(noon + 30)
        _ = try table.report("t", ProgressReport(), by: { ann }, at: noon + 40)
        table.timePassed(noon + 80)
        table.timePassed(noon + 140)
        _ = table.cleanUp(keeping: Retention(seconds: 1, count: 10), at: noon + 200)
        let entries = entries(&table)
        let expected = ["created", "started", "stalled", "resumed", "stalled", "failed", "deleted"]
        #expect(entries.compactMap { $0["event"]?.string } == expected)
        #expect(entries.map { $0["by"]?.string } == ["ann", "ann", nil, "ann", nil, nil, nil])
        #expect(entries[5]["reason"]?.string?.contains("100 s") == true)
    }

    @Test func `a restless task is noted so many times, and its end always`() throws {
        var limits = TaskLimits()
        limits.historyEntries = 10
        var table = TaskTable(limits: limits)
        _ = try table.create(NewTask(id: "t"), at: noon)
        for turn in 1...100 {
            let status: TaskStatus = turn.isMultiple(of: 2) ? .generatingContent : .generatingImage
            _ = try table.report("t", ProgressReport(status: status), at: noon + Double(turn))
        }
        _ = try table.fail("t", error: "no GPU", at: noon + 101)
        let events = events(&table)
        #expect(events.count == 12 && events.first == "created" && events.last == "failed")
    }

    @Test func `every entry has a key of its own that begins with its task`() throws {
        var table = TaskTable()
        for id in ["a", "a.b"] {
            _ = try table.create(NewTask(id: id), at: noon)
            _ = try table.complete(id, result: nil, at: noon)
            try table.delete(id, at: noon)
        }
        let keys = table.takeChanges().notes(in: .history).map(\.key)
        #expect(Set(keys).count == 6)
        #expect(keys.filter { $0.hasPrefix(NoteCollection.historyKey(of: "a")) }.count == 3)
    }
}

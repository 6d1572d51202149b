import JSON
import ProgressModel
import TestSupport
import Testing

/// Estimates that lean on how earlier tasks of the type went, along recorded traces of (seconds, status, progress).
struct PaceHistoryTests {
    private typealias Step = (seconds: Double, status: TaskStatus, progress: Double)

    private let noon = Timestamp(seconds: 1_700_000_000)

    /// What was shown after each report of a run, in seconds left.
    @discardableResult
    private func run(
        _ steps: [Step],
        in table: inout TaskTable,
        type: String = "image",
        endsAfter end: Double? = nil,
        as status: TaskStatus = .completed,
    ) throws -> [Double?] {
        let id = try table.create(NewTask(type: type), at: noon).id
        var shown: [Double?] = []
        for step in steps {
            table.timePassed(noon + step.seconds)
            let report = ProgressReport(progress: step.progress, status: step.status)
            shown.append(try table.report(id, report, at: noon + step.seconds).task.etaSeconds)
        }
        if let end { _ = try table.report(id, ProgressReport(status: status), at: noon + end) }
        _ = table.takeChanges()
        return shown
    }

    /// So many steps of one phase, the first at a moment and a progress.
    private static func steps(
        _ count: Int,
        of status: TaskStatus = .started,
        from seconds: Double = 0,
        every pause: Double,
        at progress: Double = 0,
        by percent: Double,
    ) -> [Step] {
        var steps: [Step] = []
        for number in 0..<count {
            steps.append((seconds + Double(number) * pause, status, progress + Double(number) * percent))
        }
        return steps
    }

    /// 10 s of loading, 50 steps of 2 s.
    private let drawing = [(0, .started, 0)] + steps(50, from: 12, every: 2, at: 2, by: 2)

    /// 20 s of text up to 40 per cent, 120 s of pictures up to 100.
    private let article =
        steps(8, of: .generatingContent, every: 2.5, by: 5)
        + steps(12, of: .generatingImage, from: 20, every: 10, at: 40, by: 5)

    private func isClose(_ estimate: Double??, to seconds: Double, within share: Double = 0.05) -> Bool {
        estimate.flatMap { $0 }.map { abs($0 - seconds) <= seconds * share } ?? false
    }

    @Test func `one task that completed gives the next an estimate at once, which counts down while it loads`() throws {
        var table = TaskTable()
        #expect(try run(drawing, in: &table, endsAfter: 110)[0] == nil)
        let next = try run([(0, .started, 0), (5, .started, 0), (12, .started, 2)], in: &table)
        #expect(isClose(next[0], to: 110), "\(next)")
        #expect(isClose(next[1], to: 105), "\(next)")
        #expect(isClose(next[2], to: 98), "\(next)")
        #expect(try run([(0, .started, 0)], in: &table, type: "text") == [nil], "another type is not like it")
    }

    @Test func `the phases that are still to come are part of the estimate`() throws {
        var table = TaskTable()
        try run(article, in: &table, endsAfter: 140)
        let shown = try run(article, in: &table)
        for (step, eta) in zip(article, shown) {
            #expect(isClose(eta, to: 140 - step.seconds, within: 0.02), "at \(step.seconds) s: \(eta ?? -1)")
        }
    }

    @Test func `a phase that ends early leaves its share to those that follow`() throws {
        var table = TaskTable()
        try run(article, in: &table, endsAfter: 140)
        let early: [Step] = [(0, .generatingContent, 0), (5, .generatingContent, 10), (10, .generatingImage, 20)]
        #expect(isClose(try run(early, in: &table)[2], to: 160), "80 per cent at 2 s each")
    }

    @Test func `phases that take turns are both still to come`() throws {
        var turns = PaceHistoryTests.steps(10, of: .generatingContent, every: 10, by: 10)
        for turn in turns.indices where !turn.isMultiple(of: 2) { turns[turn].status = .generatingImage }
        var table = TaskTable()
        try run(turns, in: &table, endsAfter: 100)
        let shown = try run(turns, in: &table)
        for (step, eta) in zip(turns, shown) { #expect(isClose(eta, to: 100 - step.seconds, within: 0.15)) }
    }

    @Test func `what is observed outweighs what is remembered after a few steps`() throws {
        var table = TaskTable()
        try run(drawing, in: &table, endsAfter: 110)
        let slow = PaceHistoryTests.steps(25, from: 14, every: 4, at: 2, by: 2)
        let shown = try run([(0, .started, 0)] + slow, in: &table)
        #expect(isClose(shown[1], to: 98), "the first step holds the loading")
        let third = try #require(shown[3])
        #expect(third > 94 && third < 188, "between what was and what is: \(third)")
        #expect(isClose(shown[25], to: 100, within: 0.15), "\(shown[25] ?? -1)")
    }

    @Test func `one odd run among many changes nothing`() throws {
        var table = TaskTable()
        for _ in 1...4 { try run(drawing, in: &table, endsAfter: 110) }
        let odd = drawing.map { (seconds: $0.seconds * 20, status: $0.status, progress: $0.progress) }
        try run(odd, in: &table, endsAfter: 2200)
        #expect(isClose(try run([(0, .started, 0)], in: &table)[0], to: 110))
    }

    @Test(arguments: [TaskStatus.failed, .cancelled])
    func `only what completed is learned from`(end: TaskStatus) throws {
        var table = TaskTable()
        try run(drawing, in: &table, endsAfter: 110, as: end)
        #expect(try run([(0, .started, 0)], in: &table) == [nil])
    }

    @Test func `a task that only ever says when it begins and ends is learned from too`() throws {
        var table = TaskTable()
        for _ in 1...3 { try run([(0, .started, 0)], in: &table, endsAfter: 30) }
        let next = try run([(0, .started, 0), (20, .started, 0), (45, .started, 0)], in: &table)
        #expect(isClose(next[0], to: 30) && isClose(next[1], to: 10) && next[2] == 0)
    }

    @Test func `bursts of reports neither make nor break an estimate`() throws {
        let bursts = PaceHistoryTests.steps(20, every: 10, by: 5).flatMap { burst in
            PaceHistoryTests.steps(5, from: burst.seconds, every: 0.001, at: burst.progress, by: 1)
        }
        var table = TaskTable()
        try run(bursts, in: &table, endsAfter: 200)
        let shown = try run(bursts, in: &table)
        for (step, eta) in zip(bursts, shown) {
            let error = abs(try #require(eta) - (200 - step.seconds))
            #expect(error <= 10, "at \(step.seconds) s it is off by \(error) s, more than a burst")
        }
    }

    @Test func `a stalled task shows no estimate and goes on where it was when it wakes`() throws {
        var table = TaskTable()
        try run(drawing, in: &table, endsAfter: 110)
        let id = try table.create(NewTask(type: "image"), at: noon).id
        for step in drawing.prefix(21) {
            _ = try table.report(id, ProgressReport(progress: step.progress), at: noon + step.seconds)
        }
        #expect(isClose(table.record(id)?.etaSeconds, to: 60))
        table.timePassed(noon + 500)
        #expect(table.record(id)?.isStalled == true && table.record(id)?.etaSeconds == nil)
        let woken = try table.report(id, ProgressReport(progress: 42), at: noon + 501).task
        #expect(isClose(woken.etaSeconds, to: 58))
    }

    @Test func `a worker that is known to load for long is not stalled meanwhile`() throws {
        var table = TaskTable()
        let loading = PaceHistoryTests.steps(5, from: 120, every: 1, at: 20, by: 20)
        try run([(0, .started, 0)] + loading, in: &table, endsAfter: 125)
        let id = try table.create(NewTask(type: "image"), at: noon).id
        _ = try table.report(id, ProgressReport(progress: 0), at: noon)
        table.timePassed(noon + 200)
        #expect(table.record(id)?.isStalled == false)
        table.timePassed(noon + 250)
        #expect(table.record(id)?.isStalled == true)
        _ = try table.report(id, ProgressReport(progress: 20), at: noon + 260)
        table.timePassed(noon + 291)
        #expect(table.record(id)?.isStalled == true, "once it has loaded, silence counts as ever")
    }

    @Test(arguments: [1, 2, 3, 4, 5] as [UInt64])
    func `whatever workers and clocks do, an estimate is a number of seconds or none`(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        var table = TaskTable()
        var clock = noon
        for _ in 0..<60 {
            let id = try table.create(NewTask(type: "image"), at: clock).id
            for _ in 0..<Int.random(in: 1...20, using: &generator) {
                clock = clock + Double.random(in: -50...200, using: &generator)
                table.timePassed(clock)
                let report = ProgressReport(
                    progress: Double.random(in: -10...110, using: &generator),
                    status: [nil, .pending, .started, .generatingContent, .generatingImage]
                        .randomElement(using: &generator) ?? nil,
                )
                let eta = try table.report(id, report, at: clock).task.etaSeconds
                #expect(eta.map { $0.isFinite && $0 >= 0 } ?? true, "\(eta ?? 0)")
            }
            _ = try table.complete(id, result: nil, at: clock)
            _ = table.takeChanges()
        }
    }

    @Test func `an estimate does not jitter with its steps`() throws {
        var generator = SeededGenerator(seed: 7)
        var seconds = 0.0
        var noisy = PaceHistoryTests.steps(101, every: 0, by: 1)
        for step in noisy.indices {
            noisy[step].seconds = seconds
            seconds += Double.random(in: 1...3, using: &generator)
        }
        var table = TaskTable()
        let shown = try run(noisy, in: &table)
        let ends = zip(noisy, shown).compactMap { step, eta in eta.map { (step.seconds + $0).rounded() } }
        #expect(ends.count > 90)
        #expect(Set(ends).count < 15, "the moment shown as the end moved \(Set(ends).count) times")
    }

    @Test func `what was learned outlives the table`() throws {
        var table = TaskTable()
        var notes: [JournalNote] = []
        for (type, steps, end) in [("article", article, 140.0), ("image", drawing, 110.0)] {
            let id = try table.create(NewTask(type: type), at: noon).id
            for step in steps {
                let report = ProgressReport(progress: step.progress, status: step.status)
                _ = try table.report(id, report, at: noon + step.seconds)
            }
            _ = try table.complete(id, result: nil, at: noon + end)
            notes += table.takeChanges().notes(in: .paces)
        }
        var later = TaskTable(restoring: SavedState(epoch: "e", notes: try notes.map(reread)), at: noon)
        #expect(isClose(try run([(0, .started, 0)], in: &later)[0], to: 110))
        #expect(isClose(try run([(0, .generatingContent, 0)], in: &later, type: "article")[0], to: 140))
    }

    @Test func `a type that completes all the time is not noted all the time`() throws {
        var table = TaskTable()
        var notes = 0
        for number in 0..<200 {
            let start = noon + Double(number) / 10
            let id = try table.create(NewTask(type: "image"), at: start).id
            _ = try table.report(id, ProgressReport(progress: 0), at: start)
            _ = try table.complete(id, result: nil, at: start + 0.05)
            notes += table.takeChanges().notes(in: .paces).count
        }
        #expect((15...20).contains(notes))
    }

    @Test func `a task that goes on after a restart is estimated by its type and teaches nothing`() throws {
        var table = TaskTable()
        let id = try table.create(NewTask(type: "article"), at: noon).id
        for step in article {
            let report = ProgressReport(progress: step.progress, status: step.status)
            _ = try table.report(id, report, at: noon + step.seconds)
        }
        _ = try table.complete(id, result: nil, at: noon + 140)
        let notes = table.takeChanges().notes(in: .paces)
        var half = GenerationTask(id: "half", type: "article", createdAt: noon)
        (half.status, half.progress) = (.generatingImage, 60)
        let saved = SavedState(epoch: "e", tasks: [half], notes: notes)
        var later = TaskTable(restoring: saved, at: noon)
        let first = try later.report("half", ProgressReport(progress: 60), at: noon).task
        #expect(isClose(first.etaSeconds, to: 80), "\(first.etaSeconds ?? -1)")
        _ = try later.complete("half", result: nil, at: noon + 1)
        #expect(later.takeChanges().notes(in: .paces).isEmpty)
    }

    /// As it is after it was written to a file.
    private func reread(_ note: JournalNote) throws -> JournalNote {
        var note = note
        note.value = try JSONValue.parse(note.value.serialized())
        return note
    }

    @Test(
        arguments: [
            nil, 7, [], [7], [[:]], [["started": [1, 2]]], [["started": [1, 2, -3, 4, 5]]],
            [["started": [100, 1e308, 0, 1, 1]]],
        ] as [JSONValue]
    )
    func `a journal that holds something else does no harm`(stored: JSONValue) throws {
        let note = JournalNote(in: .paces, key: "image", value: stored, at: noon)
        var table = TaskTable(restoring: SavedState(epoch: "e", notes: [note]), at: noon)
        #expect(try run([(0, .started, 0)], in: &table) == [nil])
    }

    @Test func `types are forgotten in the order they were last heard of`() throws {
        var table = TaskTable()
        try run([(0, .started, 0)], in: &table, type: "first", endsAfter: 30)
        try run([(0, .started, 0)], in: &table, type: "second", endsAfter: 30)
        for number in 0..<498 { try run([(0, .started, 0)], in: &table, type: "t\(number)", endsAfter: 30) }
        try run([(0, .started, 0)], in: &table, type: "first", endsAfter: 30)
        try run([(0, .started, 0)], in: &table, type: "one more", endsAfter: 30)
        #expect(try run([(0, .started, 0)], in: &table, type: "second") == [nil])
        #expect(isClose(try run([(0, .started, 0)], in: &table, type: "first")[0], to: 30))
    }
}

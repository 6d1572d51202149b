import Filtering
import ProgressModel
import Testing

struct TaskFilterTests {
    private static let now = Timestamp(seconds: 10_000)

    /// Runs for 3 minutes, 40 s to go.
    private static let poster = task("a1", .generatingImage) {
        $0.type = "image_generation"
        $0.title = "Poster Draft"
        $0.message = "Denoising 35/40"
        $0.startedAt = now + -180
        $0.progress = 87.5
        $0.etaSeconds = 40
    }

    private static let report = task("b2", .failed) {
        $0.type = "content_generation"
        $0.title = "周报 Äpfel"
        $0.message = "CUDA out of memory"
        $0.startedAt = now + -1_000
        $0.finishedAt = now + -910
        $0.attempt = 2
    }

    private static let waiting = task("c3", .pending) { $0.type = "image_upscale" }

    private static func task(_ id: String, _ status: TaskStatus, change: (inout GenerationTask) -> Void)
        -> GenerationTask
    {
        var task = GenerationTask(id: id, type: "", createdAt: now + -3_600)
        task.status = status
        task.updatedAt = now
        change(&task)
        return task
    }

    @Test(arguments: [
        ("", "a1 b2 c3"), ("   ", "a1 b2 c3"), ("!", "a1 b2 c3"),
        ("poster", "a1"), ("POSTER denoising", "a1"), ("\"out of memory\"", "b2"), ("\"memory out\"", ""),
        ("b2", "b2"),
        ("周报", "b2"), ("äpfel", "b2"), ("!poster", "b2 c3"), ("!\"out of memory\" !poster", "c3"), ("\"!\"", ""),
        ("status:failed", "b2"), ("status:fail", "b2"), ("status:failed,pending", "b2 c3"), ("status:running", "a1"),
        ("is:active", "a1 c3"), ("status:ended", "b2"), ("status:image", "a1"), ("!status:ended", "a1 c3"),
        ("status:*ed", "b2"),
        ("type:image", "a1 c3"), ("type:image*", "a1 c3"), ("type:*image", ""), ("type:*upscale", "c3"),
        ("type:i*_g*n", "a1"), ("type:image*,content*", "a1 b2 c3"), ("title:\"poster draft\"", "a1"),
        ("message:\"out of\"", "b2"), ("id:b", "b2"), ("title:*", "a1 b2 c3"),
        (">2m", "a1 c3"), (">2m !status:pending", "a1"), ("<2m", "b2"), ("elapsed>=3m", "a1 c3"), (">1h30m", ""),
        (">0.5h", "c3"), ("<90000ms", ""), ("<=90", "b2"), ("eta<41s", "a1"), ("eta<30s", ""),
        ("!eta<30s", "a1 b2 c3"),
        ("age>59m", "a1 b2 c3"), ("age>2h", ""), ("ended<1h", "b2"), ("ended<5m", ""), ("progress>50", "a1"),
        ("progress<=87.5%", "a1 b2 c3"), ("attempt>1", "b2"), ("attempt=2", "b2"),
    ])
    func `a filter accepts`(text: String, expected: String) throws {
        let filter = try TaskFilter(parsing: text)
        let accepted = [TaskFilterTests.poster, TaskFilterTests.report, TaskFilterTests.waiting]
            .filter { filter.accepts($0, at: TaskFilterTests.now) }
        #expect(accepted.map(\.id).joined(separator: " ") == expected)
    }

    @Test(arguments: [
        ("title:\"open", FilterError.unclosedQuote("open")), ("type:", .missingValue("type:")),
        (">", .missingValue(">")), ("http://x", .unknownField("http")), ("server:gpu-1", .oneServer),
        ("status:nonsense", .unknownStatus("nonsense")),
        ("size>3", .unknownQuantity("size")), ("eta<soon", .invalidNumber("soon")), (">5y", .invalidNumber("5y")),
        ("progress>nan", .invalidNumber("nan")), ("eta<1e999", .invalidNumber("1e999")),
        (String(repeating: "x", count: 513), .tooLong), (String(repeating: "x ", count: 33), .tooManyTerms),
    ])
    func `what is no filter is refused with what to type instead`(text: String, error: FilterError) {
        #expect(throws: error) { try TaskFilter(parsing: text) }
        #expect(!error.description.isEmpty)
    }

    @Test func `the time left is counted down to the moment asked about`() throws {
        let filter = try TaskFilter(parsing: "eta<30s")
        #expect(filter.dependsOnTime)
        #expect(!filter.accepts(TaskFilterTests.poster, at: TaskFilterTests.now + 9))
        #expect(filter.accepts(TaskFilterTests.poster, at: TaskFilterTests.now + 11))
    }

    @Test func `what is searched for is told, to be marked`() throws {
        #expect(try TaskFilter(parsing: "Poster !x title:\"A b\" status:failed >2m").highlights == ["poster", "a b"])
    }

    @Test(arguments: [
        ("server:gpu-1", true), ("server:gpu*", true), ("server:gpu-2,cpu", false), ("!server:gpu-1", false),
        ("gpu-1", true), ("poster server:1", true), ("gpu-2", false),
    ])
    func `a task is found by its server where there are several`(text: String, isFound: Bool) throws {
        let filter = try TaskFilter(parsing: text, ofSeveralServers: true)
        #expect(filter.accepts(TaskFilterTests.poster, on: "gpu-1", at: TaskFilterTests.now) == isFound)
    }

    @Test func `who cancelled can be asked for`() throws {
        var task = TaskFilterTests.waiting
        task.status = .cancelled
        task.cancellation = Cancellation(
            by: Originator(name: "ann", address: "10.0.0.7"),
            reason: nil,
            at: task.createdAt,
        )
        #expect(try TaskFilter(parsing: "by:ann by:10.0").accepts(task, at: TaskFilterTests.now))
        #expect(try !TaskFilter(parsing: "by:bob").accepts(task, at: TaskFilterTests.now))
    }
}

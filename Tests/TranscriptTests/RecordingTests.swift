import JSON
import ProgressClient
import ProgressModel
import TestSupport
import Testing
import Transcript

/// What a recording gives back: lines of the kind that made it.
private func lines(of events: [ProgressClient.Event]) -> [String] {
    var transcript = JSONTranscript()
    return events.enumerated().flatMap { transcript.lines(for: $1, at: time(Double($0))) }
}

@Suite struct RecordingTests {
    private static let events: [ProgressClient.Event] = [
        .connected(server),
        .snapshotBegan,
        .tasks([task("a"), task("b", .failed, details: ["error": "no\npaper"])], more: true),
        .tasks([task("c", .completed, progress: 100)], more: false),
        .changed(task("a", .completed, progress: 100, seq: 2)),
        .removed("c"),
        .disconnected(reason: "gone", retryAfter: .milliseconds(500)),
    ]

    @Test func `every line is an object with version, time and event`() throws {
        let objects = try lines(of: RecordingTests.events).map { try JSONValue.parse($0) }
        #expect(objects.allSatisfy { $0["v"] == 1 && $0["at"]?.number != nil })
        #expect(
            objects.compactMap { $0["event"]?.string } == [
                "connected", "snapshot_began", "task", "task", "task", "snapshot_ended", "task", "removed",
                "disconnected",
            ]
        )
        #expect(objects[5]["count"] == 3)
        #expect(objects[6]["task"]?["status"] == "completed")
        #expect(objects[8]["retry_after"]?.number == 0.5)
    }

    @Test func `lines of several servers name theirs, and no reader of one takes them for its own`() throws {
        var transcript = JSONTranscript(of: "http://gpu-1:5000")
        let lines = RecordingTests.events.flatMap { transcript.lines(for: $0, at: time()) }
        let objects = try lines.map { try JSONValue.parse($0) }
        #expect(objects.allSatisfy { $0["v"] == 2 && $0["server"] == "http://gpu-1:5000" })
        #expect(objects[0]["info"]?["version"] == "0.1.0")
        var recording = Recording()
        #expect(throws: Recording.Flaw.self) { try recording.read(Array((lines[0] + "\n").utf8)) }
    }

    @Test func `what was written is read again, however the file is cut`() throws {
        let written = lines(of: RecordingTests.events)
        let bytes = Array((written.joined(separator: "\n") + "\n").utf8)
        for size in [1, 7, 100, bytes.count] {
            var recording = Recording()
            var moments: [Recording.Moment] = []
            for start in stride(from: 0, to: bytes.count, by: size) {
                moments += try recording.read(Array(bytes[start..<min(start + size, bytes.count)]))
            }
            var again = JSONTranscript()
            #expect(moments.flatMap { again.lines(for: $0.event, at: $0.at) } == written)
        }
    }

    @Test func `no line can steer a terminal, and the text is the same`() throws {
        let text = "del \u{7F} csi \u{9B}2J turn \u{202E} plain é 封面 \u{1F3A8} \u{1B}[2J"
        let line = lines(of: [.changed(task("a", message: text))])[0]
        #expect(line.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control && $0 != "\u{202E}" })
        #expect(line.contains("plain é 封面 \u{1F3A8}"))
        #expect(try JSONValue.parse(line)["task"]?["message"]?.string == text)
    }

    @Test func `a last line that is not whole is no flaw`() throws {
        var recording = Recording()
        let moments = try recording.read(Array((lines(of: [.snapshotBegan])[0] + "\n{\"v\":1,\"at").utf8))
        #expect(moments.count == 1)
    }

    @Test func `events and members of a newer genboard are skipped`() throws {
        var recording = Recording()
        let text = """
            {"v":1,"at":1,"event":"moon_rose","phase":2}
            {"v":1,"at":1,"event":"removed","task_id":"a","x":1}

            """
        let moments = try recording.read(Array(text.utf8))
        #expect(moments.count == 1)
    }

    @Test(arguments: [
        ("hello", "line 2: this is no line of a recording"),
        ("{}", "line 2: this is no line of a recording"),
        ("", "line 2: this is no line of a recording"),
        (#"{"v":2,"at":1,"event":"task"}"#, "line 2: this tells of several servers; a recording is of one"),
        (#"{"v":3,"at":1,"event":"task"}"#, "line 2: this is version 3 of the format; a newer genboard reads it"),
        (#"{"v":1,"at":1,"event":"task","task":{}}"#, "line 2: this is no task"),
    ])
    func `what is wrong is told with its line`(_ line: String, _ flaw: String) {
        var recording = Recording()
        let error = #expect(throws: Recording.Flaw.self) {
            try recording.read(Array((lines(of: [.snapshotBegan])[0] + "\n" + line + "\n").utf8))
        }
        #expect(error?.description == flaw)
    }

    @Test func `noise never traps`() {
        var generator = SeededGenerator(seed: 7)
        for _ in 0..<300 {
            var bytes = Array(lines(of: RecordingTests.events).joined(separator: "\n").utf8)
            for _ in 0..<8 {
                bytes[Int.random(in: 0..<bytes.count, using: &generator)] = .random(in: 0...255, using: &generator)
            }
            var recording = Recording()
            _ = try? recording.read(bytes + [0x0A])
        }
    }
}

@Suite struct ReplayClockTests {
    private func waits(_ speed: Double, _ seconds: [Double]) -> [Duration] {
        let start = Duration.zero
        var clock = ReplayClock(speed: speed, startedAt: start)
        return seconds.map { clock.due(time($0)) - start }
    }

    private static let schedules: [(Double, [Double], [Double])] = [
        (1, [0, 2, 5], [0, 2, 5]), (10, [0, 2, 5], [0, 0.2, 0.5]), (0.5, [0, 2], [0, 4]),
        (0, [0, 1e9], [0, 0]), (1, [5, 2, 4], [0, 0, 2]), (1e-300, [0, 1], [0, 3.2e9]),
    ]

    @Test(arguments: schedules)
    func `the next moment is due as long after the first as it was, divided by the speed`(
        _ speed: Double,
        _ moments: [Double],
        _ due: [Double],
    ) {
        #expect(waits(speed, moments) == due.map { .seconds($0) })
    }
}

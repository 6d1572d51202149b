import JSON
import ProgressClient
import ProgressModel
import Testing
import Transcript

/// Plain lines, told one event or one moment after the other.
private final class Plain {
    private var transcript: PlainTranscript

    init(of server: String = "") {
        transcript = PlainTranscript(of: server)
    }

    var nextDeadline: Timestamp? { transcript.nextDeadline }

    func lines(for event: ProgressClient.Event, at seconds: Double) -> [String] {
        transcript.lines(for: event, at: time(seconds))
    }

    func timePassed(_ seconds: Double) -> [String] { transcript.timePassed(time(seconds)) }
}

@Suite struct PlainTests {
    @Test func `each change of status is a line with its time`() {
        let plain = Plain()
        #expect(
            plain.lines(for: .changed(task("a", .pending, message: "waiting")), at: 33)
                == ["2026-11-25T16:10:33Z  a  image  pending  0%  Cover  waiting"]
        )
        #expect(plain.lines(for: .changed(task("a", .started, seq: 2)), at: 34).count == 1)
        #expect(plain.lines(for: .changed(task("a", .completed, progress: 100, seq: 3)), at: 34).count == 1)
        #expect(plain.lines(for: .changed(task("a", .completed, progress: 100, seq: 3)), at: 99) == [])
    }

    @Test func `progress is a line in 5 s`() {
        let plain = Plain()
        let told = (0..<120).filter { step in
            let state = task("a", progress: Double(step) / 2, seq: step + 1)
            return !plain.lines(for: .changed(state), at: Double(step) / 10).isEmpty
        }
        #expect(told == [0, 50, 100])
    }

    @Test func `stalling, releasing and a further attempt are lines though the status stays`() {
        let plain = Plain()
        var state = task("a")
        _ = plain.lines(for: .changed(state), at: 0)
        state.isStalled = true
        #expect(plain.lines(for: .changed(state), at: 1).first?.contains("started (stalled)") == true)
        state = task("a", .cancelled)
        state.isReleasing = true
        #expect(plain.lines(for: .changed(state), at: 2).first?.contains("cancelled (releasing)") == true)
        state.isReleasing = false
        #expect(plain.lines(for: .changed(state), at: 3).count == 1)
    }

    @Test func `a failed task's line has the whole error, in one line and harmless`() {
        let plain = Plain()
        let error = "exit code 1\n\u{1B}[31mTraceback\u{202E}" + String(repeating: " very long", count: 1000)
        let failed = task("a", .failed, message: "exit", details: ["error": .string(error)])
        let line = plain.lines(for: .changed(failed), at: 0)
        #expect(line.count == 1)
        #expect(line[0].contains("failed  0%  Cover  exit code 1  [31mTraceback\u{FFFD} very long"))
        #expect(line[0].hasSuffix("very long"))
        #expect(!line[0].unicodeScalars.contains { $0.properties.generalCategory == .control })
    }

    @Test func `a silence of 30 s is broken while something is in progress`() {
        let plain = Plain()
        #expect(plain.nextDeadline == nil)
        _ = plain.lines(for: .connected(server), at: 0)
        _ = plain.lines(for: .changed(task("a", progress: 40, message: "drawing")), at: 0)
        _ = plain.lines(for: .changed(task("b", .pending)), at: 10)
        #expect(plain.nextDeadline == time(40))
        #expect(plain.timePassed(39.9) == [])
        #expect(
            plain.timePassed(40)
                == ["2026-11-25T16:10:40Z  --  1 running, 1 pending  a  image  started  40%  Cover  drawing"]
        )
        #expect(plain.nextDeadline == time(70))
        _ = plain.lines(for: .disconnected(reason: "gone", retryAfter: .seconds(1)), at: 50)
        #expect(plain.timePassed(70).first?.contains("-- not connected  1 running") == true)
    }

    @Test func `where there are several servers each line names its own`() {
        let plain = Plain(of: "gpu-1")
        #expect(
            plain.lines(for: .changed(task("a", .pending)), at: 0)
                == ["2026-11-25T16:10:00Z  gpu-1  a  image  pending  0%  Cover"]
        )
        #expect(plain.timePassed(30).first?.contains("Z  gpu-1  -- not connected  1 pending") == true)
        #expect(plain.lines(for: .removed("a"), at: 31).first?.contains("Z  gpu-1  a  gone") == true)
    }

    @Test func `nothing is said while nothing is in progress`() {
        let plain = Plain()
        _ = plain.lines(for: .changed(task("a")), at: 0)
        _ = plain.lines(for: .changed(task("a", .completed)), at: 1)
        #expect(plain.nextDeadline == nil)
        #expect(plain.timePassed(1000) == [])
    }

    @Test func `a snapshot repeats nothing, and tells what is gone without an end`() {
        let plain = Plain()
        for state in [task("a"), task("b"), task("c", .completed)] { _ = plain.lines(for: .changed(state), at: 0) }
        #expect(plain.lines(for: .snapshotBegan, at: 1) == [])
        #expect(plain.lines(for: .tasks([task("a")], more: true), at: 1) == [])
        #expect(
            plain.lines(for: .tasks([], more: false), at: 2)
                == ["2026-11-25T16:10:02Z  b  gone: the server no longer knows it"]
        )
        #expect(plain.lines(for: .removed("a"), at: 3).count == 1)
        #expect(plain.nextDeadline == nil)
    }
}

@Suite struct TimestampTextTests {
    private static let moments: [(Double, String)] = [
        (0, "1970-01-01T00:00:00Z"), (951_782_399, "2000-02-28T23:59:59Z"), (951_782_400, "2000-02-29T00:00:00Z"),
        (951_868_800, "2000-03-01T00:00:00Z"), (4_107_542_399, "2100-02-28T23:59:59Z"),
        (4_107_542_400, "2100-03-01T00:00:00Z"), (1_707_897_600.9, "2024-02-14T08:00:00Z"),
        (-5, "1970-01-01T00:00:00Z"), (1e300, "9999-12-31T23:59:59Z"), (.nan, "1970-01-01T00:00:00Z"),
    ]

    @Test(arguments: moments)
    func `a moment is written in UTC`(_ seconds: Double, _ text: String) {
        #expect(Timestamp(seconds: seconds).text == text)
    }
}

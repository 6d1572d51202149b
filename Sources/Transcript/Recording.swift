import JSON
package import ProgressClient
package import ProgressModel

/// Reads a recording, which is what `JSONTranscript` wrote, piece by piece as it comes from its file.
package struct Recording: Sendable {
    /// Bytes of a line, more than any server's message; a longer one is no recording's.
    private static let longestLine = 32 << 20

    /// Something that was heard, and when.
    package struct Moment: Sendable {
        package let at: Timestamp
        package let event: ProgressClient.Event
    }

    /// Where a recording cannot be understood.
    package struct Flaw: Error, Equatable, CustomStringConvertible {
        package let line: Int
        package let reason: String

        package var description: String { "line \(line): \(reason)" }
    }

    private var unread: [UInt8] = []
    private var lineNumber = 0
    private var isInSnapshot = false

    package init() {}

    /// Takes the next piece of the file.
    ///
    /// What follows the last line's end is kept: a recorder that was killed leaves a line that is not whole, and that is no flaw.
    package mutating func read(_ bytes: [UInt8]) throws(Flaw) -> [Moment] {
        unread += bytes
        var moments: [Moment] = []
        var start = 0
        while let end = unread[start...].firstIndex(of: UInt8(ascii: "\n")) {
            lineNumber += 1
            if let moment = try moment(in: Array(unread[start..<end])) { moments.append(moment) }
            start = end + 1
        }
        unread.removeFirst(start)
        guard unread.count <= Recording.longestLine else {
            throw Flaw(line: lineNumber + 1, reason: "it is longer than any line of a recording")
        }
        return moments
    }

    /// Nil for a line that a newer genboard has written besides.
    private mutating func moment(in line: [UInt8]) throws(Flaw) -> Moment? {
        guard let json = try? JSONValue.parse(line), let version = json["v"]?.integer,
            let time = json["at"]?.number, let name = json["event"]?.string
        else {
            throw Flaw(line: lineNumber, reason: "this is no line of a recording")
        }
        guard version != JSONTranscript.versionOfSeveral else {
            throw Flaw(line: lineNumber, reason: "this tells of several servers; a recording is of one")
        }
        guard version == JSONTranscript.version else {
            throw Flaw(line: lineNumber, reason: "this is version \(version) of the format; a newer genboard reads it")
        }
        return try event(name, json).map { Moment(at: Timestamp(clamping: time), event: $0) }
    }

    private mutating func event(_ name: String, _ json: JSONValue) throws(Flaw) -> ProgressClient.Event? {
        switch name {
        case "connected": return .connected(ProgressClient.ServerInfo(recorded: json["server"] ?? .null))
        case "disconnected":
            let delay = json["retry_after"]?.number.map { Duration.seconds(min(max($0, 0), 86_400)) }
            return .disconnected(reason: json["reason"]?.string ?? "", retryAfter: delay)
        case "snapshot_began":
            isInSnapshot = true
            return .snapshotBegan
        case "snapshot_ended":
            isInSnapshot = false
            return .tasks([], more: false)
        case "task":
            guard let task = json["task"].flatMap(GenerationTask.init(json:)) else {
                throw Flaw(line: lineNumber, reason: "this is no task")
            }
            return isInSnapshot ? .tasks([task], more: true) : .changed(task)
        case "removed": return json["task_id"]?.string.map(ProgressClient.Event.removed)
        default: return nil
        }
    }
}

extension ProgressClient.ServerInfo {
    fileprivate init(recorded json: JSONValue) {
        self.init(
            clientID: json["client_id"]?.string ?? "",
            version: json["version"]?.string ?? "",
            epoch: json["epoch"]?.string ?? "",
            // What is recorded can be watched, never changed.
            roles: ["viewer"],
            time: json["time"]?.number.map(Timestamp.init(clamping:)),
        )
    }
}

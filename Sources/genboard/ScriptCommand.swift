import Arguments
import Filtering
import JSON
import Networking
import ProgressClient
import ProgressModel
import Transcript
import Web

/// The commands for scripts: one connection, one request, one answer.
struct ScriptCommand {
    private static let connectTime: Duration = .seconds(5)
    /// Tasks asked for in all, more than a server keeps; so one that always has more is not asked for ever.
    private static let listLimit = 1_000_000

    private let invocation: Invocation
    private let address: ServerAddress
    private let request: Request
    /// Which tasks are listed: judged here only where the server is too old to do it.
    private let filter: TaskFilter

    /// What is asked of the server.
    private struct Request {
        let event: String
        let payload: JSONValue

        init(_ event: String, _ payload: JSONObject) {
            self.event = event
            self.payload = .object(payload)
        }
    }

    init(_ invocation: Invocation) throws(UsageError) {
        self.invocation = invocation
        address = try ServerAddress(invocation)
        request = try ScriptCommand.request(for: invocation)
        do throws(FilterError) {
            filter = try TaskFilter(parsing: invocation["filter"] ?? "")
        } catch {
            throw UsageError("--filter: \(error).")
        }
    }

    private static func request(for invocation: Invocation) throws(UsageError) -> Request {
        let id = invocation["ID"] ?? ""
        var payload: JSONObject = ["task_id": .string(id)]
        switch invocation.command {
        case "submit":
            payload = ["input": .object(try SubmittedInput.object(from: invocation.all("input")))]
            payload["task_type"] = invocation["TYPE"].map(JSONValue.string)
            payload["task_id"] = .string(invocation["id"] ?? TaskID.random())
            payload["title"] = invocation["title"].map(JSONValue.string)
            return Request("submit_task", payload)
        case "retry": return Request("retry_task", payload)
        case "create":
            payload = [:]
            payload["task_type"] = invocation["TYPE"].map(JSONValue.string)
            payload["task_id"] = invocation["id"].map(JSONValue.string)
            payload["title"] = invocation["title"].map(JSONValue.string)
            payload["message"] = invocation["message"].map(JSONValue.string)
            payload["details"] = try invocation.json("details")
            payload["lease_seconds"] = try invocation.duration("lease").map { .double($0 / .seconds(1)) }
            return Request("create_task", payload)
        case "update":
            payload["progress"] = try invocation.number("PROGRESS").map(JSONValue.double)
            payload["status"] = invocation["status"].map(JSONValue.string)
            payload["message"] = invocation["message"].map(JSONValue.string)
            payload["details"] = try invocation.json("details")
            return Request("update_progress", payload)
        case "complete":
            payload["result"] = try invocation.json("result")
            return Request("complete_task", payload)
        case "fail":
            payload["error"] = invocation["ERROR"].map(JSONValue.string)
            return Request("fail_task", payload)
        case "cancel":
            payload["reason"] = invocation["reason"].map(JSONValue.string)
            if invocation.has("force") { payload["force"] = true }
            return Request("cancel_task", payload)
        case "get": return Request("join", payload)
        case "history": return Request("task_history", payload)
        default: return Request("list_tasks", invocation.listPayload)
        }
    }

    func run() -> Int32 {
        let exitCode: Int32 = waitForLoop { finish in
            Task { @EventLoop in finish(await perform()) }
        }
        guard exitCode == ExitCode.success, invocation.has("wait"), let id = request.payload["task_id"]?.string else {
            return exitCode
        }
        return WaitCommand(for: id, at: address, printsJSON: invocation.has("json")).run()
    }

    @EventLoop
    private func perform() async -> Int32 {
        let connection = ScriptConnection(address)
        if let failure = await connection.open(within: ScriptCommand.connectTime) {
            Console.complain(failure)
            return ExitCode.unreachable
        }
        do throws(RequestFailure) {
            if invocation.command == "list" { return try await list(request.payload, over: connection) }
            return show(try await connection.request(request.event, request.payload))
        } catch {
            return refuse(error)
        }
    }

    private func refuse(_ failure: RequestFailure) -> Int32 {
        if case .refused(_, _, let answer) = failure, invocation.has("json") {
            Console.print(JSONLine.text(of: answer))
        } else {
            Console.complain("\(failure)")
        }
        if case .refused = failure { return ExitCode.failure }
        return ExitCode.unreachable
    }
}

/// What is printed, and what it exits with.
extension ScriptCommand {
    private func show(_ answer: JSONValue) -> Int32 {
        if invocation.command == "get", let task = answer["task"].flatMap(GenerationTask.init(json:)) {
            Console.print(invocation.has("json") ? JSONLine.text(of: task.json) : PlainLine.details(of: task))
            return ExitCode.success
        }
        if invocation.command == "history", let entries = answer["history"]?.array {
            let lines = entries.compactMap(HistoryEntry.init(json:)).map(PlainLine.history)
            Console.print(invocation.has("json") ? JSONLine.text(of: .array(entries)) : lines.joined(separator: "\n"))
            return ExitCode.success
        }
        if invocation.has("json") {
            Console.print(JSONLine.text(of: answer))
        } else if ["create", "submit"].contains(invocation.command), let id = answer["task_id"]?.string {
            Console.print(id)
        }
        guard invocation.command == "update", answer["cancelled"]?.bool == true else { return ExitCode.success }
        if !invocation.has("json") { Console.complain("the task was cancelled: stop the work") }
        return ExitCode.cancelled
    }

    /// Page after page, so that a long list is not one huge message.
    @EventLoop
    private func list(_ payload: JSONValue, over connection: ScriptConnection) async throws(RequestFailure) -> Int32 {
        var tasks: [GenerationTask] = []
        var listedCount = 0
        var query = payload.object ?? [:]
        while true {
            let answer = try await connection.request("list_tasks", .object(query))
            let page = (answer["tasks"]?.array ?? []).compactMap(GenerationTask.init(json:))
            tasks += answer["filter"] == nil ? page.filter { filter.accepts($0, at: .now) } : page
            listedCount += page.count
            let more = answer["more"]?.bool ?? false
            guard more, let last = page.last, listedCount < ScriptCommand.listLimit else { break }
            query["after"] = .string(last.id)
        }
        if invocation.has("json") {
            Console.print(JSONLine.text(of: .array(tasks.map(\.json))))
        } else {
            for task in tasks { Console.print(PlainLine.summary(of: task)) }
        }
        return ExitCode.success
    }
}

extension Invocation {
    /// An option's value as a JSON object.
    fileprivate func json(_ name: String) throws(UsageError) -> JSONValue? {
        guard let text = self[name] else { return nil }
        guard let value = try? JSONValue.parse(text), value.object != nil else {
            throw UsageError("--\(name) must be a JSON object, for example '{\"step\": 1}'.")
        }
        return value
    }

    fileprivate var listPayload: JSONObject {
        var payload: JSONObject = [:]
        let statuses = all("status"), types = all("type")
        if !statuses.isEmpty { payload["statuses"] = .array(statuses.map(JSONValue.string)) }
        if !types.isEmpty { payload["types"] = .array(types.map(JSONValue.string)) }
        payload["filter"] = self["filter"].map(JSONValue.string)
        return payload
    }
}

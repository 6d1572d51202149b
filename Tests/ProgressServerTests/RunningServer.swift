import JSON
import Networking
import ProgressModel
import ProgressServer
import TestSupport
import Testing
import Web

/// A whole progress server on a free port, for as long as a test takes.
@EventLoop
final class RunningServer {
    nonisolated let port: UInt16
    private let server: ProgressServer

    private init(saved: SavedState, eventRate: Double, journal: (any Journal)?, workers: (any OwnWorkers & Sendable)?)
        throws
    {
        server = ProgressServer(
            saved: saved,
            journal: journal,
            origins: OriginPolicy(),
            inputBytes: 100_000,
            eventRate: eventRate,
            clock: { Timestamp(seconds: 1_700_000_000) },
        )
        port = try server.start(host: "127.0.0.1", port: 0).port
        if let workers { server.employ(workers, restoring: saved) }
    }

    /// `body` may wait: it is kept off the loop.
    @concurrent
    nonisolated static func run(
        saved: SavedState = SavedState(epoch: "life"),
        eventRate: Double = 0,
        journal: (any Journal)? = nil,
        workers: (any OwnWorkers & Sendable)? = nil,
        _ body: @concurrent @Sendable (RunningServer) async throws -> Void,
    ) async throws {
        let server = try await RunningServer(saved: saved, eventRate: eventRate, journal: journal, workers: workers)
        do {
            try await body(server)
        } catch {
            await server.stop()
            throw error
        }
        await server.stop()
    }

    /// Begins to stop, and takes as long for it as it is given answers to wait for.
    func beginStop() { server.stop(within: .seconds(60)) {} }

    private func stop() { server.stop(within: .zero) {} }

    /// One REST request, and the JSON of its answer.
    @discardableResult
    nonisolated func request(_ request: String) throws -> (status: Int, json: JSONValue) {
        let answer = try Wire.answer(request, port: port)
        return (answer.status, try JSONValue.parse(answer.body.isEmpty ? "null" : answer.body))
    }

    nonisolated func create(_ id: String) throws {
        try request(Wire.post("/api/tasks", #"{"task_id":"\#(id)"}"#))
    }

    nonisolated func report(_ id: String, _ progress: Int) throws {
        #expect(try request(Wire.patch("/api/tasks/\(id)", #"{"progress":\#(progress)}"#)).status == 200)
    }

    /// The value of one line of `/metrics`.
    nonisolated func metric(_ name: String) throws -> Int {
        let text = try Wire.answer(Wire.get("/metrics"), port: port).body
        let line = text.split(separator: "\n").first { $0.hasPrefix("\(name) ") }
        return line.flatMap { Int($0.dropFirst(name.count + 1)) } ?? 0
    }

    /// A client in the namespace, over WebSocket, that has read its greetings.
    nonisolated func client(receiveBuffer: Int32? = nil) throws -> Wire {
        let target = "/socket.io/?EIO=4&transport=websocket"
        let wire = try Wire.webSocket(target, port: port, receiveBuffer: receiveBuffer)
        wire.sendFrame("40/progress,")
        while try !wire.takeText().hasPrefix(#"42/progress,["offset""#) {}
        return wire
    }
}

extension Wire {
    /// The payload of the next event of that name; others before it are passed over.
    func takeEvent(_ name: String) throws -> JSONValue {
        while true {
            let text = try takeText()
            if text == "2" { sendFrame("3") }
            guard text.hasPrefix("42/progress,") else { continue }
            let event = try JSONValue.parse(String(text.dropFirst("42/progress,".count))).array ?? []
            if event.first?.string == name { return event.dropFirst().first ?? .null }
        }
    }

    /// The answer to what was sent with that id; events before it are passed over.
    func takeAck(_ id: Int) throws -> JSONValue {
        let start = "43/progress,\(id)"
        while true {
            let text = try takeText()
            if text.hasPrefix(start + "[") {
                return try JSONValue.parse(String(text.dropFirst(start.count))).array?.first ?? .null
            }
        }
    }
}

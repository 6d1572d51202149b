import JSON
import TestSupport

/// A polling client of the test server that does only what a test says.
struct PollingSession {
    let port: UInt16
    private let path: String
    private let id: String

    /// Shakes hands.
    init(port: UInt16, path: String = "/engine.io/") throws {
        self.port = port
        self.path = path
        let opening = try Wire.answer(Wire.get("\(path)?EIO=4&transport=polling"), port: port).body
        id = try JSONValue.parse(Array(opening.utf8.dropFirst()))["sid"]?.string ?? ""
    }

    var target: String { "\(path)?EIO=4&transport=polling&sid=\(id)" }
    var webSocketTarget: String { "\(path)?EIO=4&transport=websocket&sid=\(id)" }

    /// Sends a GET and leaves it with the server.
    func hold() throws -> Wire {
        let wire = try Wire(port: port)
        wire.send(Wire.get(target))
        return wire
    }

    func poll() throws -> Answer { try hold().answer() }

    func post(_ payload: String) throws -> Answer { try Wire.answer(Wire.post(target, payload), port: port) }

    /// A WebSocket that has been answered `3probe`.
    func probe() throws -> Wire {
        let wire = try Wire.webSocket(webSocketTarget, port: port)
        wire.sendFrame("2probe")
        guard case "3probe" = try wire.takeText() else { throw Wire.Failure.noAnswer(received: "no 3probe") }
        return wire
    }
}

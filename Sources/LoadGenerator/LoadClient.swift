import JSON
import Networking
import Web

/// One Socket.IO client of the load, as cheap as can be: it knows just enough of the protocols to connect, join and count.
@EventLoop
final class LoadClient: ConnectionDelegate {
    /// How long a server may take for one answer before it counts as failed.
    private static let patience: Duration = .seconds(30)
    /// Bytes of an HTTP answer's head; more is no answer of a Socket.IO server.
    private static let headLimit = 16 << 10
    /// Bytes of a ping that are sent back; a longer one breaks the rules.
    private static let pingLimit = 125

    private enum Phase {
        case closed
        case connecting
        /// Waits for the answer to the request for a WebSocket.
        case upgrading
        /// Waits for the namespace.
        case opening
        case open
    }

    private let address: ServerAddress
    private let tally: Tally
    private var phase = Phase.closed
    private var connector: Connector?
    private var connection: Connection?
    private var head: [UInt8] = []
    private var splitter = FrameSplitter()
    private var lastNumber = 0
    /// When it set out to connect.
    private(set) var openedAt: UInt64 = 0
    private var waiting: CheckedContinuation<Result<JSONValue, LoadError>, Never>?
    private lazy var timer = LoopTimer { [weak self] in self?.settle(.failure(.timedOut("a client"))) }
    /// Called when the connection ends without having been closed from here.
    var lost: (@EventLoop (LoadClient) -> Void)?

    init(_ address: ServerAddress, _ tally: Tally) {
        self.address = address
        self.tally = tally
    }

    /// Connects and enters the namespace.
    func open() async throws(LoadError) {
        phase = .connecting
        openedAt = MonotonicClock.now
        connector = Connector(host: address.host, port: address.port, timeout: LoadClient.patience) { result in
            self.connector = nil
            switch result {
            case .success(let connection): self.upgrade(connection)
            case .failure(let error): self.fail(.unreachable("\(error)"))
            }
        }
        _ = try await answer()
    }

    /// Sends an event and waits for its acknowledgement.
    @discardableResult
    func call(_ event: String, _ payload: JSONValue) async throws(LoadError) -> JSONValue {
        // The events whose answers are waited for each have an id of their own, so that even a server without a parser can tell them.
        send(ClientFrame.event(event, payload, ackID: event == "join" ? 2 : 1))
        let answer = try await answer()
        guard answer["ok"]?.bool != false else {
            throw .refused(event, reason: answer["message"]?.string ?? answer.text)
        }
        return answer
    }

    func send(_ frame: [UInt8]) {
        connection?.send(frame)
    }

    func close() {
        lost = nil
        fail(.unreachable("closed"))
    }

    private func answer() async throws(LoadError) -> JSONValue {
        let result = await withCheckedContinuation { continuation in
            waiting = continuation
            timer.schedule(after: LoadClient.patience)
            if phase == .closed { settle(.failure(.unreachable("\(address) closed the connection"))) }
        }
        return try result.get()
    }

    private func settle(_ result: Result<JSONValue, LoadError>) {
        guard let continuation = waiting else { return }
        waiting = nil
        timer.cancel()
        continuation.resume(returning: result)
    }

    private func fail(_ error: LoadError) {
        phase = .closed
        connector?.cancel()
        connector = nil
        let connection = connection
        self.connection = nil
        connection?.abort()
        settle(.failure(error))
    }
}

extension LoadClient {
    private func upgrade(_ connection: Connection) {
        phase = .upgrading
        self.connection = connection
        connection.delegate = self
        connection.send(ClientFrame.handshake(authority: address.authority))
    }

    func received(_ bytes: Span<UInt8>, from connection: Connection) {
        if phase == .upgrading { return receiveHead(bytes) }
        let now = MonotonicClock.now
        let isWhole = splitter.split(bytes) { opcode, payload in
            switch opcode {
            case 1: receive(payload, at: now)
            case 8: fail(.unreachable("\(address) closed the connection"))
            case 9: send(ClientFrame.frame(opcode: 10, Array(copy(payload).prefix(LoadClient.pingLimit))))
            default: break
            }
        }
        if !isWhole { fail(.unreachable("\(address) does not speak WebSocket")) }
    }

    private func receiveHead(_ bytes: Span<UInt8>) {
        head += copy(bytes)
        guard let end = LoadClient.endOfHead(head) else {
            if head.count > LoadClient.headLimit { fail(.unreachable("\(address) does not answer as an HTTP server")) }
            return
        }
        let status = head.dropFirst("HTTP/1.1 ".utf8.count).prefix(3)
        guard status.elementsEqual("101".utf8) else {
            return fail(.unreachable("\(address) answered with HTTP status \(String(decoding: status, as: UTF8.self))"))
        }
        phase = .opening
        let rest = Array(head[end...])
        head = []
        if !rest.isEmpty, let connection { received(rest.span, from: connection) }
    }

    /// The place behind the empty line.
    private static func endOfHead(_ head: [UInt8]) -> Int? {
        guard head.count >= 4 else { return nil }
        let (cr, lf) = (UInt8(ascii: "\r"), UInt8(ascii: "\n"))
        for end in 4...head.count
        where head[end - 1] == lf && head[end - 2] == cr && head[end - 3] == lf && head[end - 4] == cr {
            return end
        }
        return nil
    }

    /// One Engine.IO packet.
    private func receive(_ packet: Span<UInt8>, at now: UInt64) {
        guard packet.count > 0 else { return }
        switch packet[0] {
        case UInt8(ascii: "4"): if packet.count > 1 { receiveMessage(packet, at: now) }
        case UInt8(ascii: "0"): send(ClientFrame.connect)
        case UInt8(ascii: "2"): send(ClientFrame.pong)
        case UInt8(ascii: "1"): fail(.unreachable("\(address) closed the connection"))
        default: break
        }
    }

    /// One Socket.IO packet; its type is the second letter.
    private func receiveMessage(_ packet: Span<UInt8>, at now: UInt64) {
        switch packet[1] {
        case UInt8(ascii: "2"): receiveEvent(packet, at: now)
        case UInt8(ascii: "3"): settle(.success(argument(of: packet)))
        case UInt8(ascii: "0"):
            phase = .open
            settle(.success(.null))
        case UInt8(ascii: "4"): fail(.refused("the namespace", reason: argument(of: packet).text))
        default: fail(.unreachable("\(address) closed the namespace"))
        }
    }

    /// Events are told apart by the first letter of their names, behind `42/progress,["`.
    private func receiveEvent(_ packet: Span<UInt8>, at now: UInt64) {
        guard packet.count > 14 else { return }
        switch packet[14] {
        case UInt8(ascii: "p"): tally.received(packet, at: now, last: &lastNumber)
        case UInt8(ascii: "e"): tally.refused(argument(of: packet).text)
        default: break
        }
    }

    /// The last element of a packet's array, or its object.
    private func argument(of packet: Span<UInt8>) -> JSONValue {
        let bytes = copy(packet)
        guard let start = bytes.firstIndex(where: { $0 == UInt8(ascii: "[") || $0 == UInt8(ascii: "{") }),
            let value = try? JSONValue.parse(Array(bytes[start...]))
        else { return .null }
        return value.array?.last ?? value
    }

    private func copy(_ bytes: Span<UInt8>) -> [UInt8] { unsafe bytes.withUnsafeBufferPointer { unsafe Array($0) } }

    func receivedEnd(from connection: Connection) {
        fail(.unreachable("\(address) closed the connection"))
    }

    func drained(_ connection: Connection) {}

    func closed(_ connection: Connection, because reason: CloseReason) {
        fail(.unreachable("\(address) closed the connection"))
        lost?(self)
    }
}

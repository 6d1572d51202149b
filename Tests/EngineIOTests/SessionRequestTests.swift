import EngineIO
import Testing

struct SessionRequestTests {
    /// A request as the HTTP layer sees it; the only session there is has the id `known`.
    struct Sent: Sendable, CustomTestStringConvertible {
        var method = "GET"
        var isUpgrade = false
        var query: [String: String]

        var testDescription: String { "\(method) \(query.sorted { $0.key < $1.key })\(isUpgrade ? " upgrade" : "")" }

        func read() throws(RequestRefusal) -> SessionRequest {
            try SessionRequest(
                method: method,
                isUpgrade: isUpgrade,
                parameter: { query[$0] },
                isKnown: { $0 == "known" },
            )
        }
    }

    static let polling = ["EIO": "4", "transport": "polling"]
    static let webSocket = ["EIO": "4", "transport": "websocket"]
    static func known(_ transport: String) -> [String: String] { ["EIO": "4", "transport": transport, "sid": "known"] }

    static let accepted: [(Sent, SessionRequest)] = [
        (Sent(query: polling), .open(.polling)),
        (Sent(query: ["EIO": "4", "transport": "polling", "sid": ""]), .open(.polling)),
        (Sent(isUpgrade: true, query: webSocket), .open(.webSocket)),
        (Sent(query: known("polling")), .poll(sid: "known")),
        (Sent(method: "POST", query: known("polling")), .post(sid: "known")),
        (Sent(isUpgrade: true, query: known("websocket")), .upgrade(sid: "known")),
        (Sent(query: ["transport": "polling", "sid": "known"]), .poll(sid: "known")),
    ]

    static let refused: [(Sent, RequestRefusal)] = [
        (Sent(query: ["transport": "polling"]), .unsupportedVersion),
        (Sent(query: ["EIO": "abc", "transport": "polling"]), .unsupportedVersion),
        (Sent(query: ["EIO": "3", "transport": "polling"]), .unsupportedVersion),
        (Sent(isUpgrade: true, query: ["EIO": "5", "transport": "websocket"]), .unsupportedVersion),
        (Sent(isUpgrade: true, query: ["transport": "websocket"]), .unsupportedVersion),
        (Sent(query: ["EIO": "4"]), .unknownTransport),
        (Sent(query: ["EIO": "4", "transport": "abc"]), .unknownTransport),
        (Sent(query: ["EIO": "4", "transport": "webSocket"]), .unknownTransport),
        (Sent(isUpgrade: true, query: ["EIO": "4"]), .unknownTransport),
        (Sent(method: "POST", query: polling), .badHandshakeMethod),
        (Sent(method: "PUT", query: polling), .badHandshakeMethod),
        (Sent(method: "PUT", query: known("polling")), .badHandshakeMethod),
        (Sent(method: "POST", isUpgrade: true, query: known("websocket")), .badHandshakeMethod),
        (Sent(query: webSocket), .badRequest),
        (Sent(isUpgrade: true, query: polling), .badRequest),
        (Sent(query: known("websocket")), .badRequest),
        (Sent(isUpgrade: true, query: known("polling")), .badRequest),
        (Sent(query: ["EIO": "4", "transport": "polling", "sid": "gone"]), .unknownSession),
        (Sent(method: "POST", query: ["EIO": "4", "transport": "polling", "sid": "gone"]), .unknownSession),
        (Sent(isUpgrade: true, query: ["EIO": "4", "transport": "websocket", "sid": "gone"]), .unknownSession),
    ]

    @Test(arguments: accepted)
    func `a sound request is told for what it is`(sent: Sent, request: SessionRequest) throws {
        #expect(try sent.read() == request)
    }

    @Test(arguments: refused)
    func `an unsound request is refused with the reference's code`(sent: Sent, refusal: RequestRefusal) {
        #expect(throws: refusal) { try sent.read() }
    }

    @Test(
        arguments: [
            (.unknownTransport, 400, #"{"code":0,"message":"Transport unknown"}"#),
            (.unknownSession, 400, #"{"code":1,"message":"Session ID unknown"}"#),
            (.badHandshakeMethod, 400, #"{"code":2,"message":"Bad handshake method"}"#),
            (.badRequest, 400, #"{"code":3,"message":"Bad request"}"#),
            (.forbidden, 403, #"{"code":4,"message":"Forbidden"}"#),
            (.unsupportedVersion, 400, #"{"code":5,"message":"Unsupported protocol version"}"#),
        ] as [(RequestRefusal, Int, String)]
    )
    func `a refusal has the status and body that clients know`(refusal: RequestRefusal, status: Int, body: String) {
        #expect(refusal.status == status)
        #expect(String(decoding: refusal.body, as: UTF8.self) == body)
    }
}

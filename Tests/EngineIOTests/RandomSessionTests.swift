import EngineIO
import TestSupport
import Testing

/// A driver and its client, as far as rules can be checked on them whatever happens in whatever order.
private struct World {
    var random: SeededGenerator
    var session: ServerSession
    var now = start
    var heldPolls = 0
    var hasWebSocket: Bool
    var isClosed = false
    var isFinished = false
    var sent = 0
    var received: [Int] = []

    init(seed: UInt64) {
        random = SeededGenerator(seed: seed)
        let transport: TransportKind = seed.isMultiple(of: 4) ? .webSocket : .polling
        session = ServerSession.opened(
            transport,
            options: SessionOptions(maximumPayload: 60, maximumBufferedBytes: 200),
        )
        hasWebSocket = transport == .webSocket
    }

    mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &random) < percent }

    mutating func pick(_ texts: [String]) -> String { texts[Int.random(in: texts.indices, using: &random)] }

    mutating func step() {
        now += .milliseconds(Int.random(in: 0...(chance(5) ? 9000 : 60), using: &random))
        switch Int.random(in: 0..<100, using: &random) {
        case 0..<25: poll()
        case 25..<45: post()
        case 45..<65: send()
        case 65..<70: openWebSocket()
        case 70..<88: receiveFrame()
        case 88..<98: perform(session.timePassed(now: now))
        case 98: hangUp()
        default: if chance(20) { perform(session.close(now: now)) }
        }
        #expect((session.nextDeadline == nil) == isFinished)
        #expect(!isClosed || !session.isOpen)
    }

    /// A well-behaved client most of the time: it does not poll while a poll is held.
    private mutating func poll() {
        guard heldPolls == 0 || chance(2) else { return }
        heldPolls += 1
        let before = heldPolls
        let refused = perform(session.pollReceived(now: now))
        if refused { heldPolls -= 1 }
        #expect(!isFinished || heldPolls == 0)
        #expect(heldPolls <= 1 && heldPolls <= before)
    }

    private mutating func post() {
        if chance(20), perform(session.postBegan(now: now)) { return }
        let body = pick(["4a", "3", "4a\u{1E}4b", "5", "6", chance(10) ? "1" : "4c", chance(10) ? "x" : "3"])
        let actions = session.postReceived(Array(body.utf8), contentType: nil, now: now)
        let answers = actions.filter { $0 == .acceptPost || isRefusal($0) }
        #expect(answers.count == 1)
        perform(actions)
    }

    private mutating func send() {
        let numbers = (0..<Int.random(in: 1...3, using: &random)).map { sent + $0 }
        if session.isOpen { sent += numbers.count }
        perform(session.send(numbers.map { .text("\($0)") }, now: now))
    }

    private mutating func openWebSocket() {
        guard session.canUpgrade else { return }
        #expect(!hasWebSocket)
        hasWebSocket = true
        if perform(session.webSocketOpened(now: now)) { hasWebSocket = false }
    }

    private mutating func receiveFrame() {
        guard hasWebSocket else { return }
        let noise =
            session.canSendDirectly ? ["4a", "3", "3", "6", "5"] : ["2probe", "2probe", "5"]
        perform(session.webSocketReceived(.text(chance(2) ? pick(["1", "x", "2", ""]) : pick(noise)), now: now))
    }

    private mutating func hangUp() {
        if hasWebSocket, chance(50) {
            hasWebSocket = false
            perform(session.webSocketClosed(now: now))
        } else if heldPolls == 1, chance(50) {
            heldPolls = 0
            perform(session.pollAborted(now: now))
        }
    }

    private func isRefusal(_ action: ServerSession.Action) -> Bool {
        if case .refuse = action { true } else { false }
    }

    /// Does as the driver must, and checks each action against what the driver has; true when a request was refused.
    @discardableResult
    private mutating func perform(_ actions: [ServerSession.Action]) -> Bool {
        var isRefused = false
        for action in actions {
            switch action {
            case .respondToPoll(let payload): answerPoll(payload)
            case .acceptPost: break
            case .refuse: isRefused = true
            case .sendWebSocket(let frame):
                #expect(hasWebSocket && !isFinished)
                note(try? Packet(frame: frame))
            case .closeWebSocket:
                #expect(hasWebSocket)
                hasWebSocket = false
            case .upgraded: #expect(hasWebSocket && !isClosed)
            case .deliver: #expect(!isClosed)
            case .closed:
                #expect(!isClosed)
                isClosed = true
            case .finished:
                #expect(isClosed && !isFinished)
                isFinished = true
            }
        }
        return isRefused
    }

    private mutating func answerPoll(_ payload: [UInt8]) {
        #expect(heldPolls > 0 && !isFinished)
        heldPolls -= 1
        guard let packets = try? Payload.decode(payload, maximumPackets: 16) else { return #expect(Bool(false)) }
        #expect(packets.count == 1 || payload.count <= 60)
        for packet in packets { note(packet) }
    }

    private mutating func note(_ packet: Packet?) {
        guard case .message(.text(let text)) = packet else { return }
        received.append(Int(String(decoding: text, as: UTF8.self)) ?? -1)
    }
}

struct RandomSessionTests {
    @Test(arguments: 0..<400 as Range<UInt64>)
    func `whatever happens, nothing is lost, reordered, answered twice or said after the end`(seed: UInt64) {
        var world = World(seed: seed)
        for _ in 0..<400 { world.step() }
        #expect(world.received == Array(0..<world.received.count))
        #expect(world.received.count <= world.sent)
    }

    @Test(arguments: 0..<50 as Range<UInt64>)
    func `random messages never trap a client's session`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var session = ClientSession(now: start)
        let frames = ["2", "4a", "1", "6", "x", "", "b", "3", Packet.open(ClientSessionTests.handshake).frame.text]
        var closed = 0
        for second in 0..<60 {
            let frame = frames[Int.random(in: frames.indices, using: &random)]
            let actions = session.webSocketReceived(.text(frame), now: start + .seconds(second))
            #expect(closed == 0 || actions.isEmpty)
            closed += actions.filter { if case .closed = $0 { true } else { false } }.count
        }
        #expect(closed <= 1)
    }
}

extension Message {
    fileprivate var text: String {
        switch self {
        case .text(let bytes), .binary(let bytes): String(decoding: bytes, as: UTF8.self)
        }
    }
}

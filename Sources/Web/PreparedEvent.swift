import EngineIO
package import JSON
package import Networking
import SocketIO
import WebSocket

/// An event encoded once for any number of subscribers, as the finished WebSocket frame that carries it.
///
/// The bytes are shared by all connections they wait in.
package struct PreparedEvent: Sendable {
    /// What events are written into before it is known how long they are; used again and again.
    @EventLoop private static var scratch: [UInt8] = []
    /// A buffer that one large event has made larger than this is not kept.
    private static let keptCapacity = 64 << 10

    let frame: [UInt8]
    private let messageStart: Int

    /// - Parameter argument: Appends the one argument of the event, as JSON.
    @EventLoop
    package init(namespace: String, _ name: StaticString, argument: (inout [UInt8]) -> Void) {
        var text: [UInt8] = []
        swap(&text, &PreparedEvent.scratch)
        text.removeAll(keepingCapacity: text.capacity <= PreparedEvent.keptCapacity)
        text.append(EngineIO.Packet.messageMark)
        PacketEncoder.writeEvent(namespace: namespace, name: name, argument: argument, to: &text)
        frame = Encoder.frame(.text, text)
        messageStart = frame.count - text.count + 1
        swap(&text, &PreparedEvent.scratch)
    }

    @EventLoop
    package init(namespace: String, _ name: StaticString, _ argument: JSONValue) {
        self.init(namespace: namespace, name) { argument.write(to: &$0) }
    }

    /// The same without frame and packet type, as the polling transport takes it.
    var message: EngineIO.Message { .text(Array(frame[messageStart...])) }
}

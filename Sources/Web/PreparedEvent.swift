import EngineIO
package import JSON
import SocketIO
import WebSocket

/// An event encoded once for any number of subscribers: as the packet that polling sends, and as a finished WebSocket frame.
package struct PreparedEvent: Sendable {
    let packet: [UInt8]
    let frame: [UInt8]

    package init(namespace: String, _ name: String, _ arguments: [JSONValue]) {
        packet = PacketEncoder.event(namespace: namespace, name: name, args: arguments)
        guard case .text(let text) = EngineIO.Packet.message(.text(packet)).frame else {
            frame = []
            return
        }
        frame = Encoder.frame(.text, text)
    }
}

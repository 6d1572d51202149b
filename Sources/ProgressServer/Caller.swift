import Networking
import ProgressModel
import Web

/// Who asks for an action: the connection that works on the task, where there is one, and how the history names it.
struct Caller {
    let worker: (any Worker)?
    private let name: String
    private let address: SocketAddress

    var originator: Originator { Originator(name: name, address: address.description) }

    @EventLoop
    init(_ socket: Socket) {
        worker = socket
        name = socket.id
        address = socket.peer
    }

    /// A request over REST: it is answered and gone, so it cannot be told anything later.
    @EventLoop
    init(_ exchange: Exchange) {
        worker = nil
        name = "REST"
        address = exchange.peer
    }
}

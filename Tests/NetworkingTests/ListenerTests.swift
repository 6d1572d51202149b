import Networking
import Testing

@EventLoop
struct ListenerTests {
    @Test
    func `a port in use is told as such, and given back by stopping`() throws {
        let listener = try Listener(host: "127.0.0.1", port: 0) { $0.abort() }
        let port = listener.address.port
        #expect(port != 0)
        #expect(throws: NetworkError.addressInUse("127.0.0.1:\(port)")) {
            try Listener(host: "127.0.0.1", port: port) { $0.abort() }
        }
        listener.stop()
        listener.stop()
        let again = try Listener(host: "127.0.0.1", port: port) { $0.abort() }
        #expect(again.address.port == port)
        again.stop()
    }

    @Test
    func `an address of another machine cannot be listened at`() {
        #expect {
            try Listener(host: "192.0.2.1", port: 0) { $0.abort() }
        } throws: { error in
            guard case .cannotListen("192.0.2.1:0", _) = error as? NetworkError else { return false }
            return true
        }
    }

    @Test
    func `a hundred clients are accepted`() async throws {
        let counter = Recorder()
        var accepted: [Connection] = []
        let listener = try Listener(host: "127.0.0.1", port: 0) { connection in
            accepted.append(connection)
            if accepted.count == 100 { counter.attach(to: connection) }
        }
        var clients: [Connection] = []
        for _ in 0..<100 { clients.append(try await connect(to: listener.address.port).get()) }
        await counter.wait { counter.connection != nil }
        #expect(accepted.count == 100)
        #expect(accepted.allSatisfy { $0.peer.isLoopback && $0.peer.port != 0 })
        listener.stop()
        for connection in clients + accepted { connection.abort() }
    }
}

@EventLoop
struct ConnectorTests {
    @Test
    func `a closed port is refused, and the error says where and why`() async throws {
        let listener = try Listener(host: "127.0.0.1", port: 0) { $0.abort() }
        let port = listener.address.port
        listener.stop()
        let result = await connect(to: port)
        #expect(throws: NetworkError.cannotConnect("127.0.0.1:\(port)", reason: "Connection refused")) {
            try result.get()
        }
    }

    @Test
    func `a host that has no address is told by its name`() async throws {
        let result = await connect(to: 1, host: "no such host", timeout: .seconds(60))
        #expect {
            try result.get()
        } throws: { error in
            guard case .unknownHost("no such host", let reason) = error as? NetworkError else { return false }
            return !reason.isEmpty
        }
    }

    @Test
    func `a connector that is cancelled tells nothing`() async throws {
        let listener = try Listener(host: "127.0.0.1", port: 0) { $0.abort() }
        var count = 0
        let connector = Connector(host: "127.0.0.1", port: listener.address.port, timeout: .milliseconds(1)) { _ in
            count += 1
        }
        connector.cancel()
        _ = try await connect(to: listener.address.port).get()
        #expect(count == 0)
        listener.stop()
    }
}

struct SocketAddressTests {
    @Test(arguments: [
        ("127.0.0.1", "127.0.0.1:80", true), ("127.8.9.1", "127.8.9.1:80", true), ("::1", "[::1]:80", true),
        ("::ffff:127.0.0.1", "[::ffff:127.0.0.1]:80", true), ("192.0.2.1", "192.0.2.1:80", false),
        ("2001:db8::1", "[2001:db8::1]:80", false),
    ])
    func `a numeric address is read and written back`(host: String, description: String, isLoopback: Bool) throws {
        let address = try #require(try SocketAddress.resolve(host: host, port: 80).first)
        #expect(address.host == host)
        #expect(address.port == 80)
        #expect(address.description == description)
        #expect(address.isLoopback == isLoopback)
    }

    @Test
    func `errors tell people what to do`() {
        #expect(NetworkError.addressInUse("a:1").description.contains("--port"))
        #expect(NetworkError.permissionDenied("a:1").description.contains("above 1023"))
        #expect(NetworkError.cannotConnect("a:1", reason: "why").description == "cannot connect to a:1: why")
    }
}

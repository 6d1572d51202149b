import JSON
import SocketIO
import Testing

struct RecoveryTests {
    @Test func `a client that may come back is given a pid beside its sid`() {
        var connection = ServerConnection(now: .zero)
        _ = connection.receive(.text(Array("0/progress,".utf8)))
        let actions = connection.accept(namespace: "/progress", sid: "s", pid: "p")
        #expect(actions == [.send([.text(Array(#"0/progress,{"sid":"s","pid":"p"}"#.utf8))])])
    }

    @Test func `what a returning client says is read from its auth`() {
        let both = RecoveryRequest(auth: ["token": "t", "pid": "p", "offset": "o"])
        #expect(both?.pid == "p" && both?.offset == "o")
        let first = RecoveryRequest(auth: ["pid": "p", "offset": nil])
        #expect(first?.pid == "p" && first?.offset == nil)
    }

    @Test(
        arguments: [
            nil, [:], ["offset": "o"], ["pid": 7], ["pid": ""], ["pid": "p", "offset": 7],
            ["pid": .string(String(repeating: "p", count: 65))],
            ["pid": "p", "offset": .string(String(repeating: "o", count: 8193))],
        ] as [JSONValue?]
    )
    func `anything else is a client that was not there before`(auth: JSONValue?) {
        #expect(RecoveryRequest(auth: auth) == nil)
    }
}

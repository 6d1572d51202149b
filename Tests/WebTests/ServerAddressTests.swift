import Testing
import Web

@Suite struct ServerAddressTests {
    @Test(
        arguments: [
            ("localhost", "localhost", 5000), ("board:80", "board", 80), ("http://board", "board", 5000),
            ("HTTP://board:8080/path?query#part", "board", 8080), ("ws://10.0.0.1:1", "10.0.0.1", 1),
            ("[::1]:5001", "::1", 5001), ("http://[fe80::1]/", "fe80::1", 5000), ("board:65535", "board", 65535),
        ] as [(String, String, UInt16)]
    )
    func `an address is read as people write it`(_ text: String, _ host: String, _ port: UInt16) throws {
        #expect(try ServerAddress(parsing: text) == ServerAddress(host: host, port: port))
    }

    @Test(arguments: [
        ("", "it names no host"), ("http://", "it names no host"), (":5000", "it names no host"),
        ("user@board", "it names no host"), ("two words", "it names no host"), ("[]:80", "it names no host"),
        ("[::1", "it names no host"), ("::1", "it names no host"),
        ("https://board", "TLS is not supported; use http://"), ("ftp://board", "it must begin with http://"),
        ("board:", "the port must be a number from 1 to 65535"),
        ("board:0", "the port must be a number from 1 to 65535"),
        ("board:65536", "the port must be a number from 1 to 65535"),
        ("board:+80", "the port must be a number from 1 to 65535"),
        ("[::1]80", "the port must be a number from 1 to 65535"),
    ])
    func `what is no address is refused with the reason`(_ text: String, _ problem: String) {
        let error = #expect(throws: InvalidServerAddress.self) { try ServerAddress(parsing: text) }
        #expect(error?.text == text)
        #expect(error?.problem == problem)
    }

    @Test func `the Host header has brackets around an IPv6 address`() {
        #expect(ServerAddress(host: "::1", port: 80).authority == "[::1]:80")
        #expect(ServerAddress(host: "board", port: 80).authority == "board:80")
    }
}

import Testing
import Web

/// What servers beside each other are called.
struct ServerNamesTests {
    @Test(
        arguments: [
            (["gpu-1"], [""]), (["gpu-1", "gpu-2:8080"], ["gpu-1", "gpu-2"]),
            (["gpu-1.lab.example", "gpu-2.lab.example"], ["gpu-1", "gpu-2"]),
            (["gpu.lab", "gpu.home", "cpu.lab"], ["gpu.lab", "gpu.home", "cpu"]),
            (["localhost:1", "localhost:2", "gpu-1"], ["localhost:1", "localhost:2", "gpu-1"]),
            (["10.0.0.1", "10.0.0.2", "10.0.0.2:80"], ["10.0.0.1", "10.0.0.2:5000", "10.0.0.2:80"]),
            (["[::1]:1", "[::1]:2", "[fe80::2]:1"], ["[::1]:1", "[::1]:2", "fe80::2"]), ([], []),
        ] as [([String], [String])]
    )
    func `a name is as short as tells servers apart`(addresses: [String], names: [String]) throws {
        #expect(try addresses.map { try ServerAddress(parsing: $0) }.names == names)
    }
}

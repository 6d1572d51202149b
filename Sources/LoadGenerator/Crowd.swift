import JSON
import Networking
import Web

/// Many clients that are opened at once, a bounded number at a time.
@EventLoop
final class Crowd {
    /// Clients on their way in at any moment; the kernel lets 4,096 wait to be accepted.
    private static let opening = 256

    private let address: ServerAddress
    private let tally: Tally
    private(set) var clients: [LoadClient] = []
    private var next = 0

    init(_ address: ServerAddress, _ tally: Tally) {
        self.address = address
        self.tally = tally
    }

    /// Opens clients and does with each what makes it ready; ends with the first failure.
    ///
    /// - Parameter keeping: Whether they stay, or each goes as soon as it is ready.
    func open(
        _ count: Int,
        keeping: Bool = true,
        _ prepare: @escaping @EventLoop (Int, LoadClient) async throws(LoadError) -> Void,
    ) async throws(LoadError) {
        next = 0
        let lanes = (0..<min(count, Crowd.opening)).map { _ in
            Task { @EventLoop in await self.openSome(of: count, keeping: keeping, prepare) }
        }
        var failure: LoadError?
        for lane in lanes {
            let end = await lane.value
            failure = failure ?? end
        }
        if let failure { throw failure }
    }

    private func openSome(
        of count: Int,
        keeping: Bool,
        _ prepare: @EventLoop (Int, LoadClient) async throws(LoadError) -> Void,
    ) async -> LoadError? {
        while next < count {
            let number = next
            next += 1
            let client = LoadClient(address, tally)
            do throws(LoadError) {
                try await client.open()
                try await prepare(number, client)
                if keeping { clients.append(client) } else { client.close() }
            } catch {
                next = count
                return error
            }
        }
        return nil
    }

    func close() {
        for client in clients { client.close() }
        clients = []
    }
}

extension LoadClient {
    /// Names of one run's tasks do not meet those of another on a server that keeps them.
    private static let run = String(UInt32.random(in: .min ... .max), radix: 16)

    /// Creates a task and tells its id, which is the server's to choose.
    func createTask(_ number: Int) async throws(LoadError) -> String {
        let digits = String(number)
        let id = "bench-\(LoadClient.run)-\(String(repeating: "0", count: max(0, 6 - digits.count)))\(digits)"
        let answer = try await call("create_task", ["task_id": .string(id), "task_type": "benchmark"])
        return answer["task_id"]?.string ?? answer.string ?? id
    }
}

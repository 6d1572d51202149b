import Terminal
import Testing

@Suite struct EventPortTests {
    @Test func `events are taken once and in order`() throws {
        let port = try EventPort<Int>()
        for number in 0..<3 { port.post(number) }
        let batch = port.take()
        #expect(batch.events == [0, 1, 2])
        #expect(batch.lostCount == 0)
        #expect(port.take().isEmpty)
    }

    @Test func `past the bound all that waits is thrown away and counted`() throws {
        let port = try EventPort<Int>(capacity: 3)
        for number in 0..<8 { port.post(number) }
        let batch = port.take()
        #expect(batch.events == [6, 7])
        #expect(batch.lostCount == 6)
    }

    @Test func `posts from many threads all arrive`() async throws {
        let port = try EventPort<Int>()
        await withTaskGroup { group in
            for part in 0..<8 {
                group.addTask { for number in 0..<1000 { port.post(part * 1000 + number) } }
            }
        }
        #expect(port.take().events.sorted() == Array(0..<8000))
    }
}

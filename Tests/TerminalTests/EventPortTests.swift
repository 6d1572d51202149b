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

    @Test func `essential events outlive the bound, the oldest of them only while they fill half of it`() throws {
        let port = try EventPort<Int>(capacity: 8, isEssential: { $0 < 0 })
        for number in [1, -1, 2, -2, 3, 4, 5, 6, 7, -3] { port.post(number) }
        var batch = port.take()
        #expect(batch.events == [-1, -2, 7, -3])
        #expect(batch.lostCount == 6)

        for number in 1...1000 { port.post(-number) }
        batch = port.take()
        #expect(batch.events.count <= 8)
        #expect(batch.events.last == -1000)
        #expect(batch.lostCount == 1000 - batch.events.count)
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

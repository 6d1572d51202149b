import Testing

@testable import LoadGenerator

@Suite struct LatencyHistogramTests {
    @Test func `without latencies there is no percentile`() {
        #expect(LatencyHistogram().percentile(0.5) == nil)
    }

    @Test func `short latencies are exact`() {
        var histogram = LatencyHistogram()
        for nanoseconds in 1...100 { histogram.record(UInt64(nanoseconds)) }
        #expect(histogram.percentile(0) == 1)
        #expect(histogram.percentile(0.5) == 50)
        #expect(histogram.percentile(0.99) == 99)
        #expect(histogram.percentile(1) == 100)
        #expect(histogram.count == 100)
    }

    @Test(arguments: [127, 128, 129, 1_000, 999_999, 1_000_000, 123_456_789, 60_000_000_000] as [UInt64])
    func `any latency is known to 2 %`(_ nanoseconds: UInt64) throws {
        var histogram = LatencyHistogram()
        histogram.record(nanoseconds)
        histogram.record(nanoseconds * 2)
        let median = try #require(histogram.percentile(0.5))
        #expect(median >= nanoseconds)
        #expect(Double(median) <= Double(nanoseconds) * 1.02)
        #expect(histogram.maximum == nanoseconds * 2)
    }

    @Test func `a rare slow one shows in the highest percentile and in the maximum only`() {
        var histogram = LatencyHistogram()
        for _ in 0..<999 { histogram.record(100) }
        histogram.record(5_000_000)
        #expect(histogram.percentile(0.99) == 100)
        #expect(histogram.percentile(1) == 5_000_000)
    }

    @Test func `what took for ever is kept as it is`() {
        var histogram = LatencyHistogram()
        histogram.record(.max)
        #expect(histogram.maximum == .max)
        #expect(histogram.percentile(0.5) != nil)
    }
}

import Glibc
import Testing

@testable import LoadGenerator

@Suite struct ProcessMeterTests {
    @Test func `a process that works uses processor time and memory`() throws {
        let meter = ProcessMeter(process: getpid())
        let before = try #require(meter.processorTime)
        var sum = 0
        while try #require(meter.processorTime) < before + 1_000_000 { sum &+= 1 }
        #expect(sum > 0)
        #expect(try #require(meter.residentKiB) > 1000)
    }

    @Test func `a process that is gone has neither`() {
        let meter = ProcessMeter(process: 4_194_303)
        #expect(meter.processorTime == nil)
        #expect(meter.residentKiB == nil)
    }

    @Test func `the figure is taken from its own line`() {
        let text = "Name:\tgenboard\nVmRSS:\t    2048 kB\nRssAnon: 1 kB\n"
        #expect(ProcessMeter.figure("VmRSS:", in: text) == 2048)
        #expect(ProcessMeter.figure("Rss:", in: text) == nil)
    }
}

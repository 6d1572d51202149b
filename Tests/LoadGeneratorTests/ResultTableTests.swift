import JSON
import Testing

@testable import LoadGenerator

@Suite struct ResultTableTests {
    private var measurement: Measurement {
        var measurement = Measurement(Scenario.fanOut.standardLoad)
        measurement.expected = 1000
        measurement.done = 990
        measurement.seconds = 2
        measurement.serverTime = 0.0099
        measurement.memoryBefore = 1000
        measurement.memoryAfter = 1500
        measurement.connections = 200
        measurement.latency.record(1_500_000)
        return measurement
    }

    @Test func `a line has a figure under each heading`() {
        #expect(ResultTable.heading.hasSuffix("CPU us  KiB/conn"))
        #expect(
            ResultTable.lines(for: measurement) == [
                "fan-out     events          990     10       495.0     1.500     1.500     1.500    10.00       2.5"
            ]
        )
        #expect(ResultTable.lines(for: measurement)[0].count == ResultTable.heading.count)
    }

    @Test func `what makes figures doubtful stands below them`() {
        var measurement = measurement
        measurement.outOfOrder = 2
        measurement.unknown = 1
        measurement.failure = "the server refused 3 reports: no"
        measurement.generator.busy = 0.97
        #expect(
            ResultTable.lines(for: measurement).dropFirst() == [
                "  ! the server refused 3 reports: no",
                "  ! 2 events came out of order",
                "  ! the newest state did not reach every subscriber",
                "  ! the load generator was the limit: 97 % busy, reports - ms late",
            ]
        )
    }

    @Test func `a server whose process is not known has no processor time`() {
        let unknown = Measurement(Scenario.latency.standardLoad)
        #expect(ResultTable.lines(for: unknown)[0].hasSuffix("-         -"))
        #expect(unknown.json["server"]?["cpu_us_each"] == .null)
        #expect(unknown.json["latency_ms"]?["p99"] == .null)
    }

    @Test func `JSON has the same figures`() {
        let json = measurement.json
        #expect(json["scenario"] == "fan-out")
        #expect(json["lost"] == 10)
        #expect(json["per_second"]?.number == 495)
        #expect(json["latency_ms"]?["max"]?.number == 1.5)
        #expect(json["server"]?["cpu_us_each"]?.number == 10)
        #expect(json["server"]?["memory_kib_per_connection"]?.number == 2.5)
    }

    @Test(arguments: [
        (0, 1, "0.0"), (1.05, 2, "1.05"), (-2.5, 1, "-2.5"), (-0.001, 1, "0.0"), (999.999, 2, "1000.00"),
        (12.7, 0, "13"),
    ])
    func `decimals are rounded`(_ value: Double, _ places: Int, _ text: String) {
        #expect(ResultTable.decimal(value, places: places) == text)
    }

    @Test(arguments: [nil, Double.nan, Double.infinity, 1e300])
    func `what is no figure is a dash`(_ value: Double?) {
        #expect(ResultTable.decimal(value, places: 1) == "-")
    }
}

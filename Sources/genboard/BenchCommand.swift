import Arguments
import JSON
import LoadGenerator
import Networking
import Web

/// `genboard bench`: loads a server and tells what it bore.
struct BenchCommand {
    private let loads: [Load]
    private let target: Target
    private let printsJSON: Bool

    init(_ invocation: Invocation) throws(UsageError) {
        target = Target(
            address: try ServerAddress(invocation),
            process: try invocation.integer("pid", in: 1...4_194_304).map { Int32($0) },
        )
        printsJSON = invocation.has("json")
        var loads: [Load] = []
        for scenario in try BenchCommand.scenarios(of: invocation) {
            loads.append(try BenchCommand.load(scenario, invocation))
        }
        self.loads = loads
    }

    private static func scenarios(of invocation: Invocation) throws(UsageError) -> [Scenario] {
        let names = invocation.all("scenario")
        guard !names.isEmpty else { return Scenario.allCases.filter(\.isStandard) }
        var scenarios: [Scenario] = []
        for name in names {
            guard let scenario = Scenario(rawValue: name) else {
                let known = Scenario.allCases.map(\.rawValue).joined(separator: ", ")
                throw UsageError("\"\(name)\" is no scenario; there are: \(known).")
            }
            scenarios.append(scenario)
        }
        return scenarios
    }

    private static func load(_ scenario: Scenario, _ invocation: Invocation) throws(UsageError) -> Load {
        var load = scenario.standardLoad
        load.subscribers = try invocation.integer("subscribers", in: 1...1_000_000) ?? load.subscribers
        load.tasks = try invocation.integer("tasks", in: 1...100_000) ?? load.tasks
        load.inFlight = try invocation.integer("in-flight", in: 1...100_000) ?? load.inFlight
        if let rate = try invocation.integer("rate", in: 1...1_000_000) { load.rate = Double(rate) }
        if let seconds = try invocation.number("seconds") {
            guard (0.1...3600).contains(seconds) else { throw UsageError("seconds must be from 0.1 to 3600.") }
            load.seconds = seconds
        }
        return load
    }

    func run() -> Int32 {
        DescriptorLimit.raise()
        return waitForLoop { finish in
            Task { @EventLoop in finish(await perform()) }
        }
    }

    @EventLoop
    private func perform() async -> Int32 {
        if !printsJSON { Console.print(ResultTable.heading) }
        do throws(LoadError) {
            for load in loads {
                let measurement = try await Benchmark.run(load, against: target, announce: Console.complain)
                if printsJSON {
                    Console.print(measurement.json.text)
                } else {
                    for line in ResultTable.lines(for: measurement) { Console.print(line) }
                }
            }
            return ExitCode.success
        } catch {
            Console.complain("\(error)")
            if case .unreachable = error { return ExitCode.unreachable }
            return ExitCode.failure
        }
    }
}

package import JSON

/// How the latest tasks of each type went: what a first estimate is made of, and what later ones lean on.
///
/// Only tasks that completed are learned from. All of it is bounded, and is written and read type by type.
package struct PaceHistory: Sendable {
    /// Types remembered; one more takes the place of the one that was learned of longest ago.
    static let typeLimit = 500
    /// Runs of a type remembered, the latest.
    static let runLimit = 15

    private struct Entry: Sendable {
        var runs: [PerPhase<PhasePace?>] = []
        var profile: PaceProfile?
        var age = 0
    }

    private var entries: [String: Entry] = [:]
    private var learned = 0

    package init() {}

    package var types: [String] { entries.keys.sorted() }

    func profile(of type: String) -> PaceProfile? { entries[type]?.profile }

    mutating func learn(_ trace: RunTrace, type: String) {
        var run = PerPhase<PhasePace?>(repeating: nil)
        for phase in Phase.allCases { run[phase] = trace.pace(of: phase) }
        guard Phase.allCases.contains(where: { run[$0] != nil }) else { return }
        keep((entries[type]?.runs ?? []) + [run], type: type)
    }

    private mutating func keep(_ runs: [PerPhase<PhasePace?>], type: String) {
        learned += 1
        let latest = Array(runs.suffix(PaceHistory.runLimit))
        entries[type] = Entry(runs: latest, profile: PaceProfile(latest), age: learned)
        guard entries.count > PaceHistory.typeLimit else { return }
        if let oldest = entries.min(by: { $0.value.age < $1.value.age }) { entries[oldest.key] = nil }
    }
}

/// Its form in the store: an array of runs, each an object of phases, each an array of the measures.
extension PaceHistory {
    /// What is known of a type; nil when nothing is.
    package func json(of type: String) -> JSONValue? {
        guard let runs = entries[type]?.runs else { return nil }
        return .array(
            runs.map { run in
                var object: JSONObject = [:]
                for phase in Phase.allCases { object[phase.rawValue] = run[phase]?.json }
                return .object(object)
            }
        )
    }

    /// Takes in what `json` wrote; what cannot be read is passed over.
    package mutating func restore(_ json: JSONValue, type: String) {
        let runs = (json.array ?? []).map { stored in
            var run = PerPhase<PhasePace?>(repeating: nil)
            for phase in Phase.allCases { run[phase] = stored[phase.rawValue].flatMap(PhasePace.init(json:)) }
            return run
        }
        if !runs.isEmpty { keep(runs, type: type) }
    }
}

extension PhasePace {
    fileprivate var json: JSONValue { .array(PhasePace.measures.map { .double(self[keyPath: $0]) }) }

    fileprivate init?(json: JSONValue) {
        let numbers = (json.array ?? []).compactMap(\.number)
        guard numbers.count == PhasePace.measures.count, numbers.allSatisfy({ $0.isFinite && $0 >= 0 })
        else { return nil }
        self.init(percent: 0, secondsPerPercent: 0, opening: 0, stepSeconds: 0, visits: 0)
        for (measure, number) in zip(PhasePace.measures, numbers) { self[keyPath: measure] = number }
    }
}

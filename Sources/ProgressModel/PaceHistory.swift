import JSON

/// How the latest tasks of each type went: what a first estimate is made of, and what later ones lean on.
///
/// Only tasks that completed are learned from. All of it is bounded; the journal keeps it type by type.
struct PaceHistory: Sendable {
    /// Types remembered; one more takes the place of the one that was learned of longest ago.
    static let typeLimit = 500
    /// Runs of a type remembered, the latest.
    static let runLimit = 15

    /// A type with as many runs as that is noted at most so often, in seconds: its runs are all much the same.
    static let notePause = 10.0

    private struct Entry: Sendable {
        var runs: [PerPhase<PhasePace?>] = []
        var profile: PaceProfile?
        var age = 0
        var notedAt: Timestamp?
    }

    private var entries: [String: Entry] = [:]
    private var learned = 0

    func profile(of type: String) -> PaceProfile? { entries[type]?.profile }

    /// Learns from a run that completed; the answer is the note that lets it outlive the server, where one is due.
    mutating func learn(_ trace: RunTrace, type: String, at now: Timestamp) -> JournalNote? {
        var run = PerPhase<PhasePace?>(repeating: nil)
        for phase in Phase.allCases { run[phase] = trace.pace(of: phase) }
        guard Phase.allCases.contains(where: { run[$0] != nil }) else { return nil }
        keep((entries[type]?.runs ?? []) + [run], type: type)
        guard let runs = entries[type]?.runs, isDue(type, at: now) else { return nil }
        entries[type]?.notedAt = now
        return JournalNote(in: .paces, key: type, value: .array(runs.map(\.json)), at: now)
    }

    private func isDue(_ type: String, at now: Timestamp) -> Bool {
        guard let entry = entries[type], let notedAt = entry.notedAt else { return true }
        return entry.runs.count < PaceHistory.runLimit || abs(now - notedAt) >= PaceHistory.notePause
    }

    /// Takes in what the life before this one has noted; what cannot be read is passed over.
    mutating func add(_ note: JournalNote) {
        guard note.collection == .paces else { return }
        let runs = (note.value.array ?? []).map(PerPhase<PhasePace?>.init(json:))
        if !runs.isEmpty { keep(runs, type: note.key) }
    }

    private mutating func keep(_ runs: [PerPhase<PhasePace?>], type: String) {
        learned += 1
        let latest = Array(runs.suffix(PaceHistory.runLimit))
        let notedAt = entries[type]?.notedAt
        entries[type] = Entry(runs: latest, profile: PaceProfile(latest), age: learned, notedAt: notedAt)
        guard entries.count > PaceHistory.typeLimit else { return }
        if let oldest = entries.min(by: { $0.value.age < $1.value.age }) { entries[oldest.key] = nil }
    }
}

extension NoteCollection {
    /// How the latest tasks of a type went, by type: an array of runs, each an object of phases, each an array of measures.
    package static let paces = NoteCollection("paces", limit: PaceHistory.typeLimit)
}

extension PerPhase<PhasePace?> {
    fileprivate var json: JSONValue {
        var object: JSONObject = [:]
        for phase in Phase.allCases { object[phase.rawValue] = self[phase]?.json }
        return .object(object)
    }

    fileprivate init(json: JSONValue) {
        self.init(repeating: nil)
        for phase in Phase.allCases { self[phase] = json[phase.rawValue].flatMap(PhasePace.init(json:)) }
    }
}

extension PhasePace {
    fileprivate var json: JSONValue { .array(PhasePace.measures.map { .double(self[keyPath: $0]) }) }

    fileprivate init?(json: JSONValue) {
        let numbers = (json.array ?? []).compactMap(\.number)
        guard numbers.count == PhasePace.measures.count, numbers.allSatisfy((0...PhasePace.largest).contains)
        else { return nil }
        self.init(percent: 0, secondsPerPercent: 0, opening: 0, stepSeconds: 0, visits: 0)
        for (measure, number) in zip(PhasePace.measures, numbers) { self[keyPath: measure] = number }
    }
}

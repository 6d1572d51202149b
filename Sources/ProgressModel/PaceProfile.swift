/// How tasks of one type usually go, phase by phase: the medians of their latest runs.
struct PaceProfile: Sendable, Equatable {
    /// How one phase usually goes, and how far that can be trusted.
    struct Usual: Sendable, Equatable {
        var pace: PhasePace
        /// Runs that it comes from.
        var count: Int
        /// The median distance of a run's seconds per cent from their median.
        var spread: Double
    }

    /// The usual pace weighs as much as so many steps observed, less where there are few runs or they differ.
    private static let mostWeight = 3.0

    private let phases: [Phase: Usual]

    /// Nil when no phase is usual: each must have been in half of the runs.
    init?(_ runs: [PerPhase<PhasePace?>]) {
        var phases: [Phase: Usual] = [:]
        for phase in Phase.allCases {
            let paces = runs.compactMap { $0[phase] }
            guard paces.count * 2 >= max(1, runs.count), var usual = paces.first else { continue }
            for measure in PhasePace.measures { usual[keyPath: measure] = paces.map { $0[keyPath: measure] }.median }
            let spread = paces.map { abs($0.secondsPerPercent - usual.secondsPerPercent) }.median
            phases[phase] = Usual(pace: usual, count: paces.count, spread: spread)
        }
        guard !phases.isEmpty else { return nil }
        self.phases = phases
    }

    /// Per cent of a task that each phase usually does.
    var usualPercent: [Phase: Double] { phases.mapValues(\.pace.percent) }

    /// What a phase may be expected to be like when a task comes to it.
    func prior(of phase: Phase) -> RemainingTimeEstimator.Prior? {
        guard let usual = phases[phase] else { return nil }
        let pace = usual.pace
        let isCertain = pace.secondsPerPercent + usual.spread > 0
        let trust = isCertain ? pace.secondsPerPercent / (pace.secondsPerPercent + usual.spread) : 1
        return RemainingTimeEstimator.Prior(
            secondsPerPercent: pace.secondsPerPercent,
            weight: min(Double(usual.count), PaceProfile.mostWeight) * trust,
            openingSeconds: pace.opening,
            stepSeconds: pace.stepSeconds,
        )
    }

    /// What is still to come in a run: per cent in the phase it is in, and seconds of all other phases.
    struct Outlook: Sendable, Equatable {
        var percentHere: Double
        var secondsElsewhere: Double
    }

    /// Divides what is left to 100 per cent among the phases as they usually share it; nil for a phase that is not usual.
    func outlook(of trace: RunTrace, in phase: Phase, progress: Double) -> Outlook? {
        guard phases[phase] != nil else { return nil }
        var left: [Phase: Double] = [:]
        for (other, share) in usualPercent where other == phase || isToCome(other, in: trace) {
            left[other] = max(0, share - trace.percent(in: other))
        }
        let total = left.values.reduce(0, +)
        let toGo = max(0, 100 - progress)
        var elsewhere = openings(toComeIn: trace, not: phase)
        guard total > 0 else { return Outlook(percentHere: toGo, secondsElsewhere: elsewhere) }
        for (other, percent) in left where other != phase {
            elsewhere += percent / total * toGo * (phases[other]?.pace.secondsPerPercent ?? 0)
        }
        return Outlook(percentHere: (left[phase] ?? 0) / total * toGo, secondsElsewhere: elsewhere)
    }

    /// A phase that was left is over, unless runs usually come back to it.
    private func isToCome(_ phase: Phase, in trace: RunTrace) -> Bool {
        !trace.hasVisited(phase) || (phases[phase]?.pace.visits ?? 0) > 1
    }

    private func openings(toComeIn trace: RunTrace, not current: Phase) -> Double {
        phases.reduce(0) { $1.key == current || trace.hasVisited($1.key) ? $0 : $0 + $1.value.pace.opening }
    }
}

extension [Double] {
    /// The middle one, or the mean of the two in the middle; 0 of none.
    fileprivate var median: Double {
        guard !isEmpty else { return 0 }
        let sorted = sorted()
        let middle = count / 2
        return count.isMultiple(of: 2) ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[middle]
    }
}

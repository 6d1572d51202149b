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
    /// So many times the usual silence of a worker are still nothing unusual.
    private static let allowedSilences = 2.0

    private let phases: PerPhase<Usual?>

    /// Nil when no phase is usual: each must have been in half of the runs.
    init?(_ runs: [PerPhase<PhasePace?>]) {
        var phases = PerPhase<Usual?>(repeating: nil)
        for phase in Phase.allCases {
            let paces = runs.compactMap { $0[phase] }
            guard paces.count * 2 >= max(1, runs.count), var usual = paces.first else { continue }
            for measure in PhasePace.measures { usual[keyPath: measure] = paces.map { $0[keyPath: measure] }.median }
            let spread = paces.map { abs($0.secondsPerPercent - usual.secondsPerPercent) }.median
            phases[phase] = Usual(pace: usual, count: paces.count, spread: spread)
        }
        guard Phase.allCases.contains(where: { phases[$0] != nil }) else { return nil }
        self.phases = phases
    }

    /// Per cent of a task that a phase usually does.
    func usualPercent(of phase: Phase) -> Double { phases[phase]?.pace.percent ?? 0 }

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

    /// Seconds of silence that are nothing unusual in a phase, which may be long while it loads.
    func allowedSilence(in phase: Phase, of trace: RunTrace) -> Double {
        guard let pace = phases[phase]?.pace else { return 0 }
        let usual = trace.percent(in: phase) > 0 ? pace.stepSeconds : pace.opening + pace.stepSeconds
        return usual * PaceProfile.allowedSilences
    }

    /// What is still to come in a run: per cent in the phase it is in, and seconds of all other phases.
    struct Outlook: Sendable, Equatable {
        var percentHere: Double
        var secondsElsewhere: Double
    }

    /// Divides what is left to 100 per cent among the phases as they usually share it; nil for a phase that is not usual.
    ///
    /// Asked with every report, so it is kept cheap.
    func outlook(of trace: RunTrace, in current: Phase, progress: Double) -> Outlook? {
        guard phases[current] != nil else { return nil }
        var left = PerPhase(repeating: 0.0)
        var total = 0.0
        for phase in Phase.allCases where phase == current || isToCome(phase, in: trace) {
            left[phase] = max(0, usualPercent(of: phase) - trace.percent(in: phase))
            total += left[phase]
        }
        let toGo = max(0, 100 - progress)
        guard total > 0 else { return Outlook(percentHere: toGo, secondsElsewhere: openings(toComeIn: trace)) }
        var elsewhere = openings(toComeIn: trace)
        for phase in Phase.allCases where phase != current {
            elsewhere += left[phase] / total * toGo * (phases[phase]?.pace.secondsPerPercent ?? 0)
        }
        return Outlook(percentHere: left[current] / total * toGo, secondsElsewhere: elsewhere)
    }

    /// A phase that was left is over, unless runs usually come back to it.
    private func isToCome(_ phase: Phase, in trace: RunTrace) -> Bool {
        !trace.hasVisited(phase) || (phases[phase]?.pace.visits ?? 0) > 1
    }

    private func openings(toComeIn trace: RunTrace) -> Double {
        Phase.allCases.reduce(0) { trace.hasVisited($1) ? $0 : $0 + (phases[$1]?.pace.opening ?? 0) }
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

/// What one run of a task has done and taken so far, phase by phase: what the history learns from when it completes.
struct RunTrace: Sendable {
    /// Advances that come closer together than this are one step.
    private static let shortestStepSeconds = 0.1

    private struct Totals: Sendable {
        var visits = 0.0
        var seconds = 0.0
        var percent = 0.0
        /// The same up to and with its first step, which holds loading and warming up.
        var openingSeconds = 0.0
        var openingPercent = 0.0
        var steps = 0.0
    }

    private struct Point: Sendable {
        var phase: Phase?
        var progress: Double
        var time: Timestamp
    }

    private var totals = PerPhase(repeating: Totals())
    private var newest: Point?
    private var lastStep: Timestamp?
    /// Whether all of the run was seen; only then can be learned from it.
    private let isWhole: Bool

    init() {
        isWhole = true
    }

    /// Of a run whose beginning was not seen it is supposed that the phases before went as usual.
    init(resumingIn phase: Phase, progress: Double, usual profile: PaceProfile?) {
        isWhole = false
        var left = progress
        for earlier in Phase.allCases.prefix(while: { $0 != phase }) {
            let percent = min(left, profile?.usualPercent(of: earlier) ?? 0)
            totals[earlier] = Totals(visits: 1, percent: percent)
            left -= percent
        }
        totals[phase] = Totals(visits: 1, percent: left)
    }

    /// Takes note of where the run stands; what was done and taken since the last time belongs to the phase until now.
    ///
    /// Going backwards forgets the run: the work has begun anew.
    mutating func observe(_ status: TaskStatus, progress: Double, at now: Timestamp) {
        let phase = Phase(status)
        if let newest, progress < newest.progress { self = RunTrace() }
        if let newest, let current = newest.phase {
            add(seconds: max(0, now - newest.time), percent: progress - newest.progress, to: current, at: now)
        }
        if let phase, newest?.phase != phase { totals[phase].visits += 1 }
        newest = Point(phase: phase, progress: progress, time: now)
    }

    private mutating func add(seconds: Double, percent: Double, to phase: Phase, at now: Timestamp) {
        let isFirstStep = percent > 0 && totals[phase].percent == 0
        totals[phase].seconds += seconds
        totals[phase].percent += percent
        if isFirstStep {
            totals[phase].openingSeconds = totals[phase].seconds
            totals[phase].openingPercent = percent
        }
        guard percent > 0, lastStep.map({ now - $0 >= RunTrace.shortestStepSeconds }) ?? true else { return }
        totals[phase].steps += 1
        lastStep = now
    }

    func percent(in phase: Phase) -> Double { totals[phase].percent }

    func hasVisited(_ phase: Phase) -> Bool { totals[phase].visits > 0 }

    /// How a phase has gone; nil when the run has not come to it.
    func pace(of phase: Phase) -> PhasePace? {
        let whole = totals[phase]
        guard isWhole, whole.visits > 0 else { return nil }
        let percent = whole.percent - whole.openingPercent
        let secondsPerPercent =
            if percent > 0 {
                (whole.seconds - whole.openingSeconds) / percent
            } else {
                whole.percent > 0 ? whole.seconds / whole.percent : 0
            }
        return PhasePace(
            percent: whole.percent,
            secondsPerPercent: secondsPerPercent,
            opening: max(0, whole.seconds - secondsPerPercent * whole.percent),
            stepSeconds: whole.steps > 1 ? (whole.seconds - whole.openingSeconds) / (whole.steps - 1) : whole.seconds,
            visits: whole.visits,
        )
    }
}

/// Says how long a task will still take, from watching its progress.
///
/// It learns the time per percent, not the rate, as an average in which older steps fade with time; between steps the estimate
/// counts down. What it cannot know it does not say: without a prior there is no estimate before two useful steps and a second of
/// watching, and none while a step takes far longer than they did. The first step of a phase is not useful: it holds loading and
/// warming up.
package struct RemainingTimeEstimator: Sendable, Equatable {
    /// A pace known beforehand, and how many observed steps it weighs as much as.
    package struct Prior: Sendable, Equatable {
        package var secondsPerPercent: Double
        package var weight: Double
        /// Seconds that pass before the first step, besides.
        package var openingSeconds: Double
        /// Seconds from step to step; nil when not known.
        package var stepSeconds: Double?

        package init(
            secondsPerPercent: Double,
            weight: Double = 3,
            openingSeconds: Double = 0,
            stepSeconds: Double? = nil,
        ) {
            self.secondsPerPercent = secondsPerPercent
            self.weight = weight
            self.openingSeconds = openingSeconds
            self.stepSeconds = stepSeconds
        }
    }

    private struct Point: Equatable {
        var progress: Double
        var time: Timestamp
    }

    /// Increases that come closer together than this are one step: a burst says nothing about the pace.
    private static let shortestStepSeconds = 0.1
    /// What was seen so long ago weighs half, or longer ago where steps are slow, to remember at least about three.
    private static let memorySeconds = 15.0
    private static let memorySteps = 3.0
    private static let leastSamples = 2
    private static let leastSeconds = 1.0
    /// A step that takes so many times as long as is usual, and so many seconds at least, leaves nothing to go by.
    private static let overdueSteps = 4.0
    private static let overdueSeconds = 10.0
    /// The pace of the last phase is a hint for the next and no more, so it weighs as one step.
    private static let carriedWeight = 1.0

    private var prior: Prior?
    private var newest: Point?
    private var stepStart: Point?
    private var isWarmingUp = true
    private var samples = 0
    private var seconds = 0.0
    private var percent = 0.0
    private var steps = 0.0

    /// A prior gives an estimate from the first moment.
    package init(prior: Prior? = nil) {
        self.prior = prior
    }

    /// Takes note of the progress at a moment.
    ///
    /// Going backwards forgets what was learned: the work has begun anew.
    package mutating func observe(progress: Double, at now: Timestamp) {
        let point = Point(progress: progress, time: now)
        if let newest, progress < newest.progress { self = RemainingTimeEstimator(prior: prior) }
        guard let newest, let start = stepStart, now >= newest.time else { return rebase(to: point) }
        guard progress > newest.progress else { return }
        self.newest = point
        guard now - start.time >= Self.shortestStepSeconds else { return }
        stepStart = point
        if isWarmingUp {
            isWarmingUp = false
        } else {
            learn(seconds: now - start.time, percent: progress - start.progress)
        }
    }

    /// Begins to learn anew, because the kind of work changed; goes by what is expected, or else by the pace so far, until it has.
    package mutating func startPhase(expecting expected: Prior? = nil) {
        let carried = secondsPerPercent.map { Prior(secondsPerPercent: $0, weight: Self.carriedWeight) }
        self = RemainingTimeEstimator(prior: expected ?? carried)
    }

    /// Leaves out the time until the next progress, because the work was interrupted.
    package mutating func interrupted() {
        newest = nil
        stepStart = nil
        isWarmingUp = true
        prior?.openingSeconds = 0
    }

    /// Seconds until so many per cent more are done (nil: all of them) as they look now, never negative; nil when unknown.
    package func remaining(percent: Double? = nil, at now: Timestamp) -> Double? {
        guard let newest, let secondsPerPercent else { return nil }
        let opening = isWarmingUp ? prior?.openingSeconds ?? 0 : 0
        let usual = opening + (usualStepSeconds ?? .infinity)
        let age = max(0, now - newest.time)
        guard age <= max(Self.overdueSteps * usual, Self.overdueSeconds) else { return nil }
        let remaining = opening + (percent ?? 100 - newest.progress) * secondsPerPercent - min(age, usual)
        return remaining.isFinite ? max(0, remaining) : nil
    }

    /// The estimate counts down by one step at most, until the next has come.
    private var usualStepSeconds: Double? { steps > 0 ? seconds / steps : prior?.stepSeconds }

    private var secondsPerPercent: Double? {
        guard let prior else {
            let isKnown = samples >= Self.leastSamples && seconds >= Self.leastSeconds
            return isKnown ? seconds / percent : nil
        }
        guard samples > 0 else { return prior.secondsPerPercent }
        let weight = Double(samples)
        return (prior.weight * prior.secondsPerPercent + weight * seconds / percent) / (prior.weight + weight)
    }

    private mutating func rebase(to point: Point) {
        newest = point
        stepStart = point
    }

    private mutating func learn(seconds elapsed: Double, percent advance: Double) {
        let usualStep = steps > 0 ? seconds / steps : elapsed
        let memory = max(Self.memorySeconds, Self.memorySteps * usualStep)
        let kept = memory / (memory + elapsed)
        seconds = seconds * kept + elapsed
        percent = percent * kept + advance
        steps = steps * kept + 1
        samples += 1
    }
}

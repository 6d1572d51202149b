/// Says how long a task will still take, from watching its progress.
///
/// It learns the time per percent, not the rate, as an average in which older steps fade with time; between steps the estimate
/// counts down. What it cannot know it does not say: there is no estimate before two useful steps and a second of watching. The
/// first step of a phase is not useful: it holds loading and warming up.
package struct RemainingTimeEstimator: Sendable, Equatable {
    /// A pace known beforehand, and how many observed steps it weighs as much as.
    package struct Prior: Sendable, Equatable {
        package var secondsPerPercent: Double
        package var weight: Double

        package init(secondsPerPercent: Double, weight: Double = 3) {
            self.secondsPerPercent = secondsPerPercent
            self.weight = weight
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
    /// The pace of the last phase is a hint for the next and no more, so it weighs as one step.
    private static let carriedWeight = 1.0

    private let history: Prior?
    private var prior: Prior?
    private var newest: Point?
    private var stepStart: Point?
    private var isWarmingUp = true
    private var samples = 0
    private var seconds = 0.0
    private var percent = 0.0
    private var steps = 0.0

    /// The history of tasks like this one gives an estimate from the first moment.
    package init(history: Prior? = nil) {
        self.history = history
        prior = history
    }

    /// Takes note of the progress at a moment.
    ///
    /// Going backwards forgets what was learned: the work has begun anew.
    package mutating func observe(progress: Double, at now: Timestamp) {
        let point = Point(progress: progress, time: now)
        if let newest, progress < newest.progress { self = RemainingTimeEstimator(history: history) }
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

    /// Begins to learn anew, because the kind of work changed or was interrupted; goes by the pace so far until it has.
    package mutating func startPhase() {
        let pace = secondsPerPercent.map { Prior(secondsPerPercent: $0, weight: Self.carriedWeight) }
        self = RemainingTimeEstimator(history: history)
        prior = pace ?? history
    }

    /// Seconds until the end as they look now, never negative; nil when unknown.
    package func remaining(at now: Timestamp) -> Double? {
        guard let newest, let secondsPerPercent else { return nil }
        let age = max(0, now - newest.time)
        let countedDown = steps > 0 ? min(age, seconds / steps) : age
        let remaining = (100 - newest.progress) * secondsPerPercent - countedDown
        return remaining.isFinite ? max(0, remaining) : nil
    }

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

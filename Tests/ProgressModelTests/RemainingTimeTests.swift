import ProgressModel
import Testing

/// The estimate along recorded traces of (seconds, progress).
struct RemainingTimeTests {
    private let noon = Timestamp(seconds: 1_700_000_000)

    private func estimator(
        _ trace: [(Double, Double)],
        prior: RemainingTimeEstimator.Prior? = nil,
    ) -> RemainingTimeEstimator {
        var estimator = RemainingTimeEstimator(prior: prior)
        for (seconds, progress) in trace { estimator.observe(progress: progress, at: noon + seconds) }
        return estimator
    }

    private func steps(_ range: ClosedRange<Int>, every seconds: Double, by percent: Double) -> [(Double, Double)] {
        range.map { (Double($0) * seconds, Double($0) * percent) }
    }

    private func isClose(_ estimate: Double?, to seconds: Double, within share: Double = 0.05) -> Bool {
        estimate.map { abs($0 - seconds) <= seconds * share } ?? false
    }

    @Test func `steady steps give a steady estimate`() {
        for count in 3...99 {
            let estimate = estimator(steps(0...count, every: 1, by: 1)).remaining(at: noon + Double(count))
            #expect(
                isClose(estimate, to: Double(100 - count), within: 0.001),
                "after \(count) steps: \(estimate ?? -1)",
            )
        }
    }

    @Test func `nothing is said before two useful steps`() {
        for count in 0...2 {
            #expect(estimator(steps(0...count, every: 1, by: 1)).remaining(at: noon + Double(count)) == nil)
        }
        #expect(RemainingTimeEstimator().remaining(at: noon) == nil)
    }

    @Test func `the slow first step of loading is left out`() {
        let trace = [(0.0, 0.0), (60, 1), (61, 2), (62, 3), (63, 4)]
        #expect(isClose(estimator(trace).remaining(at: noon + 63), to: 96))
    }

    @Test func `slow steps count down between each other and never below zero`() {
        let slow = estimator(steps(0...4, every: 40, by: 20))
        #expect(isClose(slow.remaining(at: noon + 160), to: 40))
        #expect(isClose(slow.remaining(at: noon + 170), to: 30))
        #expect(isClose(slow.remaining(at: noon + 190), to: 10))
        #expect(slow.remaining(at: noon + 300) == 0)
        let early = estimator(steps(0...3, every: 40, by: 20))
        #expect(isClose(early.remaining(at: noon + 270), to: 40), "at most one step is counted down")
    }

    @Test func `nothing is said while a step takes far longer than the others did`() {
        let steady = estimator(steps(0...10, every: 1, by: 1))
        #expect(isClose(steady.remaining(at: noon + 20), to: 89))
        #expect(steady.remaining(at: noon + 21) == nil)
        let slow = estimator(steps(0...3, every: 40, by: 20))
        #expect(slow.remaining(at: noon + 281) == nil)
        let known = RemainingTimeEstimator.Prior(secondsPerPercent: 1, openingSeconds: 20, stepSeconds: 5)
        let loading = estimator([(0, 0)], prior: known)
        #expect(isClose(loading.remaining(at: noon + 100), to: 95))
        #expect(loading.remaining(at: noon + 101) == nil)
    }

    @Test func `reports that advance nothing change nothing`() {
        var estimator = estimator(steps(0...10, every: 1, by: 1))
        let before = estimator
        for tenth in 1...50 { estimator.observe(progress: 10, at: noon + 10 + Double(tenth) / 10) }
        #expect(estimator == before)
    }

    @Test func `a burst at the start says nothing about the pace`() {
        let burst = (0...40).map { (Double($0) / 10_000, Double($0)) }
        let after = (1...5).map { (Double($0), 40 + Double($0)) }
        #expect(estimator(burst).remaining(at: noon + 0.01) == nil)
        #expect(isClose(estimator(burst + after).remaining(at: noon + 5), to: 55))
    }

    @Test func `a lasting change of pace is learned`() {
        let fast = steps(0...30, every: 1, by: 1)
        let slow = (1...20).map { (30 + Double($0) * 5, 30 + Double($0)) }
        let estimate = estimator(fast + slow).remaining(at: noon + 130)
        #expect(isClose(estimate, to: 250, within: 0.2), "\(estimate ?? -1)")
    }

    @Test func `going backwards forgets the pace`() {
        var estimator = estimator(steps(0...50, every: 1, by: 1))
        estimator.observe(progress: 0, at: noon + 51)
        #expect(estimator.remaining(at: noon + 51) == nil)
        for step in 1...3 { estimator.observe(progress: Double(step), at: noon + 51 + Double(step) * 10) }
        #expect(isClose(estimator.remaining(at: noon + 81), to: 970))
    }

    @Test func `a new phase goes by the old pace until it has its own`() {
        var estimator = estimator(steps(0...50, every: 1, by: 1))
        estimator.startPhase()
        estimator.observe(progress: 50, at: noon + 50)
        #expect(isClose(estimator.remaining(at: noon + 50), to: 50))
        for step in 1...20 { estimator.observe(progress: 50 + Double(step), at: noon + 50 + Double(step) * 4) }
        #expect(isClose(estimator.remaining(at: noon + 130), to: 120, within: 0.1))
    }

    @Test func `history gives an estimate from the first moment`() {
        let history = RemainingTimeEstimator.Prior(secondsPerPercent: 2)
        #expect(isClose(estimator([(0, 0)], prior: history).remaining(at: noon), to: 200))
        let later = estimator(steps(0...40, every: 1, by: 1), prior: history).remaining(at: noon + 40)
        #expect(isClose(later, to: 60, within: 0.1))
    }

    @Test func `a clock that jumps back does no harm`() {
        var estimator = estimator(steps(0...10, every: 1, by: 1))
        for step in 1...10 { estimator.observe(progress: 10 + Double(step), at: noon + -3600 + Double(step)) }
        #expect(isClose(estimator.remaining(at: noon + -3590), to: 80))
    }

    @Test func `the record carries the estimate while the task moves and only then`() throws {
        var table = TaskTable()
        _ = try table.create(NewTask(id: "t"), at: noon)
        var task: GenerationTask?
        for (seconds, progress) in steps(0...10, every: 1, by: 1) {
            task = try table.report("t", ProgressReport(progress: progress), at: noon + seconds).task
        }
        #expect(isClose(task?.etaSeconds, to: 90))
        table.timePassed(noon + 100)
        #expect(table.record("t")?.isStalled == true && table.record("t")?.etaSeconds == nil)
        task = try table.report("t", ProgressReport(progress: 11), at: noon + 101).task
        #expect(isClose(task?.etaSeconds, to: 89), "the interruption is not taken for a slow step")
        #expect(try table.complete("t", result: nil, at: noon + 102).task.etaSeconds == nil)
    }
}

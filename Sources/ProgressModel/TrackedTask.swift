import JSON

/// A task together with what is learned by watching it: how fast it advances and how often its worker speaks.
struct TrackedTask: Sendable {
    private(set) var record: GenerationTask
    /// When `timePassed` will look at it; the deadline itself may have moved further since.
    var scheduledAt: Timestamp?
    private var rhythm: ReportingRhythm
    private var profile: PaceProfile?
    private var estimator = RemainingTimeEstimator()
    private var estimate = SteadyEstimate()
    /// Entries of its history that were noted in this life.
    var notedEntries = 0
    /// How the work has gone so far.
    private(set) var trace = RunTrace()

    init(_ new: NewTask, id: String, number: Int, seq: Int, at now: Timestamp) {
        record = GenerationTask(id: id, type: new.type, title: new.title, createdAt: now)
        record.number = number
        record.seq = seq
        record.message = new.message
        record.details = new.details
        record.leaseSeconds = new.leaseSeconds
        rhythm = ReportingRhythm(since: now)
    }

    /// A task of a life before this one.
    ///
    /// Its worker may speak again from now on, so its silence begins now.
    init(restoring record: GenerationTask, number: Int, expecting profile: PaceProfile?, at now: Timestamp) {
        self.record = record
        self.record.number = number
        self.profile = profile
        rhythm = ReportingRhythm(since: now)
        if let phase = Phase(record.status) {
            trace = RunTrace(resumingIn: phase, progress: record.progress, usual: profile)
            estimator.startPhase(expecting: profile?.prior(of: phase))
            estimator.interrupted()
        }
    }

    var number: Int { record.number }

    /// Stamps the record after something changed in it.
    mutating func stamp(at now: Timestamp) {
        record.seq += 1
        record.updatedAt = now
        let isMoving = record.status != .pending && !record.status.isTerminal && !record.isStalled
        record.etaSeconds = estimate.update(isMoving ? remaining(at: now) : nil, at: now)
    }

    /// Seconds until the end: the rest of this phase at its pace, and those that usually follow.
    private func remaining(at now: Timestamp) -> Double? {
        guard let phase = Phase(record.status),
            let outlook = profile?.outlook(of: trace, in: phase, progress: record.progress)
        else { return estimator.remaining(at: now) }
        let here = estimator.remaining(percent: outlook.percentHere, at: now)
        return here.map { $0 + outlook.secondsElsewhere }
    }

    /// Estimates from now on by how such tasks usually go.
    mutating func expect(_ profile: PaceProfile?) {
        self.profile = profile
    }
}

/// What a worker or an operator can do to a task that is in progress.
extension TrackedTask {
    mutating func apply(_ report: ProgressReport, at now: Timestamp, _ limits: TaskLimits) {
        hear(at: now)
        if let message = report.message { record.message = message }
        if let details = report.details { record.details = details }
        if let progress = report.progress { record.progress = min(max(progress, 0), 100) }
        switch report.status {
        case .completed: complete(result: nil, at: now)
        case .failed: fail(error: report.failure, at: now, limits)
        case .cancelled: cancel(Cancellation(by: .worker, reason: report.message, at: now), isReleasing: false)
        case .pending, .started, .generatingContent, .generatingImage, nil: advance(to: report.status, at: now)
        }
    }

    /// Ends the task well; without a result, the details stay as they are.
    mutating func complete(result: JSONValue?, at now: Timestamp) {
        trace.observe(.completed, progress: 100, at: now)
        finish(as: .completed, at: now)
        record.progress = 100
        if let result { record.details["result"] = result }
    }

    /// Ends the task badly; the message is the error where nothing else is said, cut where it is longer than messages may be.
    mutating func fail(error text: String, saying message: String? = nil, at now: Timestamp, _ limits: TaskLimits) {
        let error = text.isEmpty ? "Failed" : text
        finish(as: .failed, at: now)
        record.message = limits.clipped(message ?? error)
        record.details["error"] = .string(error)
    }

    mutating func cancel(_ cancellation: Cancellation, isReleasing: Bool) {
        finish(as: .cancelled, at: cancellation.at)
        record.message = cancellation.reason ?? "Cancelled"
        record.cancellation = cancellation
        record.isReleasing = isReleasing
    }

    mutating func confirmReleased() {
        record.isReleasing = false
    }

    /// Waits again as on its first day, for its next attempt; how the last one ended is forgotten, but for the history.
    mutating func retry(at now: Timestamp) {
        (record.status, record.progress, record.message) = (.pending, 0, "")
        record.details["error"] = nil
        record.details["result"] = nil
        (record.startedAt, record.finishedAt, record.cancellation) = (nil, nil, nil)
        (record.isStalled, record.silentSince, record.isReleasing) = (false, nil, false)
        record.attempt += 1
        (estimator, estimate, trace) = (RemainingTimeEstimator(), SteadyEstimate(), RunTrace())
        rhythm = ReportingRhythm(since: now)
    }

    private mutating func hear(at now: Timestamp) {
        rhythm.heard(at: now, isFirst: record.status == .pending)
        if record.isStalled { estimator.interrupted() }
        record.isStalled = false
        record.silentSince = nil
    }

    private mutating func advance(to named: TaskStatus?, at now: Timestamp) {
        let status = named ?? (record.status == .pending ? .started : record.status)
        if status != record.status { estimator.startPhase(expecting: Phase(status).flatMap { profile?.prior(of: $0) }) }
        record.status = status
        trace.observe(status, progress: record.progress, at: now)
        guard status != .pending else { return }
        record.startedAt = record.startedAt ?? now
        estimator.observe(progress: record.progress, at: now)
    }

    private mutating func finish(as status: TaskStatus, at now: Timestamp) {
        record.status = status
        record.finishedAt = now
        record.isStalled = false
        record.silentSince = nil
    }
}

/// What happens to a task by itself as time passes.
extension TrackedTask {
    /// When it must be looked at, unless that is provided for.
    ///
    /// A deadline that has moved further needs nothing: that is found out when the old one comes.
    mutating func newDeadline(_ limits: TaskLimits) -> Timestamp? {
        guard let deadline = deadline(limits) else { return nil }
        if let scheduledAt, scheduledAt <= deadline { return nil }
        scheduledAt = deadline
        return deadline
    }

    /// When something will happen to it if nothing is heard; nil when nothing ever will.
    private func deadline(_ limits: TaskLimits) -> Timestamp? {
        guard !record.status.isTerminal else { return nil }
        guard let stallTime = stallTime(limits) else { return leaseEnd }
        return leaseEnd.map { min($0, stallTime) } ?? stallTime
    }

    /// What silence leads to.
    enum Silence {
        case stall
        case lostWorker(leaseSeconds: Double)
    }

    /// What its worker's silence has led to by now; nil where it has not been long enough.
    func silence(at now: Timestamp, _ limits: TaskLimits) -> Silence? {
        guard !record.status.isTerminal else { return nil }
        if let leaseSeconds = record.leaseSeconds, let leaseEnd, leaseEnd <= now {
            return .lostWorker(leaseSeconds: leaseSeconds)
        }
        if let stallTime = stallTime(limits), stallTime <= now { return .stall }
        return nil
    }

    mutating func apply(_ silence: Silence, at now: Timestamp, _ limits: TaskLimits) {
        switch silence {
        case .stall:
            record.isStalled = true
            record.silentSince = rhythm.lastHeardAt
        case .lostWorker(let leaseSeconds):
            let length = JSONValue.double(leaseSeconds).text
            let message = "Nothing came from the worker for \(length) s, the length of its lease"
            fail(error: GenerationTask.workerLost, saying: message, at: now, limits)
        }
    }

    mutating func excuseSilence(until now: Timestamp) {
        rhythm.excuseSilence(until: now)
    }

    private var leaseEnd: Timestamp? {
        record.leaseSeconds.map { rhythm.lastHeardAt + $0 }
    }

    /// A pending task does not stall: nobody has begun to work on it.
    private func stallTime(_ limits: TaskLimits) -> Timestamp? {
        guard record.status != .pending, !record.isStalled else { return nil }
        let usual = Phase(record.status).flatMap { profile?.allowedSilence(in: $0, of: trace) } ?? 0
        return rhythm.lastHeardAt + max(rhythm.allowedSilence(limits), usual)
    }
}

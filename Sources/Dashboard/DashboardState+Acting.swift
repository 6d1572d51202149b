import ProgressModel

/// Cancelling and deleting: what is asked about, what is sent, and what becomes of it.
///
/// What is sent names the tasks as they were at the key press. Nothing here looks at a row.
extension DashboardState {
    /// What the next action is about: the marked tasks, or the one under the cursor.
    var subjects: [WatchedTask] {
        marks.isEmpty ? [selectedTask].compactMap(\.self) : marks.sorted().compactMap(knownTask)
    }

    /// Those of the subjects that the verb can be applied to.
    func targets(of verb: ActionRequest.Verb) -> [WatchedTask] {
        subjects.filter { canApply(verb, to: $0) }
    }

    /// Whether there is any whose server takes the verb; asked for with each picture, so it looks at no more than it needs.
    func hasTarget(of verb: ActionRequest.Verb) -> Bool {
        func isTarget(_ task: WatchedTask) -> Bool {
            canApply(verb, to: task) && restriction(on: verb, at: task.id.server) == nil
        }
        guard !marks.isEmpty else { return selectedTask.map(isTarget) ?? false }
        return marks.contains { knownTask($0).map(isTarget) ?? false }
    }

    private func knownTask(_ id: WatchedTask.ID) -> WatchedTask? {
        servers[id].map { WatchedTask($0, on: id.server) }
    }

    func canApply(_ verb: ActionRequest.Verb, to task: WatchedTask) -> Bool {
        guard !isGone(task.id) else { return false }
        return switch verb {
        case .cancel: !task.record.status.isTerminal && pendingCancel(of: task.id) == nil
        case .force: !task.record.status.isTerminal || task.record.isReleasing
        case .delete: task.record.status.isTerminal
        case .retry: canRetry(task)
        }
    }

    private func canRetry(_ task: WatchedTask) -> Bool {
        let hasFailed = task.record.status == .failed || task.record.status == .cancelled
        return hasFailed && !task.record.isReleasing && hasWorker(for: task)
    }

    /// Whether its server's own workers do tasks of its type.
    func hasWorker(for task: WatchedTask) -> Bool {
        guard case .connected(let identity) = servers[task.id.server]?.connection else { return false }
        return identity.taskTypes.contains(task.record.type)
    }

    /// Asks about the tasks, or begins the grace time of one; what loses nothing is done without a question to the one
    /// under the cursor.
    mutating func begin(_ verb: ActionRequest.Verb, on tasks: [WatchedTask], now: Timestamp) {
        let targets = tasks.map { TaskVersion($0.record, on: $0.id.server) }
        if verb == .cancel, settings.cancelling == .grace, let only = targets.first, targets.count == 1 {
            let request = ActionRequest(verb: .cancel, task: only)
            graces[only.id] = PendingCancel(request: request, stage: .grace(until: now + PendingCancel.grace))
            return say(texts.graceBegan(shortID(only.id), key: keyName(.undo)), now: now)
        }
        let dialog = ActionDialog(verb: verb, targets: targets)
        let isOfCursor = targets.count == 1 && targets.first?.id == selectedID
        if verb == .retry, isOfCursor { confirm(dialog, now: now) } else { open(.dialog(dialog)) }
    }

    mutating func undo(now: Timestamp) {
        guard let last = graces.max(by: { graceEnd($0) < graceEnd($1) }) else { return }
        graces[last.key] = nil
        say(texts.takenBack(shortID(last.key)), now: now)
    }

    private func graceEnd(_ entry: (key: WatchedTask.ID, value: PendingCancel)) -> (Timestamp, WatchedTask.ID) {
        (entry.value.graceEnd ?? Timestamp(seconds: 0), entry.key)
    }

    var graceEnds: [Timestamp] { graces.values.compactMap(\.graceEnd) }

    /// Sends the cancels whose grace is over.
    mutating func sendDueCancels(now: Timestamp) {
        for (id, cancel) in graces.sorted(by: { $0.key < $1.key }) {
            guard let end = cancel.graceEnd, end <= now else { continue }
            graces[id] = nil
            if servers[id.server]?.isConnected == true {
                send(cancel.request, now: now)
            } else {
                say(texts.notSent(shortID(id)), isProblem: true, now: now)
            }
        }
    }

    /// The question was answered with yes.
    mutating func confirm(_ dialog: ActionDialog, now: Timestamp) {
        if let reason = restriction(on: dialog.verb, atAllOf: dialog.targets.map(\.id.server)) {
            return say(reason, isProblem: true, now: now)
        }
        var items: [Batch.Item] = []
        for target in dialog.targets {
            var item = Batch.Item(id: target.id, title: shownTask(target.id)?.record.title ?? "")
            item.answer = refusal(of: dialog.verb, to: target)
            if item.answer == nil { send(ActionRequest(verb: dialog.verb, task: target), now: now) }
            items.append(item)
        }
        marks = []
        guard let only = items.first else { return }
        if items.count > 1 {
            batch = Batch(dialog.verb, items)
            open(.answers(scrolledBy: 0))
        } else if only.answer == nil {
            say(texts.asked(dialog.verb, shortID(only.id), ellipsis: symbols.ellipsis), now: now)
        }
    }

    /// What is known without asking the server; nil when it is to be asked.
    private func refusal(of verb: ActionRequest.Verb, to target: TaskVersion) -> ActionAnswer? {
        guard let task = knownTask(target.id) else { return .failed(texts.taskIsGone) }
        guard task.record.attempt == target.attempt, canApply(verb, to: task) else {
            return .alreadyEnded(task.record.status)
        }
        return restriction(on: verb, at: target.id.server).map(ActionAnswer.failed)
    }

    private mutating func send(_ request: ActionRequest, now: Timestamp) {
        if request.verb.endsWork {
            cancels[request.task.id] = PendingCancel(request: request, stage: .sent(at: now))
            lives[request.task.id] = CancelLife(requestedAt: now, isForced: request.verb == .force)
        }
        effects.append(.request(request))
    }

    mutating func answered(_ request: ActionRequest, _ answer: ActionAnswer, now: Timestamp) {
        let id = request.task.id
        if request.verb.endsWork { cancels[id] = nil }
        if answer == .notOffered, servers.indices.contains(id.server.index) {
            servers[id.server.index].notOffered.insert(request.verb)
        }
        if answer == .done { lives[id]?.deliveredAt = now }
        let isOneOfMany = batch?.note(answer, to: request) == true
        guard !isOneOfMany || answer == .notOffered else { return }
        let isProblem = if case .failed = answer { true } else { answer == .notOffered }
        say(texts.answer(answer, to: request.verb, shortID(id)), isProblem: isProblem, now: now)
    }

    /// Follows a cancel that was asked for here to its end.
    mutating func noteLife(of task: WatchedTask, before known: GenerationTask?, now: Timestamp) {
        guard task.record.status == .cancelled, var life = lives[task.id] else { return }
        life.deliveredAt = life.deliveredAt ?? now
        let wasReleasing = known?.isReleasing == true
        if !task.record.isReleasing, life.releasedAt == nil {
            life.releasedAt = now
            let seconds = String(duration: now - life.requestedAt)
            if wasReleasing { say(texts.released(shortID(task.id), after: seconds), now: now) }
        }
        lives[task.id] = life
    }
}

import ProgressModel

/// Cancelling and deleting: what is asked about, what is sent, and what becomes of it.
///
/// What is sent names the tasks as they were at the key press. Nothing here looks at a row.
extension DashboardState {
    /// What the next action is about: the marked tasks, or the one under the cursor.
    var subjects: [GenerationTask] {
        marks.isEmpty ? [selectedTask].compactMap(\.self) : marks.sorted().compactMap { store[$0] }
    }

    /// Those of the subjects that the verb can be applied to.
    func targets(of verb: ActionRequest.Verb) -> [GenerationTask] {
        subjects.filter { canApply(verb, to: $0) }
    }

    /// Whether there is any; asked for with each picture, so it looks at no more than it needs.
    func hasTarget(of verb: ActionRequest.Verb) -> Bool {
        guard !marks.isEmpty else { return selectedTask.map { canApply(verb, to: $0) } ?? false }
        return marks.contains { id in store[id].map { canApply(verb, to: $0) } ?? false }
    }

    func canApply(_ verb: ActionRequest.Verb, to task: GenerationTask) -> Bool {
        guard !isGone(task.id) else { return false }
        return switch verb {
        case .cancel: !task.status.isTerminal && pendingCancel(of: task.id) == nil
        case .force: !task.status.isTerminal || task.isReleasing
        case .delete: task.status.isTerminal
        }
    }

    /// Asks about the subjects, or begins the grace time of one.
    mutating func begin(_ verb: ActionRequest.Verb, on tasks: [GenerationTask], now: Timestamp) {
        let targets = tasks.map(TaskVersion.init)
        if verb == .cancel, settings.cancelling == .grace, let only = targets.first, targets.count == 1 {
            let request = ActionRequest(verb: .cancel, task: only)
            graces[only.id] = PendingCancel(request: request, stage: .grace(until: now + PendingCancel.grace))
            return say(texts.graceBegan(shortID(only.id), key: keyName(.undo)), now: now)
        }
        open(.dialog(ActionDialog(verb: verb, targets: targets)))
    }

    mutating func undo(now: Timestamp) {
        guard let last = graces.max(by: { graceEnd($0) < graceEnd($1) }) else { return }
        graces[last.key] = nil
        say(texts.takenBack(shortID(last.key)), now: now)
    }

    private func graceEnd(_ entry: (key: String, value: PendingCancel)) -> (Timestamp, String) {
        (entry.value.graceEnd ?? Timestamp(seconds: 0), entry.key)
    }

    var graceEnds: [Timestamp] { graces.values.compactMap(\.graceEnd) }

    /// Sends the cancels whose grace is over.
    mutating func sendDueCancels(now: Timestamp) {
        for (id, cancel) in graces.sorted(by: { $0.key < $1.key }) {
            guard let end = cancel.graceEnd, end <= now else { continue }
            graces[id] = nil
            if isConnected {
                send(cancel.request, now: now)
            } else {
                say(texts.notSent(shortID(id)), isProblem: true, now: now)
            }
        }
    }

    /// The question was answered with yes.
    mutating func confirm(_ dialog: ActionDialog, now: Timestamp) {
        guard isConnected else { return say(texts.notConnected, isProblem: true, now: now) }
        var items: [Batch.Item] = []
        for target in dialog.targets {
            var item = Batch.Item(id: target.id, title: shownTask(target.id)?.title ?? "")
            if let task = store[target.id], task.attempt == target.attempt, canApply(dialog.verb, to: task) {
                send(ActionRequest(verb: dialog.verb, task: target), now: now)
            } else {
                item.answer = store[target.id].map { .alreadyEnded($0.status) } ?? .failed(texts.taskIsGone)
            }
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

    private mutating func send(_ request: ActionRequest, now: Timestamp) {
        if request.verb != .delete {
            cancels[request.task.id] = PendingCancel(request: request, stage: .sent(at: now))
            lives[request.task.id] = CancelLife(requestedAt: now, isForced: request.verb == .force)
        }
        effects.append(.request(request))
    }

    mutating func answered(_ request: ActionRequest, _ answer: ActionAnswer, now: Timestamp) {
        let id = request.task.id
        if request.verb != .delete { cancels[id] = nil }
        if answer == .notOffered { notOffered.insert(request.verb) }
        if answer == .done { lives[id]?.deliveredAt = now }
        let isOneOfMany = batch?.contains(id) == true
        batch?.note(answer, for: id)
        guard !isOneOfMany || answer == .notOffered else { return }
        let isProblem = if case .failed = answer { true } else { answer == .notOffered }
        say(texts.answer(answer, to: request.verb, shortID(id)), isProblem: isProblem, now: now)
    }

    /// Follows a cancel that was asked for here to its end.
    mutating func noteLife(of task: GenerationTask, before known: GenerationTask?, now: Timestamp) {
        guard task.status == .cancelled, var life = lives[task.id] else { return }
        life.deliveredAt = life.deliveredAt ?? now
        let wasReleasing = known?.isReleasing == true
        if !task.isReleasing, life.releasedAt == nil {
            life.releasedAt = now
            let seconds = String(duration: now - life.requestedAt)
            if wasReleasing { say(texts.released(shortID(task.id), after: seconds), now: now) }
        }
        lives[task.id] = life
    }
}

import Filtering
import ProgressModel
import Screen

/// The command line: actions by name, and filters, orders or targets after them.
extension DashboardState {
    mutating func pressInCommand(_ prompt: Prompt, _ key: Key, now: Timestamp) {
        var prompt = prompt
        let suggestions = CommandPalette(for: prompt.editor.string, servers: serverNames).suggestions
        prompt.choice = max(0, min(prompt.choice, suggestions.count - 1))
        switch CommandLineDeed.keys[key] {
        case .giveUp: return overlay = nil
        case .run: return enter(prompt, suggestions, now: now)
        case .complete:
            guard !suggestions.isEmpty else { return }
            prompt.editor = LineEditor(suggestions[prompt.choice].text + " ")
        case .up: prompt.choice = max(0, prompt.choice - 1)
        case .down: prompt.choice += 1
        case .earlier: recall(1, &prompt)
        case .later: recall(-1, &prompt)
        case nil:
            if key == .backspace, prompt.editor.text.isEmpty { return overlay = nil }
            guard prompt.editor.press(key) else { return }
            prompt.choice = 0
        }
        prompt.problem = nil
        overlay = .prompt(prompt)
    }

    private func recall(_ steps: Int, _ prompt: inout Prompt) {
        prompt.historyStep = max(0, min(commandHistory.lines.count, prompt.historyStep + steps))
        prompt.editor = LineEditor(commandHistory[steps: prompt.historyStep] ?? "")
    }

    private mutating func enter(_ prompt: Prompt, _ suggestions: [CommandPalette.Suggestion], now: Timestamp) {
        let line = prompt.editor.string.trimmedBlanks
        guard !line.isEmpty || prompt.choice > 0 else { return overlay = nil }
        let chosen = suggestions.indices.contains(prompt.choice) ? suggestions[prompt.choice].text : line
        let typed = CommandPalette.command(line).map { _ in line }
        guard let command = CommandPalette.command(prompt.choice == 0 ? typed ?? chosen : chosen) else {
            var prompt = prompt
            prompt.problem = texts.noCommand(line)
            return overlay = .prompt(prompt)
        }
        overlay = nil
        commandHistory.add("\(command.action.rawValue) \(command.argument)".trimmedBlanks)
        if command.argument.isEmpty { perform(command.action, now: now) } else { run(command, now: now) }
    }

    private mutating func run(_ command: (action: Action, argument: String), now: Timestamp) {
        if let verb = command.action.verb {
            return withFilter(command.argument, now: now) { $0.begin(verb, onAll: $1, now: now) }
        }
        switch command.action {
        case .sortNext, .sortPrevious:
            guard let order = SortOrder(rawValue: command.argument),
                SortOrder.offered(hasSeveralServers: hasSeveralServers).contains(order)
            else {
                return say(
                    texts.noOrder(command.argument, hasSeveralServers: hasSeveralServers),
                    isProblem: true,
                    now: now,
                )
            }
            sort(by: order, now: now)
        case .nextServer, .previousServer: showServer(named: command.argument, now: now)
        case .filter:
            withFilter(command.argument, now: now) { state, filter in
                state.apply(filter, keeping: state.selectedID)
                state.filterHistory.add(filter.text)
            }
        default: say(texts.takesNothing(command.action.rawValue), isProblem: true, now: now)
        }
    }

    private mutating func withFilter(
        _ text: String,
        now: Timestamp,
        _ body: (inout DashboardState, TaskFilter) -> Void,
    ) {
        do throws(FilterError) {
            body(&self, try TaskFilter(parsing: text, ofSeveralServers: hasSeveralServers))
        } catch {
            say("\(error)", isProblem: true, now: now)
        }
    }

    /// Asks about every task of the servers shown that a filter accepts, on the list or not.
    private mutating func begin(_ verb: ActionRequest.Verb, onAll filter: TaskFilter, now: Timestamp) {
        let shown = shownServers.servers
        if let reason = restrictionOnShown(verb) {
            return say(reason, isProblem: true, now: now)
        }
        let targets = shown.flatMap { server in
            server.tasks.all.filter { filter.accepts($0, on: server.label.name, at: server.clock(at: now)) }
                .map { WatchedTask($0, on: server.id) }
        }.filter { canApply(verb, to: $0) }.sorted { $0.id < $1.id }
        guard !targets.isEmpty else { return say(texts.noMatch(filter.text), now: now) }
        if let reason = restriction(on: verb, atAllOf: targets.map(\.id.server)) {
            return say(reason, isProblem: true, now: now)
        }
        begin(verb, on: targets, now: now)
    }
}

extension String {
    fileprivate var trimmedBlanks: String {
        var text = self[...]
        while text.first == " " { text.removeFirst() }
        while text.last == " " { text.removeLast() }
        return String(text)
    }
}

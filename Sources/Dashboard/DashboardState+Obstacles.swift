import Filtering
import ProgressModel

/// Why something cannot be done now; the one answer that keys, footer, help and palette give.
extension DashboardState {
    /// In words for people; nil when nothing stands in the way.
    func obstacle(to action: Action) -> String? {
        if let verb = action.verb { return obstacle(toDoing: verb) }
        return switch action {
        case .undo: !graces.isEmpty ? nil : texts.nothingToTakeBack
        case .mark, .copy, .details: selectedID == nil ? texts.noTask : nil
        case .markAll: shownRows.count == 0 ? texts.noTask : nil
        case .unmarkAll: marks.isEmpty ? texts.nothingMarked : nil
        case .answers: batch == nil ? texts.noAnswers : nil
        case .nextMatch, .previousMatch: searched.acceptsAll ? texts.nothingSearched : nil
        case .detailsUp, .detailsDown: details == nil ? texts.noDetails(key: keyName(.details)) : nil
        case .nextServer, .previousServer: hasSeveralServers ? nil : texts.onlyOneServer
        case .reconnect: shownServers.servers.allSatisfy(\.isConnected) ? texts.alreadyConnected : nil
        default: nil
        }
    }

    /// The same for an action with something after its name, which is then not about the task under the cursor.
    func obstacleWithArgument(to action: Action) -> String? { action.verb.flatMap(restrictionOnShown) }

    private func obstacle(toDoing verb: ActionRequest.Verb) -> String? {
        restriction(on: verb) ?? (!hasTarget(of: verb) ? whyNot(verb) : nil)
    }

    private func whyNot(_ verb: ActionRequest.Verb) -> String {
        if verb == .retry, subjects.count == 1, let task = subjects.first {
            return texts.cannotRetry(task.record, shortID(task.id), hasWorker: hasWorker(for: task))
        }
        return texts.cannot(verb, subjects, shortID: shortID)
    }

    /// What keeps the verb from any task it could be about.
    func restriction(on verb: ActionRequest.Verb) -> String? {
        restriction(on: verb, atAllOf: concernedServers.map(\.id))
    }

    /// What keeps the verb from the tasks of a server.
    func restriction(on verb: ActionRequest.Verb, at id: ServerID) -> String? {
        guard let server = servers[id], case .connected(let identity) = server.connection else {
            return texts.notConnected(to: servers[id]?.label.name ?? "")
        }
        if let roles = identity.roles, !roles.contains("operator") { return texts.needsOperator }
        if verb == .retry, identity.taskTypes.isEmpty { return texts.noWorkers }
        return server.notOffered.contains(verb) ? texts.notOffered : nil
    }

    /// The same for several servers: nil when one of them takes the verb.
    func restriction(on verb: ActionRequest.Verb, atAllOf ids: [ServerID]) -> String? {
        let ids = Set(ids).sorted()
        let reasons = ids.map { restriction(on: verb, at: $0) }
        guard !reasons.contains(nil) else { return nil }
        let isLost = ids.count > 1 && !ids.contains { servers[$0]?.isConnected == true }
        return isLost ? texts.notConnected(to: "") : reasons.first ?? nil
    }

    /// What keeps the verb from every task of the servers shown.
    func restrictionOnShown(_ verb: ActionRequest.Verb) -> String? {
        restriction(on: verb, atAllOf: shownServers.servers.map(\.id))
    }

    /// Whether an action is worth a line of the help and the palette.
    func isOffered(_ action: Action) -> Bool { hasSeveralServers || !action.isAboutServers }

    /// The name of the first key of an action, or how to run it without one, for sentences.
    func keyName(_ action: Action) -> String { firstKeyName(action) ?? ":\(action.rawValue)" }

    /// Nil for an action without a key.
    func firstKeyName(_ action: Action) -> String? {
        settings.keys.keys(for: action).first?.name(capabilities.repertoire)
    }
}

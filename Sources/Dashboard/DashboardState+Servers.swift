import ProgressModel

/// Several servers on one dashboard: all of them in one list, or one by itself.
extension DashboardState {
    var hasSeveralServers: Bool { servers.count > 1 }

    /// Those whose tasks are shown.
    var shownServers: ServerGroup {
        guard let shown = arrangement.server, let server = servers[shown] else { return ServerGroup(servers: servers) }
        return ServerGroup(servers: [server])
    }

    /// Whether rows of different servers stand in one list, so that each has to name its own.
    var isMerged: Bool { hasSeveralServers && arrangement.server == nil }

    /// Those that an action would go to: the subjects' own, or where there is no subject those that are shown.
    var concernedServers: [ServerState] {
        guard hasSeveralServers else { return servers }
        if !marks.isEmpty { return servers.filter { server in marks.contains { $0.server == server.id } } }
        return selectedID.flatMap { servers[$0.server] }.map { [$0] } ?? shownServers.servers
    }

    /// Goes from tab to tab, of which the first is that of all.
    mutating func showServer(movedBy steps: Int) {
        let tabs = [nil] + servers.map { Optional($0.id) }
        let place = tabs.firstIndex(of: arrangement.server) ?? 0
        showServer(tabs[(place + steps + tabs.count) % tabs.count])
    }

    /// Marks on other servers go with their rows: nothing is done to a task that its tab hides.
    mutating func showServer(_ id: ServerID?) {
        arrangement.server = id
        if let id { marks = marks.filter { $0.server == id } }
        rearrange()
    }

    /// By what stands on the tab.
    mutating func showServer(named name: String, now: Timestamp) {
        if name == Texts.allServers { return showServer(nil) }
        guard let server = servers.first(where: { $0.label.name == name }) else {
            return say(texts.noServer(name, of: serverNames), isProblem: true, now: now)
        }
        showServer(server.id)
    }

    /// What can be shown by name; nothing where there is one server only.
    var serverNames: [String] { hasSeveralServers ? [Texts.allServers] + servers.map(\.label.name) : [] }
}

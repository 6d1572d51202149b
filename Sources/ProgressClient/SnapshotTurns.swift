/// When to ask for a snapshot: never for a second one while a first is on its way, which would be taken for parts of it.
struct SnapshotTurns {
    private enum State {
        case idle, asked, arriving
    }

    private var state = State.idle
    /// Another was wanted meanwhile.
    private var isWantedAgain = false

    /// Nothing that was asked for comes any more: the connection is another one, or the server refuses.
    mutating func forget() {
        self = SnapshotTurns()
    }

    /// True when it is to be asked for now; otherwise `arrived` tells when.
    mutating func wanted() -> Bool {
        guard state == .idle else {
            isWantedAgain = true
            return false
        }
        state = .asked
        return true
    }

    /// The server sends none, for nothing was missed; true when another is to be asked for now.
    mutating func noneComes() -> Bool {
        defer { isWantedAgain = false }
        state = isWantedAgain ? .asked : .idle
        return isWantedAgain
    }

    /// Takes note of a part.
    ///
    /// - Returns: whether it is the first of its snapshot, and whether the next one is to be asked for now.
    mutating func arrived(more: Bool) -> (isFirst: Bool, asksAgain: Bool) {
        let isFirst = state == .asked
        state = .arriving
        return (isFirst, more ? false : noneComes())
    }
}

import Networking

/// Clients that follow the same thing; each comes and goes in constant time, for thousands may leave at once.
@EventLoop
struct Room {
    private(set) var members: [Subscriber] = []
    private var places: [ObjectIdentifier: Int] = [:]

    var isEmpty: Bool { members.isEmpty }

    /// Adds one that is not there yet.
    mutating func append(_ subscriber: Subscriber) {
        places[ObjectIdentifier(subscriber)] = members.count
        members.append(subscriber)
    }

    /// The last takes the place of the one that leaves: the order means nothing.
    mutating func remove(_ subscriber: Subscriber) {
        guard let place = places.removeValue(forKey: ObjectIdentifier(subscriber)), let last = members.popLast() else {
            return
        }
        guard last !== subscriber else { return }
        members[place] = last
        places[ObjectIdentifier(last)] = place
    }
}

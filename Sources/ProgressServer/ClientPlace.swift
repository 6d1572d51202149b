import JSON
import ProgressModel
import SocketIO

/// What a client follows, as a text that it keeps: a stock client that comes back sends the last such text, and so finds its place
/// again without a new `join`, on whatever server has the same tasks.
///
/// The text is the client's own, so it is believed no more than a `join` would be.
struct ClientPlace: Sendable, Equatable {
    /// Rooms of a client that is in more are not told it; it joins them itself when it comes back.
    private static let roomLimit = 200

    var epoch: String
    var rooms: [String]
    /// The payload of its `watch`; nil when it does not watch.
    var watch: JSONValue?

    /// For the event `offset`; empty when it would be too long to be kept.
    var offset: String {
        guard rooms.count <= ClientPlace.roomLimit else { return "" }
        var place: JSONObject = ["epoch": .string(epoch), "rooms": .array(rooms.map(JSONValue.string))]
        place["watch"] = watch
        let text = JSONValue.object(place).text
        return text.utf8.count <= RecoveryRequest.longestOffset ? text : ""
    }

    /// Nil for what no server of ours has written.
    init?(offset: String) {
        guard let place = try? JSONValue.parse(offset), let epoch = place["epoch"]?.string,
            let rooms = place["rooms"]?.array?.map(\.string), rooms.count <= ClientPlace.roomLimit, !rooms.contains(nil)
        else { return nil }
        self.init(epoch: epoch, rooms: rooms.compactMap(\.self), watch: place["watch"])
    }

    init(epoch: String, rooms: [String], watch: JSONValue?) {
        self.epoch = epoch
        self.rooms = rooms
        self.watch = watch
    }
}

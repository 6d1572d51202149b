/// Which tasks there are and at which `seq` each stands, in one number: a client that comes back can ask with it whether it has
/// missed anything.
///
/// The order of the tasks does not matter. As no `seq` comes twice in an epoch, what two sides of the same digest know is the same.
package struct StateDigest: Sendable, Equatable {
    private var sum: UInt64 = 0

    package init() {}

    package mutating func add(_ id: String, seq: Int) {
        sum &+= StateDigest.mixed(StableHash.of(id.utf8) &+ UInt64(clamping: seq) &* 0x9E37_79B9_7F4A_7C15)
    }

    /// As it is sent.
    package var text: String { String(sum, radix: 16) }

    /// Spreads every bit over all others, so that the changes of two tasks never make up for one another by design.
    private static func mixed(_ value: UInt64) -> UInt64 {
        var bits = value
        bits = (bits ^ bits >> 30) &* 0xBF58_476D_1CE4_E5B9
        bits = (bits ^ bits >> 27) &* 0x94D0_49BB_1331_11EB
        return bits ^ bits >> 31
    }
}

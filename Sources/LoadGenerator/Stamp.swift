/// When a report left and which one of its task it was.
///
/// It travels inside the report's message, so that any server carries it to the subscribers; its length never changes, so that it
/// can be written into bytes that are ready.
struct Stamp: Equatable {
    static let length = 31
    private static let start = UInt8(ascii: "@")
    private static let separator = UInt8(ascii: "#")
    private static let timeDigits = 19
    private static let numberDigits = 10

    /// By the monotonic clock, in nanoseconds.
    let sentAt: UInt64
    /// Counts a task's reports from 1.
    let number: Int

    /// What is in its place until it is written.
    static let placeholder = String(repeating: "@", count: length)

    func write(to bytes: inout [UInt8], at place: Int) {
        bytes[place] = Stamp.start
        Stamp.write(sentAt, digits: Stamp.timeDigits, to: &bytes, at: place + 1)
        bytes[place + 1 + Stamp.timeDigits] = Stamp.separator
        Stamp.write(UInt64(number), digits: Stamp.numberDigits, to: &bytes, at: place + 2 + Stamp.timeDigits)
    }

    private static func write(_ value: UInt64, digits: Int, to bytes: inout [UInt8], at place: Int) {
        var rest = value
        for index in stride(from: place + digits - 1, through: place, by: -1) {
            bytes[index] = UInt8(ascii: "0") + UInt8(rest % 10)
            rest /= 10
        }
    }

    /// Finds the stamp in an event.
    ///
    /// - Parameter hint: Where it was in the event before, which is where it is in this one, nearly always.
    static func find(in bytes: Span<UInt8>, hint: inout Int) -> Stamp? {
        if let stamp = read(bytes, at: hint) { return stamp }
        for place in bytes.indices where bytes[place] == start {
            guard let stamp = read(bytes, at: place) else { continue }
            hint = place
            return stamp
        }
        return nil
    }

    private static func read(_ bytes: Span<UInt8>, at place: Int) -> Stamp? {
        guard place + length <= bytes.count, bytes[place] == start, bytes[place + 1 + timeDigits] == separator,
            let sentAt = readNumber(bytes, digits: timeDigits, at: place + 1),
            let number = readNumber(bytes, digits: numberDigits, at: place + 2 + timeDigits)
        else { return nil }
        return Stamp(sentAt: sentAt, number: Int(number))
    }

    /// At most 19 digits, so it always fits.
    private static func readNumber(_ bytes: Span<UInt8>, digits: Int, at place: Int) -> UInt64? {
        var value: UInt64 = 0
        for index in place..<(place + digits) {
            let digit = bytes[index] &- UInt8(ascii: "0")
            guard digit <= 9 else { return nil }
            value = value &* 10 &+ UInt64(digit)
        }
        return value
    }
}

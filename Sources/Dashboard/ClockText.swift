import ProgressModel

extension String {
    /// A moment as `14:03:12`, with the day before it where that is another one.
    init(clock time: Timestamp, now: Timestamp, utcOffset: Int) {
        let local = String.wholeSeconds(time, utcOffset)
        let day = Int((Double(local) / 86_400).rounded(.down))
        let second = local - day * 86_400
        let clock = [second / 3600, second / 60 % 60, second % 60].map(String.twoDigits).joined(separator: ":")
        let today = Int((Double(String.wholeSeconds(now, utcOffset)) / 86_400).rounded(.down))
        self = day == today ? clock : "\(String.date(day)) \(clock)"
    }

    private static func wholeSeconds(_ time: Timestamp, _ utcOffset: Int) -> Int {
        let furthest = 1e12
        let seconds = time.seconds.isFinite ? time.seconds : 0
        return Int(Swift.max(-furthest, Swift.min(furthest, seconds)).rounded(.down)) + utcOffset
    }

    /// The date of the day so many days after 1970-01-01, counted in years that begin in March.
    private static func date(_ day: Int) -> String {
        let shifted = day + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let month = (5 * dayOfYear + 2) / 153
        let year = yearOfEra + era * 400 + (month >= 10 ? 1 : 0)
        let dayOfMonth = dayOfYear - (153 * month + 2) / 5 + 1
        return "\(year)-\(twoDigits(month < 10 ? month + 3 : month - 9))-\(twoDigits(dayOfMonth))"
    }

    private static func twoDigits(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}

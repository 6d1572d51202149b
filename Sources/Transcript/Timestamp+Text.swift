package import ProgressModel

extension Timestamp {
    /// The moment as logs have it, to the second and in UTC: `2026-11-25T16:10:33Z`.
    package var text: String {
        let seconds = Int(Timestamp(clamping: self.seconds).seconds)
        let (day, second) = (seconds / 86_400, seconds % 86_400)
        let date = Timestamp.date(daysSince1970: day)
        let time = [second / 3600, second / 60 % 60, second % 60].map { Timestamp.digits($0, 2) }
        return "\(date)T\(time.joined(separator: ":"))Z"
    }

    /// The Gregorian date, counted in years that begin in March, so that the leap day is the last of its year.
    private static func date(daysSince1970 days: Int) -> String {
        let sinceMarch0000 = days + 719_468
        let (era, dayOfEra) = (sinceMarch0000 / 146_097, sinceMarch0000 % 146_097)
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let month = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * month + 2) / 5 + 1
        let year = yearOfEra + era * 400 + (month < 10 ? 0 : 1)
        return "\(digits(year, 4))-\(digits(month < 10 ? month + 3 : month - 9, 2))-\(digits(day, 2))"
    }

    private static func digits(_ number: Int, _ count: Int) -> String {
        let text = String(number)
        return String(repeating: "0", count: max(0, count - text.count)) + text
    }
}

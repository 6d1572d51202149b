extension String {
    /// Seconds as a person reads them on a clock, at most six columns: `0:07`, `12:34`, `1h02m`, `3d04h`, `120d`.
    init(duration seconds: Double) {
        let longest = 99_999.0 * 86_400
        let total = seconds.isFinite ? Int(Swift.min(Swift.max(0, seconds), longest)) : 0
        let (minutes, hours, days) = (total / 60, total / 3600, total / 86_400)
        self =
            switch total {
            case ..<3600: "\(minutes):\(String(twoDigits: total % 60))"
            case ..<86_400: "\(hours)h\(String(twoDigits: minutes % 60))m"
            case ..<8_640_000: "\(days)d\(String(twoDigits: hours % 24))h"
            default: "\(days)d"
            }
    }

    private init(twoDigits number: Int) {
        self = number < 10 ? "0\(number)" : "\(number)"
    }
}

/// How a person wants the dashboard to be.
package struct DashboardSettings: Sendable {
    package var language: Language
    package var theme: Theme
    package var cancelling: CancelStyle
    package var keys: KeyMap
    /// Seconds that local time is ahead of UTC.
    package var utcOffset: Int
    /// Whether the end of the last task in progress is announced.
    package var announcesEnd: Bool
    /// The server that commands speak to when nothing names another.
    package var standardURL: String

    package init(
        language: Language = .english,
        theme: Theme = .dark,
        cancelling: CancelStyle = .confirm,
        keys: KeyMap = .standard,
        utcOffset: Int = 0,
        announcesEnd: Bool = false,
        standardURL: String = "",
    ) {
        self.language = language
        self.theme = theme
        self.cancelling = cancelling
        self.keys = keys
        self.utcOffset = utcOffset
        self.announcesEnd = announcesEnd
        self.standardURL = standardURL
    }
}

/// What stands between the key and the cancel of one task.
package enum CancelStyle: String, Sendable, CaseIterable {
    /// A question.
    case confirm
    /// A few seconds in which it can be taken back.
    case grace
}

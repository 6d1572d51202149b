/// The languages of the dashboard's own words; what workers write stays as it is.
package enum Language: Sendable, Hashable {
    case english, chinese

    /// The language that the environment asks for, by the first of the locale's variables that is set.
    package init(environment: [String: String]) {
        let locale = ["LC_ALL", "LC_MESSAGES", "LANG"].lazy.compactMap { environment[$0] }.first { !$0.isEmpty }
        self = locale?.hasPrefix("zh") == true ? .chinese : .english
    }
}

/// One thing said in every language.
package struct Text: Sendable, Hashable {
    package let english: String
    package let chinese: String

    init(_ english: String, _ chinese: String) {
        self.english = english
        self.chinese = chinese
    }

    package func `in`(_ language: Language) -> String { language == .chinese ? chinese : english }
}

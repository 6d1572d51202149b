package import ProgressModel

/// A question about tasks, as typed by a person: `status:failed type:image* >2m eta<30s "out of memory" !draft`.
///
/// The dashboard, the command line and the server read it alike. All terms must hold; `!` before a term turns it around;
/// a comma in a value means either. `TaskFilter.grammar` explains every form.
package struct TaskFilter: Sendable, Equatable {
    /// Longer questions are refused.
    package static let longestText = 512

    /// As it was typed.
    package let text: String
    private let terms: [Term]

    /// Accepts every task.
    package static let all = TaskFilter()

    private init() {
        text = ""
        terms = []
    }

    /// Reads a filter; blank text accepts every task.
    ///
    /// - Parameter ofSeveralServers: Whether the tasks may be of several, so that `server:` tells them apart.
    package init(parsing text: String, ofSeveralServers: Bool = false) throws(FilterError) {
        guard text.utf8.count <= TaskFilter.longestText else { throw .tooLong }
        var parser = FilterParser(text, ofSeveralServers: ofSeveralServers)
        self.text = text
        terms = try parser.terms()
    }

    package var acceptsAll: Bool { terms.isEmpty }

    /// Whether a task can pass or fail by the clock alone.
    package var dependsOnTime: Bool { terms.contains { $0.criterion.dependsOnTime } }

    /// The texts that tasks are searched for, folded to lower case, to be marked where they stand.
    package var highlights: [String] {
        terms.flatMap { term in term.isNegated ? [] : term.criterion.highlights }
    }

    /// Whether a task passes, given its server's time, and what the server is called where there are several.
    package func accepts(_ task: GenerationTask, on server: String = "", at now: Timestamp) -> Bool {
        terms.allSatisfy { $0.criterion.holds(for: task, on: server, at: now) != $0.isNegated }
    }

    /// Each form of a term and what it means, for help texts.
    package static func grammar(ofSeveralServers: Bool = false) -> [(form: String, meaning: String)] {
        forms + (ofSeveralServers ? [("server:gpu-1", "is on that server, called as on its tab")] : [])
    }

    private static let forms: [(form: String, meaning: String)] = [
        ("word  \"two words\"", "stands in the id, status, type, title or message"),
        ("status:failed", "a status, or running, active, ended, stalled, releasing; a beginning is enough"),
        ("type: title: message: id: by:", "stands in that field; with * it is the whole field, as in type:image*"),
        ("a,b", "either value, as in status:failed,cancelled"),
        (">2m  <30s", "runs, or ran, longer or shorter than that"),
        ("eta<30s  age>1h  ended<5m", "time left, since creation, since the end"),
        ("progress>=50  attempt>1", "per cent done, number of the attempt"),
        ("!term", "not so"),
    ]
}

/// Why a text is no filter, in words that say what to type instead.
package enum FilterError: Error, Equatable, CustomStringConvertible {
    case tooLong
    case tooManyTerms
    /// What stands after the mark.
    case unclosedQuote(String)
    case missingValue(String)
    case unknownField(String)
    /// `server:` where there is one only.
    case oneServer
    case unknownStatus(String)
    case unknownQuantity(String)
    case invalidNumber(String)

    package var description: String {
        switch self {
        case .tooLong: "a filter has at most \(TaskFilter.longestText) bytes"
        case .tooManyTerms: "a filter has at most \(FilterParser.maximumTerms) terms"
        case .unclosedQuote(let text):
            "the closing quotation mark is missing" + (text.isEmpty ? "" : " after \"\(text)\"")
        case .missingValue(let term): "\"\(term)\" lacks a value"
        case .unknownField(let name):
            "\"\(name)\" is no field: use \(TextField.ofTasks.map(\.rawValue).joined(separator: ", ")), status, or quotation marks"
        case .oneServer: "server: is for genboard watch with several servers; here there is one"
        case .unknownStatus(let word):
            "\"\(word)\" is no status: use \(StatusWords.all.joined(separator: ", "))"
        case .unknownQuantity(let name):
            "\"\(name)\" cannot be compared: use \(Quantity.allCases.map(\.rawValue).joined(separator: ", "))"
        case .invalidNumber(let text): "\"\(text)\" is no number or time: write 50, 30s, 2m or 1h30m"
        }
    }
}

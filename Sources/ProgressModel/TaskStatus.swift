/// Where a generation task stands.
///
/// The raw values are the words on the wire (REQUIREMENTS 2.1).
package enum TaskStatus: String, Sendable, Hashable, CaseIterable {
    case pending
    case started
    case generatingContent = "generating_content"
    case generatingImage = "generating_image"
    case completed
    case failed
    case cancelled

    /// Nil for any other word.
    ///
    /// Looked up by hand: this is done for every report, and the compiler's own goes through generic code for each case.
    package init?(rawValue: String) {
        guard let status = TaskStatus.allCases.first(where: { $0.rawValue == rawValue }) else { return nil }
        self = status
    }

    /// Completed, failed and cancelled are final: nothing changes the task afterwards.
    package var isTerminal: Bool {
        switch self {
        case .pending, .started, .generatingContent, .generatingImage: false
        case .completed, .failed, .cancelled: true
        }
    }
}

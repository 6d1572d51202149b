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

    /// Completed, failed and cancelled are final: nothing changes the task afterwards.
    package var isTerminal: Bool {
        switch self {
        case .pending, .started, .generatingContent, .generatingImage: false
        case .completed, .failed, .cancelled: true
        }
    }
}

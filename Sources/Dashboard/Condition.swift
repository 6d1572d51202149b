import ProgressModel
import Screen

/// How a task is doing as a person sees it: its status, or what is more urgent than that.
enum Condition: Sendable, Hashable, CaseIterable {
    case pending, started, content, image, stalled, cancelling, releasing, completed, failed, cancelled

    init(of task: GenerationTask) {
        self =
            switch task.status {
            case .pending: task.isStalled ? .stalled : .pending
            case .started: task.isStalled ? .stalled : .started
            case .generatingContent: task.isStalled ? .stalled : .content
            case .generatingImage: task.isStalled ? .stalled : .image
            case .completed: .completed
            case .failed: .failed
            case .cancelled: task.isReleasing ? .releasing : .cancelled
            }
    }

    /// One word, at most ten columns.
    var word: String {
        switch self {
        case .pending: "pending"
        case .started: "started"
        case .content: "content"
        case .image: "image"
        case .stalled: "stalled"
        case .cancelling: "cancelling"
        case .releasing: "releasing"
        case .completed: "completed"
        case .failed: "failed"
        case .cancelled: "cancelled"
        }
    }

    /// What the word means, for the help.
    var explanation: String {
        switch self {
        case .pending: "waits for a worker"
        case .started: "a worker has begun"
        case .content: "text is being generated"
        case .image: "an image is being generated"
        case .stalled: "no report for the time shown"
        case .cancelling: "asked to cancel, no answer yet"
        case .releasing: "cancelled, its work still stopping"
        case .completed: "done"
        case .failed: "ended with an error"
        case .cancelled: "stopped, nothing runs any more"
        }
    }

    var style: Style {
        switch self {
        case .pending: Style(isDim: true)
        case .started, .content, .image: Style(foreground: .green)
        case .stalled: Style(foreground: .yellow, isBold: true)
        case .cancelling, .releasing: Style(foreground: .magenta, isBold: true)
        case .completed: Style(foreground: .green, isDim: true)
        case .failed: Style(foreground: .red)
        case .cancelled: Style(foreground: .magenta, isDim: true)
        }
    }

    /// Nothing more will happen to the task, so its row steps back.
    var isQuiet: Bool {
        switch self {
        case .completed, .failed, .cancelled: true
        default: false
        }
    }
}

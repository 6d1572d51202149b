import ProgressModel
import Screen

/// How a task is doing as a person sees it: its status, or what is more urgent than that.
enum Condition: Sendable, Hashable, CaseIterable {
    case pending, started, content, image, stalled, cancelling, releasing, completed, failed, cancelled

    static let running: [Condition] = [.started, .content, .image]

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
    var word: Text {
        switch self {
        case .pending: Text("pending", "等待")
        case .started: Text("started", "已开始")
        case .content: Text("content", "文本生成")
        case .image: Text("image", "图像生成")
        case .stalled: Text("stalled", "停滞")
        case .cancelling: Text("cancelling", "取消中")
        case .releasing: Text("releasing", "释放中")
        case .completed: Text("completed", "完成")
        case .failed: Text("failed", "失败")
        case .cancelled: Text("cancelled", "已取消")
        }
    }

    /// What the word means, for the help.
    var explanation: Text {
        switch self {
        case .pending: Text("waits for a worker", "等待执行者")
        case .started: Text("a worker has begun", "执行者已开始")
        case .content: Text("text is being generated", "正在生成文本")
        case .image: Text("an image is being generated", "正在生成图像")
        case .stalled: Text("no report for the time shown", "在所示时间内没有报告")
        case .cancelling: Text("asked to cancel, no answer yet", "已请求取消，尚无答复")
        case .releasing: Text("cancelled, its work still stopping", "已取消，工作正在停止")
        case .completed: Text("done", "已完成")
        case .failed: Text("ended with an error", "因错误结束")
        case .cancelled: Text("stopped, nothing runs any more", "已停止，不再运行")
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

    /// Its place when the list is sorted by status.
    var rank: Int { Condition.allCases.firstIndex(of: self) ?? 0 }
}

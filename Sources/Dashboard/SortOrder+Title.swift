extension SortOrder {
    /// What the order is called.
    var title: Text {
        switch self {
        case .usual: Text("progress and age", "状态和时间")
        case .attention: Text("what needs attention", "需要关注的程度")
        case .id: Text("id", "编号")
        case .server: Text("server", "服务器")
        case .status: Text("status", "状态")
        case .progress: Text("progress", "进度")
        case .eta: Text("end", "完成时间")
        case .elapsed: Text("running time", "用时")
        case .type: Text("type", "类型")
        case .title: Text("title", "标题")
        case .message: Text("message", "消息")
        }
    }
}

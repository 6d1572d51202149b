import ProgressModel

/// What is said of acting on tasks.
extension Texts {
    var noTask: String { say("There is no task", "没有任务") }
    var needsOperator: String { say("This connection may only watch: operators act", "此连接只能查看，操作需要操作员权限") }
    var notOffered: String { say("This server does not offer it", "此服务器不支持该操作") }
    var nothingToTakeBack: String { say("There is no cancel to take back", "没有可撤回的取消") }
    var nothingMarked: String { say("Nothing is marked", "没有标记") }
    var noAnswers: String { say("Nothing was done to many tasks yet", "尚无批量操作") }
    var taskIsGone: String { say("it is gone", "任务已不存在") }
    func isGone(_ id: String) -> String {
        say("\(id) is gone: it was deleted on the server", "\(id) 已不存在：已在服务器上删除")
    }

    func cannot(
        _ verb: ActionRequest.Verb,
        _ tasks: [WatchedTask],
        shortID: (WatchedTask.ID) -> String,
    ) -> String {
        guard let task = tasks.first else { return noTask }
        guard tasks.count == 1 else {
            return say("None of the marked tasks can be \(past(verb))", "标记的任务都无法\(name(verb))")
        }
        let id = shortID(task.id)
        if verb == .delete {
            return say("\(id) is in progress: only ended tasks are deleted", "\(id) 仍在进行：只能删除已结束的任务")
        }
        let status = task.record.status
        return status.isTerminal
            ? say("\(id) is already \(self.status(status))", "\(id) \(self.status(status))")
            : say("\(id) is being cancelled already", "\(id) 已在取消中")
    }

    func status(_ status: TaskStatus) -> String {
        switch status {
        case .completed: say("completed", "已完成")
        case .failed: say("failed", "已失败")
        case .cancelled: say("cancelled", "已取消")
        default: say(status.rawValue, "进行中")
        }
    }

    /// Why one task cannot be retried.
    func cannotRetry(_ task: GenerationTask, _ id: String, hasWorker: Bool) -> String {
        switch task.status {
        case .failed, .cancelled:
            guard hasWorker else { return say("The server has no worker for \(task.type)", "服务器没有 \(task.type) 的执行者") }
            return say("\(id) has not let go of everything yet", "\(id) 尚未释放全部资源")
        default:
            let (english, chinese) = ("only failed and cancelled tasks are retried", "只能重试失败或已取消的任务")
            return say("\(id) is \(status(task.status)): \(english)", "\(id) \(status(task.status))：\(chinese)")
        }
    }
    var noWorkers: String { say("This server has no workers of its own", "此服务器没有自己的执行者") }

    private func past(_ verb: ActionRequest.Verb) -> String {
        ["cancelled", "cancelled", "deleted", "retried"][index(of: verb)]
    }

    private func name(_ verb: ActionRequest.Verb) -> String { ["取消", "取消", "删除", "重试"][index(of: verb)] }

    private func doing(_ verb: ActionRequest.Verb) -> String {
        ["Cancelling", "Cancelling", "Deleting", "Retrying"][index(of: verb)]
    }

    func asked(_ verb: ActionRequest.Verb, _ id: String, ellipsis: String) -> String {
        say("\(doing(verb)) \(id)\(ellipsis)", "正在\(name(verb)) \(id)\(ellipsis)")
    }

    func answer(_ answer: ActionAnswer, to verb: ActionRequest.Verb, _ id: String) -> String {
        "\(id) \(outcome(answer, of: verb))"
    }

    func outcome(_ answer: ActionAnswer?, of verb: ActionRequest.Verb) -> String {
        switch answer {
        case nil: say("asked", "已请求")
        case .done: say(past(verb), "已\(name(verb))")
        case .alreadyEnded(let ended) where ended.isTerminal:
            say("was already \(status(ended))", "早已\(status(ended).dropFirst(1))")
        case .alreadyEnded(let begun): say("was already \(status(begun))", status(begun))
        case .notOffered: say("could not be \(past(verb)): the server does not offer it", "无法\(name(verb))：服务器不支持")
        case .failed(let reason): say("could not be \(past(verb)): \(reason)", "无法\(name(verb))：\(reason)")
        }
    }

    func graceBegan(_ id: String, key: String) -> String {
        let seconds = Int(PendingCancel.grace)
        return say("\(id) is cancelled in \(seconds) s: \(key) takes it back", "\(id) 将在 \(seconds) 秒后取消：按 \(key) 撤回")
    }
    func takenBack(_ id: String) -> String { say("\(id) goes on", "\(id) 继续运行") }
    func notSent(_ id: String) -> String {
        say("Not connected: \(id) was not cancelled", "未连接：\(id) 未被取消")
    }
    func released(_ id: String, after time: String) -> String {
        say("\(id) has let go of everything after \(time)", "\(id) 已在 \(time) 后释放全部资源")
    }
    func forceHint(_ time: String, key: String) -> String {
        say("The worker has not let go for \(time): \(key) cancels with force", "执行者已 \(time) 未释放：按 \(key) 强制取消")
    }
    var allEnded: String { say("genboard: every task has ended", "genboard：所有任务已结束") }
    func copied(_ id: String) -> String { say("Copied \(id)", "已复制 \(id)") }
    func quitStopsServer(_ count: Int, key: String) -> String {
        say(
            "\(count) in progress, and quitting stops the server: \(key) again quits",
            "\(count) 个任务进行中，退出会停止服务器：再按 \(key) 退出",
        )
    }
}

/// The dialogs and the words of the footer under them.
extension Texts {
    func question(_ verb: ActionRequest.Verb, count: Int) -> String {
        let english = ["Cancel", "Cancel", "Delete", "Retry"][index(of: verb)]
        let force = verb == .force ? " with force" : ""
        let chinese = ["取消", "强制取消", "删除", "重试"][index(of: verb)]
        return count == 1
            ? say("\(english) this task\(force)?", "\(chinese)此任务？")
            : say("\(english) \(count) tasks\(force)?", "\(chinese) \(count) 个任务？")
    }
    func yes(_ verb: ActionRequest.Verb) -> String {
        [
            say("Yes, cancel", "是，取消"), say("Yes, force", "是，强制"), say("Yes, delete", "是，删除"),
            say("Yes, retry", "是，重试"),
        ][index(of: verb)]
    }
    private func index(of verb: ActionRequest.Verb) -> Int {
        switch verb {
        case .cancel: 0
        case .force: 1
        case .delete: 2
        case .retry: 3
        }
    }
    var keep: String { say("No, keep", "否，保留") }
    var close: String { say("Close", "关闭") }
    /// The title of a question that answers itself.
    func leftNothing(of verb: ActionRequest.Verb) -> String {
        verb == .retry ? say("Nothing is left to retry", "没有可重试的任务") : say("This task has ended", "此任务已结束")
    }
    func soFar(_ time: String) -> String { say("\(time) so far", "已用 \(time)") }
    func running(_ count: Int, work: String) -> String {
        say("\(count) running: \(work) of work is lost", "\(count) 个运行中：损失 \(work) 的工作")
    }
    func waiting(_ count: Int) -> String { say("\(count) not begun", "\(count) 个尚未开始") }
    func leftAlone(_ count: Int, by verb: ActionRequest.Verb) -> String {
        verb == .retry
            ? say("\(count) not to be retried by now, left alone", "\(count) 个已无法重试，不受影响")
            : say("\(count) ended meanwhile, left alone", "\(count) 个已结束，不受影响")
    }
    func more(_ count: Int) -> String { say("and \(count) more", "另有 \(count) 个") }
    var forceExplained: String { say("Nothing is given time to clean up.", "不留清理时间。") }
    var deleteExplained: String { say("Records and results go for good.", "记录和结果将永久消失。") }
    func answered(_ verb: ActionRequest.Verb, _ count: Int, of all: Int) -> String {
        say("\(doing(verb)): \(count) of \(all) answered", "\(name(verb))：\(count) / \(all) 已答复")
    }
    func refused(_ count: Int) -> String { say("\(count) not done", "\(count) 个未完成") }
    var confirmIt: String { say("yes", "是") }
    var keepIt: String { say("no", "否") }
    var change: String { say("change", "切换") }
    var choose: String { say("choose", "选择") }
    var closeIt: String { say("close", "关闭") }
    var accept: String { say("accept", "确定") }
    var giveUp: String { say("give up", "放弃") }
    var earlier: String { say("earlier", "之前") }
    var complete: String { say("complete", "补全") }
    var scroll: String { say("scroll", "滚动") }
}

import Filtering
import ProgressModel

/// Every sentence the dashboard says besides the words of actions and conditions, in the language of the person.
struct Texts: Sendable {
    let language: Language

    private func say(_ english: String, _ chinese: String) -> String { language == .chinese ? chinese : english }

    func callAsFunction(_ text: Text) -> String { text.in(language) }
}

/// The connection.
extension Texts {
    var connected: String { say("connected", "已连接") }
    var up: String { say("up", "在线") }
    var connecting: String { say("connecting", "连接中") }
    var disconnected: String { say("disconnected", "已断开") }
    var stale: String { say("stale", "过期") }
    var offline: String { say("offline", "离线") }
    func connected(to version: String) -> String { say("connected to \(version)", "已连接 \(version)") }
    func data(_ age: String) -> String { say("data \(age) old", "数据已过 \(age)") }
    func old(_ age: String) -> String { say("\(age) old", "已过 \(age)") }
    func nextTry(in wait: String) -> String { say("next try in \(wait)", "\(wait) 后重试") }
    func retry(in wait: String) -> String { say("retry \(wait)", "重试 \(wait)") }
    func triesAgain(_ reason: String, key: String) -> String {
        say("\(reason); \(key) tries again now", "\(reason)；按 \(key) 立即重试")
    }
    func connectionLostWhileCancelling(_ id: String) -> String {
        say("Connection lost: \(id) may not have been cancelled", "连接中断：\(id) 可能未被取消")
    }
    func connected(_ count: Int, of all: Int) -> String {
        say("\(count) of \(all) connected", "\(count) / \(all) 已连接")
    }
    /// Names the server where there are several.
    func notConnected(to server: String) -> String {
        server.isEmpty
            ? say("Not connected: nothing can be changed now", "未连接：现在无法更改任何内容")
            : say("\(server) is not connected: nothing can be changed there now", "\(server) 未连接：现在无法更改其内容")
    }
    var alreadyConnected: String { say("Connected already", "已经连接") }
    var readingList: String { say("Reading the list of tasks", "正在读取任务列表") }
    func connectingTo(_ url: String) -> String { say("Connecting to \(url)", "正在连接 \(url)") }
    func noAnswer(from url: String) -> String { say("No server answers at \(url)", "\(url) 没有服务器应答") }
}

/// Several servers.
extension Texts {
    /// The tab of all servers, as it is called on the command line.
    static let allServers = "all"

    func servers(_ count: Int) -> String { say("\(count) servers", "\(count) 个服务器") }
    var server: String { say("server", "服务器") }
    var onlyOneServer: String { say("There is one server only", "只有一个服务器") }
    func noServer(_ name: String, of names: [String]) -> String {
        say("There is no server \"\(name)\": \(names.joined(separator: ", "))", "没有服务器“\(name)”")
    }
    func notAsked(_ count: Int) -> String {
        say("\(count) whose server takes no orders, left alone", "\(count) 个所在服务器无法操作，不受影响")
    }
}

/// Acting on tasks.
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

/// Finding and looking.
extension Texts {
    var follows: String { say("Follows what changes its status; any move ends it", "跟随状态变化；移动光标即停止") }
    var followsNoMore: String { say("Follows no more", "已停止跟随") }
    var mouseIsOn: String { say("Mouse on: click, wheel; Shift selects text", "鼠标已启用：点击、滚轮；Shift 选取文字") }
    var mouseIsOff: String { say("Mouse off", "鼠标已停用") }
    var nothingSearched: String { say("No filter was used yet", "尚未使用过滤") }
    func noMatch(_ text: String) -> String { say("No task matches \(text)", "没有任务符合 \(text)") }
    func sorted(_ order: SortOrder, isReversed: Bool) -> String {
        let name = order.title.in(language)
        return isReversed
            ? say("Sorted by \(name), turned around", "按\(name)倒序") : say("Sorted by \(name)", "按\(name)排序")
    }
    func noCommand(_ text: String) -> String { say("There is no action \"\(text)\"", "没有操作“\(text)”") }
    func noOrder(_ text: String, hasSeveralServers: Bool) -> String {
        let orders = SortOrder.offered(hasSeveralServers: hasSeveralServers).map(\.rawValue)
        return say(
            "There is no order \"\(text)\": \(orders.joined(separator: ", "))",
            "没有排序“\(text)”",
        )
    }
    func takesNothing(_ name: String) -> String { say("Nothing can follow \(name)", "\(name) 之后不能有内容") }
    func frozen(_ time: String, key: String) -> String {
        say("frozen \(time), \(key) goes on", "已冻结 \(time)，按 \(key) 继续")
    }
    var following: String { say("following", "跟随中") }
    func marked(_ count: Int) -> String { say("\(count) marked", "已标记 \(count)") }
    func position(_ row: Int, of count: Int) -> String { say("\(row) of \(count)", "\(row) / \(count)") }
    func doneIn(_ wait: String, at clock: String, isOpen: Bool) -> String {
        isOpen
            ? say("not done before \(clock)", "最早 \(clock) 完成")
            : say("done in \(wait), at \(clock)", "\(wait) 后完成，\(clock)")
    }
    func perSecond(_ number: String) -> String { say("\(number) events/s", "\(number) 事件/秒") }
    func notShown(_ count: Int) -> String { say("+\(count) not shown", "另有 \(count) 个未显示") }
    func name(of tab: StatusTab) -> String {
        switch tab {
        case .all: say("all", "全部")
        case .active: say("active", "进行中")
        case .running: say("running", "运行")
        case .pending: Condition.pending.word.in(language)
        case .stalled: Condition.stalled.word.in(language)
        case .releasing: Condition.releasing.word.in(language)
        case .completed: Condition.completed.word.in(language)
        case .failed: Condition.failed.word.in(language)
        case .cancelled: Condition.cancelled.word.in(language)
        }
    }
    var help: String { say("Help", "帮助") }
    func moreBelow(_ count: Int) -> String { say("\(count) more below", "下面还有 \(count) 行") }
    /// The meanings of the forms of a filter, in the order of its grammar, of which that of servers is the last.
    func meanings(of grammar: [(form: String, meaning: String)]) -> [String] {
        guard language == .chinese else { return grammar.map(\.meaning) }
        return [
            "出现在编号、状态、类型、标题或消息中",
            "状态，或 running、active、ended、stalled、releasing；写出开头即可",
            "出现在该字段中；带 * 时须匹配整个字段，如 type:image*",
            "任一取值，如 status:failed,cancelled",
            "运行时间长于或短于",
            "剩余时间、创建以来、结束以来",
            "完成百分比、尝试次数",
            "取反", "位于该服务器上，名称与标签相同",
        ]
    }
    var filters: String { say("Filters", "过滤") }
    var noneMatches: String { say("No task matches.", "没有符合的任务。") }
    func clearsIt(_ key: String) -> String { say("\(key) shows all again", "按 \(key) 显示全部") }
    var noTasksYet: String { say("No tasks yet.", "还没有任务。") }
    var runACommand: String { say("Run any command as a task, in another terminal:", "在另一个终端中把任何命令作为任务运行：") }
    var createOverHTTP: String { say("Create one over HTTP:", "通过 HTTP 创建：") }
    var fromPython: String { say("Or from Python, with python-socketio:", "或在 Python 中使用 python-socketio：") }
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

/// The details of one task.
extension Texts {
    var fullScreen: String { say("full screen", "全屏") }
    func noDetails(key: String) -> String { say("No details are open: \(key) opens them", "未打开详情：按 \(key) 打开") }
    var split: String { say("split", "分屏") }
    var goneFromServer: String { say("gone from the server", "已从服务器删除") }
    var created: String { say("created", "创建") }
    var started: String { say("started", "开始") }
    var updated: String { say("updated", "更新") }
    var ended: String { say("ended", "结束") }
    var message: String { say("message", "消息") }
    var attempt: String { say("attempt", "尝试") }
    var id: String { say("id", "编号") }
    var type: String { say("type", "类型") }
    var took: String { say("took", "用时") }
    var timeLeft: String { say("time left", "剩余") }
    var cancelledBy: String { say("cancelled by", "取消者") }
    var reason: String { say("reason", "原因") }
    var timeline: String { say("Timeline", "时间线") }
    var detailsTitle: String { say("Details", "详情") }
    var result: String { say("Result", "结果") }
    var error: String { say("Error", "错误") }
    func ago(_ time: String) -> String { say("\(time) ago", "\(time) 前") }
    var unknown: String { say("unknown", "未知") }
    var silent: String { say("last heard of its worker", "最后收到执行者消息") }
    var cancelRequested: String { say("cancel requested here", "在此请求取消") }
    var forceRequested: String { say("forced cancel requested here", "在此请求强制取消") }
    var cancelDelivered: String { say("cancel delivered", "取消已送达") }
    var workReleased: String { say("everything let go", "资源已释放") }
    func changes(_ count: Int) -> String { say("\(count) changes", "\(count) 次变化") }
}

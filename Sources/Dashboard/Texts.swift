import Filtering
import ProgressModel

/// Every sentence the dashboard says besides the words of actions and conditions, in the language of the person.
struct Texts: Sendable {
    let language: Language

    func say(_ english: String, _ chinese: String) -> String { language == .chinese ? chinese : english }

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

import Screen

/// The entries of the table, by what they are for.
extension ActionSpec {
    static let acting = [
        ActionSpec(.undo, ["u"], "take back a cancel in its grace time", "在宽限期内撤回取消", hint: Text("undo", "撤回")),
        ActionSpec(
            .cancel,
            ["c"],
            "cancel the task, or all marked ones",
            "取消任务，或全部已标记的任务",
            hint: Text("cancel", "取消"),
        ),
        ActionSpec(.force, ["X"], "cancel with force: end the work at once", "强制取消：立即终止工作"),
        ActionSpec(
            .delete,
            ["d"],
            "delete the ended task, or all marked ones",
            "删除已结束的任务，或全部已标记的",
            hint: Text("delete", "删除"),
        ),
        ActionSpec(
            .retry,
            ["t"],
            "retry the failed or cancelled task, or all marked",
            "重试失败或已取消的任务，或全部已标记的",
            hint: Text("retry", "重试"),
        ),
        ActionSpec(.mark, [" "], "mark the task, or take its mark away", "标记任务，或去掉标记"),
        ActionSpec(.markAll, ["A"], "mark all tasks shown", "标记全部显示的任务", group: marking),
        ActionSpec(.unmarkAll, ["U"], "take all marks away", "清除全部标记", group: marking),
        ActionSpec(.copy, ["y"], "copy the task's id to the clipboard", "将任务编号复制到剪贴板"),
        ActionSpec(.answers, [], "show what came of the last action on many", "显示上次批量操作的结果"),
    ]
    private static let marking = Text("mark all shown, unmark all", "标记全部显示的，清除标记")

    static let looking = [
        ActionSpec(
            .details,
            [.enter, "i"],
            "open the details, then full screen",
            "打开详情，再按全屏",
            hint: Text("details", "详情"),
        ),
        ActionSpec(.detailsUp, ["K"], "scroll the open details up", "向上滚动打开的详情", group: scrolling),
        ActionSpec(.detailsDown, ["J"], "scroll the open details down", "向下滚动打开的详情", group: scrolling),
        ActionSpec(
            .back,
            [.escape],
            "close the details, then the filter, the status, the server, then the marks",
            "关闭详情，再依次清除过滤、状态、服务器和标记",
        ),
        ActionSpec(.freeze, ["z"], "freeze the picture, go on", "冻结画面，继续"),
        ActionSpec(.follow, ["f"], "follow whatever changes its status", "跟随状态变化的任务"),
    ]

    private static let scrolling = Text("scroll the open details up, down", "向上、向下滚动打开的详情")

    static let finding =
        [
            ActionSpec(
                .filter,
                ["/"],
                "filter: words, status:failed, type:image*, >2m",
                "过滤：文字、status:failed、>2m",
                hint: Text("filter", "过滤"),
            ),
            ActionSpec(.nextMatch, ["n"], "go to the next match of the filter", "下一个匹配", group: matching),
            ActionSpec(.previousMatch, ["N"], "go to the previous match of the filter", "上一个匹配", group: matching),
        ] + StatusTab.allCases.enumerated().map { tabSpec($1, $0 + 1) } + [
            ActionSpec(.previousTab, ["["], "show the previous status", "上一个状态", group: tabs),
            ActionSpec(.nextTab, ["]"], "show the next status", "下一个状态", group: tabs),
            ActionSpec(
                .nextServer,
                [.tab],
                "show the next server, or all",
                "显示下一个服务器，或全部",
                hint: Text("server", "服务器"),
                group: servers,
            ),
            ActionSpec(.previousServer, [.backTab], "show the server before, or all", "显示上一个服务器，或全部", group: servers),
            ActionSpec(.view, ["v"], "show all, then active, then failed", "全部、进行中、失败轮换"),
            ActionSpec(.sortPrevious, ["<"], "sort by the order before", "按前一种排序", group: sorting),
            ActionSpec(.sortNext, [">"], "sort by the order after", "按后一种排序", group: sorting),
            ActionSpec(.sortReverse, ["I"], "turn the order around", "倒转排序"),
        ]
    private static let matching = Text("next, previous match of the filter", "下一个、上一个匹配")
    private static let tabs = Text("previous, next status", "上一个、下一个状态")
    private static let servers = Text("next, previous server", "下一个、上一个服务器")
    private static let sorting = Text("sort by the column before, after", "按前一列、后一列排序")
    private static let numbers = Text("all, active, running, pending, stalled, ...", "全部、进行中、运行、等待、停滞……")

    private static func tabSpec(_ tab: StatusTab, _ number: Int) -> ActionSpec {
        let (english, chinese) = (Texts(language: .english).name(of: tab), Texts(language: .chinese).name(of: tab))
        return ActionSpec(
            tab.action,
            [.character(Character("\(number)"))],
            tab == .all ? "show all tasks" : "show the \(english) tasks only",
            tab == .all ? "显示全部任务" : "只显示\(chinese)的任务",
            group: numbers,
        )
    }

    static let moving = [
        ActionSpec(.up, ["k", .up], "one task up", "上移一行", group: lines),
        ActionSpec(.down, ["j", .down], "one task down", "下移一行", group: lines),
        ActionSpec(.pageUp, [.pageUp], "a page up", "上翻一页", group: pages),
        ActionSpec(.pageDown, [.pageDown], "a page down", "下翻一页", group: pages),
        ActionSpec(.halfPageUp, [.control("u")], "half a page up", "上翻半页", group: halfPages),
        ActionSpec(.halfPageDown, [.control("d")], "half a page down", "下翻半页", group: halfPages),
        ActionSpec(.first, [.home, "g"], "to the first task", "第一个任务", group: ends),
        ActionSpec(.last, [.end, "G"], "to the last task", "最后一个任务", group: ends),
    ]
    private static let lines = Text("one task up, down", "上移、下移一行")
    private static let pages = Text("a page up, down", "上翻、下翻一页")
    private static let halfPages = Text("half a page up, down", "上翻、下翻半页")
    private static let ends = Text("first task, last task", "第一个、最后一个任务")

    static let dashboard = [
        ActionSpec(.reconnect, ["r"], "try the connection now", "立即重新连接", hint: Text("reconnect", "重连")),
        ActionSpec(.help, ["?", .function(1)], "open and close this help", "打开、关闭本帮助", hint: Text("help", "帮助")),
        ActionSpec(.mouse, ["m"], "mouse on, off (Shift selects text)", "启用、停用鼠标（Shift 选取文字）"),
        ActionSpec(.redraw, [.control("l")], "paint the screen again", "重画屏幕"),
        ActionSpec(.quit, ["q"], "quit the dashboard", "退出", hint: Text("quit", "退出")),
        ActionSpec(.palette, [":"], "any action by its name", "按名称执行任何操作", hint: Text("commands", "命令")),
    ]
}

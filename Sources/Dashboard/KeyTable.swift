package import Screen

/// What keys do in a place where the list's own have no say: the one table behind those keys, their help and the manual.
struct KeyTable<Deed: Sendable>: Sendable {
    struct Entry: Sendable {
        let deed: Deed
        let keys: [Key]
        let help: Text

        init(_ deed: Deed, _ keys: [Key], _ english: String, _ chinese: String) {
            self.deed = deed
            self.keys = keys
            help = Text(english, chinese)
        }
    }

    let entries: [Entry]
    private let deeds: [Key: Deed]

    init(_ entries: [Entry]) {
        self.entries = entries
        let pairs = entries.flatMap { entry in entry.keys.map { ($0, entry.deed) } }
        deeds = Dictionary(pairs) { first, _ in first }
    }

    subscript(key: Key) -> Deed? { deeds[key] }
}

/// The keys of a place that are the same whatever the configuration says, for help, manual and tests.
package struct PlaceKeys: Sendable {
    package let place: Place
    package let entries: [(keys: [Key], help: Text)]

    package enum Place: Sendable, Hashable, CaseIterable {
        case question, text, filterLine, commandLine, line
    }

    private init<Deed>(_ place: Place, _ table: KeyTable<Deed>) {
        self.place = place
        entries = table.entries.map { ($0.keys, $0.help) }
    }

    package var title: Text {
        switch place {
        case .question: Text("In a question", "在提问中")
        case .text: Text("In this help and in answers", "在帮助和结果中")
        case .filterLine: Text("While a filter is typed", "输入过滤时")
        case .commandLine: Text("While a command is typed", "输入命令时")
        case .line: Text("On any line being typed", "输入任何一行时")
        }
    }

    package static let all: [PlaceKeys] = [
        PlaceKeys(.question, ActionDialog.keys), PlaceKeys(.text, TextDeed.keys),
        PlaceKeys(.filterLine, FilterLineDeed.keys), PlaceKeys(.commandLine, CommandLineDeed.keys),
        PlaceKeys(.line, LineEditor.keys),
    ]
}

extension ActionDialog {
    enum Deed: Sendable {
        case confirm, keep, choose, change
    }

    static let keys = KeyTable<Deed>([
        .init(.confirm, ["y", "Y"], "yes", "是"),
        .init(.keep, ["n", "N", .escape, "q"], "no", "否"),
        .init(.change, [.tab, .backTab, .left, .right, .up, .down], "go to the other answer", "切换答案"),
        .init(.choose, [.enter], "take the answer under the cursor", "选择光标处的答案"),
    ])
}

/// What a text over the list takes besides the keys that move the cursor, which move it.
enum TextDeed: Sendable {
    case close

    static let keys = KeyTable<TextDeed>([
        .init(.close, [.escape, .enter], "close; keys that move the cursor scroll", "关闭；移动光标的键用于滚动")
    ])
}

enum FilterLineDeed: Sendable {
    case accept, giveUp, earlier, later

    static let keys = KeyTable<FilterLineDeed>([
        .init(.accept, [.enter], "keep the filter", "确定过滤"),
        .init(.giveUp, [.escape], "back to the filter before", "恢复之前的过滤"),
        .init(.earlier, [.up], "an earlier filter", "更早的过滤"),
        .init(.later, [.down], "a later filter", "更晚的过滤"),
    ])
}

enum CommandLineDeed: Sendable {
    case run, giveUp, complete, up, down, earlier, later

    static let keys = KeyTable<CommandLineDeed>([
        .init(.run, [.enter], "run it", "执行"),
        .init(.giveUp, [.escape], "give it up", "放弃"),
        .init(.complete, [.tab], "complete the name", "补全名称"),
        .init(.up, [.up], "choose the suggestion above", "选择上一条建议"),
        .init(.down, [.down], "choose the suggestion below", "选择下一条建议"),
        .init(.earlier, [.control("p")], "an earlier command", "更早的命令"),
        .init(.later, [.control("n")], "a later command", "更晚的命令"),
    ])
}

extension LineEditor {
    enum Deed: Sendable {
        case left, right, start, end, deleteBefore, deleteAfter, deleteToStart, deleteToEnd, deleteWord
    }

    static let keys = KeyTable<Deed>([
        .init(.left, [.left, .control("b")], "a character left", "左移一个字符"),
        .init(.right, [.right, .control("f")], "a character right", "右移一个字符"),
        .init(.start, [.home, .control("a")], "to the start", "移到开头"),
        .init(.end, [.end, .control("e")], "to the end", "移到末尾"),
        .init(.deleteBefore, [.backspace], "delete the character before", "删除前一个字符"),
        .init(.deleteAfter, [.delete], "delete the character after", "删除后一个字符"),
        .init(.deleteWord, [.control("w")], "delete the word before", "删除前一个词"),
        .init(.deleteToStart, [.control("u")], "delete to the start", "删除到开头"),
        .init(.deleteToEnd, [.control("k")], "delete to the end", "删除到末尾"),
    ])
}

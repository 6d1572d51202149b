import Screen

/// Which columns the table of tasks has on a screen of a given width, and how wide they are.
///
/// What is needed most comes first and what does not fit is left out, so that no column is ever cut by accident.
struct TableLayout {
    enum Column: Int, CaseIterable {
        // In the order in which they stand on the screen.
        case id, server, status, bar, percent, eta, elapsed, type, title, message
    }

    struct Place {
        let column: Column
        let start: Int
        let width: Int
    }

    /// From left to right.
    let places: [Place]

    /// Names of servers that are wider are cut where all of them can be told apart.
    static let widestServer = 12

    /// The cursor's sign stands in front of the first column.
    static let cursorColumns = 1

    /// What a wider screen buys, step by step: each raises a column to a width, and the first that does not fit ends it.
    private static let steps: [(column: Column, width: Int)] = [
        (.eta, 6), (.elapsed, 7), (.status, 17), (.message, 16), (.title, 16), (.message, 24), (.bar, 12), (.type, 12),
        (.title, 20), (.type, 18), (.bar, 20), (.title, 28), (.message, 48), (.bar, 32), (.title, 40),
    ]
    /// What comes first where the servers need a column: rows of different ones are compared by what they say.
    private static let firstStepOfServers: [(column: Column, width: Int)] = [(.eta, 6), (.message, 12)]

    /// - Parameter serverColumns: The widest name of a server; 0 for no such column.
    init(width: Int, idColumns: Int, serverColumns: Int = 0) {
        var widths: [Column: Int] = [.id: idColumns, .server: serverColumns, .status: 12, .bar: 10, .percent: 4]
        func taken() -> Int {
            widths.reduce(TableLayout.cursorColumns) { $0 + $1.value + ($1.value > 0 ? $1.key.gap : 0) }
        }
        for step in (serverColumns > 0 ? TableLayout.firstStepOfServers : []) + TableLayout.steps {
            let before = widths[step.column]
            widths[step.column] = max(before ?? 0, step.width)
            guard taken() > width else { continue }
            widths[step.column] = before
            break
        }
        TableLayout.squeeze(&widths, by: taken() - width)
        widths[widths[.message] == nil ? .bar : .message, default: 0] += max(0, width - taken())
        places = TableLayout.places(widths)
    }

    /// On a very narrow screen the status is its sign alone, then the bar shrinks, then the id.
    private static func squeeze(_ widths: inout [Column: Int], by excess: Int) {
        guard excess > 0, let status = widths[.status], let bar = widths[.bar], let id = widths[.id] else { return }
        let stillOver = excess - (status - 1)
        widths[.status] = 1
        widths[.bar] = max(0, bar - max(0, stillOver))
        widths[.id] = max(4, id - max(0, stillOver - bar))
    }

    private static func places(_ widths: [Column: Int]) -> [Place] {
        var places: [Place] = []
        var start = cursorColumns
        for column in Column.allCases {
            guard let width = widths[column], width > 0 else { continue }
            start += column.gap
            places.append(Place(column: column, start: start, width: width))
            start += width
        }
        return places
    }

    func has(_ column: Column) -> Bool { places.contains { $0.column == column } }
}

extension TableLayout.Column {
    var title: Text {
        switch self {
        case .id: Text("ID", "编号")
        case .server: Text("SERVER", "服务器")
        case .status: Text("STATUS", "状态")
        case .bar: Text("PROGRESS", "进度")
        case .percent: Text("%", "%")
        case .eta: Text("ETA", "剩余")
        case .elapsed: Text("ELAPSED", "用时")
        case .type: Text("TYPE", "类型")
        case .title: Text("TITLE", "标题")
        case .message: Text("MESSAGE", "消息")
        }
    }

    /// The order that this column shows.
    var order: SortOrder? {
        switch self {
        case .id: .id
        case .server: .server
        case .status: .status
        case .bar: .progress
        case .percent: nil
        case .eta: .eta
        case .elapsed: .elapsed
        case .type: .type
        case .title: .title
        case .message: .message
        }
    }

    var isNumber: Bool { self == .percent || self == .eta || self == .elapsed }

    /// Blank columns in front of it.
    var gap: Int {
        switch self {
        case .id: 0
        case .server, .bar, .percent, .eta, .elapsed: 1
        case .status, .type, .title, .message: 2
        }
    }
}

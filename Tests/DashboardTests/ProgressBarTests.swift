import Dashboard
import Screen
import Testing

struct ProgressBarTests {
    private func bar(_ percent: Double, columns: Int, _ repertoire: Frame.Repertoire = .unicode) -> String {
        var frame = Frame(Size(columns: columns, rows: 1), repertoire: repertoire)
        ProgressBar(percent: percent, style: .plain, repertoire: repertoire).draw(in: Area(frame.size), of: &frame)
        return frame.lines.joined()
    }

    @Test(arguments: [
        (0, "········"), (0.01, "▏·······"), (1.5, "▏·······"), (50, "████····"), (51.6, "████▏···"),
        (99.99, "███████▉"),
        (100, "████████"), (250, "████████"), (-5, "········"), (.nan, "········"), (.infinity, "········"),
    ])
    func `a bar fills in eighths and is full only at the end`(percent: Double, expected: String) {
        #expect(bar(percent, columns: 8) == expected)
    }

    @Test(arguments: [(0, "...."), (13, "-..."), (50, "##.."), (63, "##-."), (100, "####")])
    func `a bar in ASCII fills in halves`(percent: Double, expected: String) {
        #expect(bar(percent, columns: 4, .ascii) == expected)
    }

    @Test(arguments: [(0.0, "·"), (1, "▏"), (50, "▌"), (99, "▉"), (100, "█")])
    func `a bar of one cell still shows progress`(percent: Double, expected: String) {
        #expect(bar(percent, columns: 1) == expected)
    }

    @Test func `a bar without room draws nothing`() {
        var frame = Frame(Size(columns: 4, rows: 2))
        let bar = ProgressBar(percent: 50, style: .plain, repertoire: .unicode)
        for area in [(0, 4), (1, 0), (0, 0)].map({ Area(row: 0, column: 0, rows: $0.0, columns: $0.1) }) {
            bar.draw(in: area, of: &frame)
        }
        bar.draw(in: Area(row: 5, column: 9, rows: 1, columns: 3), of: &frame)
        #expect(frame.lines == ["", ""])
    }
}

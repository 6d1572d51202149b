import Screen
import Terminal
import TestSupport
import Testing

@Suite struct FrameChangesTests {
    private static func frame(_ rows: String...) -> Frame {
        var frame = Frame(Size(columns: 8, rows: 2))
        for (row, text) in rows.enumerated() { frame.write(text, row: row, column: 0) }
        return frame
    }

    private static func summary(_ changes: [CellChange]) -> [String] {
        changes.map { "\($0.row),\($0.column) \($0.cell.text)" }
    }

    @Test func `the same frame again changes nothing`() {
        let frame = FrameChangesTests.frame("中文", "abc")
        #expect(frame.changes(since: frame).isEmpty)
    }

    @Test func `on an empty screen only what is not blank is drawn`() {
        let changes = FrameChangesTests.frame("a b", "中").changes(since: nil)
        #expect(FrameChangesTests.summary(changes) == ["0,0 a", "0,2 b", "1,0 中"])
    }

    @Test func `what goes away is drawn as blanks`() {
        let changes = FrameChangesTests.frame("x").changes(since: FrameChangesTests.frame("x中"))
        #expect(FrameChangesTests.summary(changes) == ["0,1  ", "0,2  "])
    }

    @Test func `a change of style alone is a change`() {
        var styled = FrameChangesTests.frame("abc")
        styled.restyle(Area(row: 0, column: 1, rows: 1, columns: 1)) { $0.isBold = true }
        #expect(FrameChangesTests.summary(styled.changes(since: FrameChangesTests.frame("abc"))) == ["0,1 b"])
    }

    @Test(arguments: 0..<50 as Range<UInt64>) func `applied to the old frame, the changes give the new one`(
        seed: UInt64
    ) {
        var random = SeededGenerator(seed: seed)
        let size = Size(columns: 12, rows: 3)
        func randomFrame() -> Frame {
            var frame = Frame(size)
            for _ in 0..<20 {
                let text = ["a", "中", "é", " "].randomElement(using: &random) ?? "a"
                frame.write(
                    text,
                    row: .random(in: 0..<3, using: &random),
                    column: .random(in: 0..<12, using: &random),
                )
            }
            return frame
        }
        let (old, new) = (randomFrame(), randomFrame())
        var screen = old
        for change in new.changes(since: old) {
            screen.write(change.cell.text, row: change.row, column: change.column, style: change.cell.style)
        }
        #expect(screen.lines == new.lines)
    }
}

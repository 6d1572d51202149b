import Screen
import TestSupport
import Testing

struct FrameTests {
    private func frame(_ columns: Int, _ rows: Int = 1) -> Frame { Frame(Size(columns: columns, rows: rows)) }

    @Test func `writing stops at the right edge`() {
        var frame = frame(5)
        #expect(frame.write("abcdef", row: 0, column: 2) == 3)
        #expect(frame.lines == ["  abc"])
    }

    @Test(arguments: [(-1, 0), (0, -1), (1, 0), (0, 5)])
    func `writing outside of the grid changes nothing`(row: Int, column: Int) {
        var frame = frame(5)
        #expect(frame.write("abc", row: row, column: column) == 0)
        #expect(frame == self.frame(5))
        #expect(frame[row, column] == .blank())
    }

    @Test(arguments: [(0, 0), (0, 3), (3, 0), (-1, -1)])
    func `a grid without cells takes anything`(columns: Int, rows: Int) {
        var frame = frame(columns, rows)
        frame.write("中文", row: 0, column: 0)
        frame.fill(Area(row: -2, column: -2, rows: 9, columns: 9))
        #expect(frame.lines.count == max(0, rows))
    }

    @Test func `a wide character that does not fit whole is left out`() {
        var frame = frame(5)
        #expect(frame.write("中文字", row: 0, column: 0) == 4)
        #expect(frame.write("中", row: 0, column: 4) == 0)
        #expect(frame.write("文字", row: 0, column: 0, maximumWidth: 3) == 2)
        #expect(frame[0, 0].text == "文")
    }

    @Test func `what covers half of a wide character removes the other half`() {
        var left = frame(4)
        left.write("中", row: 0, column: 1)
        left.write("x", row: 0, column: 1)
        #expect(left.lines == [" x"])
        var right = frame(4)
        right.write("中", row: 0, column: 1)
        right.write("x", row: 0, column: 2)
        #expect(right.lines == ["  x"])
        var both = frame(6)
        both.write("中文", row: 0, column: 0)
        both.write("字", row: 0, column: 1)
        #expect(both.lines == [" 字"])
        #expect(both[0, 3] == .blank())
    }

    @Test func `random writing never leaves half of a wide character`() {
        var random = SeededGenerator(seed: 7)
        var frame = frame(9, 3)
        for _ in 0..<5_000 {
            let text = ["中", "a", "é中b", "😀😀", " "].randomElement(using: &random) ?? ""
            frame.write(text, row: .random(in: -1...3, using: &random), column: .random(in: -1...9, using: &random))
            for row in 0..<3 {
                for column in 0..<9 {
                    let width = frame[row, column].width
                    #expect((width == 2) == (column < 8 && frame[row, column + 1].width == 0))
                    #expect(width > 0 || column > 0)
                }
            }
        }
    }

    @Test(arguments: [
        ("\u{1B}[31mred", "␛[31mred"), ("a\u{07}b", "a␇b"), ("a\u{00}b", "a␀b"), ("a\u{7F}b", "a␡b"),
        ("a\u{9B}31m", "a�31m"),
        ("a\nb\tc\rd", "a b c d"), ("\u{202E}gpj.exe", "�gpj.exe"), ("a\u{2066}b\u{2069}", "a�b�"),
        ("pay\u{200B}pal", "pay�pal"),
        ("\u{FEFF}x", "�x"), ("a\u{AD}b", "a�b"), ("\u{301}x", "�x"), ("a\u{2028}b", "a b"), ("x\u{E0041}", "x�"),
        ("\u{10FFFF}", "�"), ("\u{3164}", "�"), ("می\u{200C}خواهم", "میخواهم"), ("🇩🇪", "DE"), ("👩‍🎨!", "👩!"),
    ])
    func `text can do nothing to the terminal but be seen`(text: String, expected: String) {
        var frame = frame(20)
        frame.write(text, row: 0, column: 0)
        #expect(frame.lines == [expected])
    }

    @Test func `marks piled on one character are cut`() {
        var frame = frame(3)
        frame.write("z" + String(repeating: "\u{301}", count: 10_000) + "y", row: 0, column: 0)
        #expect(frame[0, 0].text.utf8.count <= 32)
        #expect(frame[0, 1].text == "y")
    }

    @Test func `on an ASCII terminal the columns stay and other characters become question marks`() {
        var frame = Frame(Size(columns: 10, rows: 1), repertoire: .ascii)
        frame.write("a中é\u{1B}b", row: 0, column: 0)
        #expect(frame.lines == ["a????b"])
    }

    @Test func `filling and restyling keep to their area`() {
        var frame = frame(4, 3)
        frame.fill(Area(row: 1, column: 1, rows: 5, columns: 2), with: "#")
        frame.restyle(Area(row: 0, column: 3, rows: 9, columns: 9)) { $0.isDim = true }
        #expect(frame.lines == ["", " ##", " ##"])
        #expect((0..<4).map { frame[2, $0].style.isDim } == [false, false, false, true])
    }

    @Test func `an area in the middle of another never leaves it`() {
        let whole = Area(row: 2, column: 3, rows: 10, columns: 20)
        #expect(whole.centred(rows: 4, columns: 10) == Area(row: 5, column: 8, rows: 4, columns: 10))
        #expect(whole.centred(rows: 40, columns: 100) == whole)
    }

    @Test func `where ambiguous characters are wide, each is written as it is, in two columns`() {
        AmbiguousCharacters.$areWide.withValue(true) {
            var frame = Frame(Size(columns: 20, rows: 1), repertoire: .wideAmbiguous)
            #expect(frame.write("é进ö° αя☃", row: 0, column: 0) == 13)
            #expect(frame.lines == ["é进ö° αя☃"])
            #expect(frame[0, 0].width == 2 && frame[0, 1].width == 0 && frame[0, 4].width == 1)
            #expect("café".columnCount == 5 && "e\u{301}".columnCount == 1 && "\u{FFFD}".columnCount == 2)
            #expect("éééé".truncated(toColumns: 5, ellipsis: "~") == "éé~")
        }
        #expect("café".columnCount == 4)
    }
}

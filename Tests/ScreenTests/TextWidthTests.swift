import Screen
import Testing

struct TextWidthTests {
    @Test(arguments: [
        ("", 0), ("a", 1), ("abc", 3), ("é", 1), ("e\u{301}", 1), ("ß", 1), ("Ω", 1), ("я", 1), ("ا", 1),
        ("中", 2), ("进度", 4), ("生成图片 50%", 12), ("ｱ", 1), ("Ａ", 2), ("。", 2), ("ひらがな", 8), ("한글", 4),
        ("\u{1112}\u{1161}\u{11AB}", 2), ("𠀀", 2), ("\u{3000}", 2), ("😀", 2), ("👍🏽", 2), ("👩‍🎨", 2), ("👨‍👩‍👧‍👦", 2),
        ("❤", 1), ("❤\u{FE0F}", 1), ("1\u{FE0F}\u{20E3}", 1), ("🇩🇪", 2), ("█", 1), ("…", 1), ("─", 1),
        ("नि", 2), ("\u{1B}", 1), ("\r\n", 2), ("\u{200B}", 1),
    ])
    func `text takes the columns that terminals give it`(text: String, columns: Int) {
        #expect(text.columnCount == columns)
        var frame = Frame(Size(columns: 20, rows: 1))
        #expect(frame.write(text, row: 0, column: 0) == columns)
    }

    @Test(arguments: [
        ("abc", 3, "abc"), ("abcd", 3, "ab…"), ("abcd", 1, "…"), ("abcd", 0, ""), ("", 0, ""), ("中文字", 6, "中文字"),
        ("中文字", 5, "中文…"), ("中文字", 4, "中…"), ("中文字", 2, "…"), ("e\u{301}e\u{301}e\u{301}", 2, "e\u{301}…"),
        ("abcd", -1, ""),
    ])
    func `truncated text fits and shows that something is missing`(text: String, limit: Int, expected: String) {
        let truncated = text.truncated(toColumns: limit)
        #expect(truncated == expected)
        #expect(truncated.columnCount <= max(0, limit))
    }

    @Test func `an ellipsis of several columns leaves room for itself`() {
        #expect("abcdef".truncated(toColumns: 5, ellipsis: "...") == "ab...")
        #expect("abcdef".truncated(toColumns: 2, ellipsis: "...") == "")
        #expect("abcdef".truncated(toColumns: 2, ellipsis: "") == "ab")
    }

    @Test(arguments: [
        ("one two three", 8, ["one two", "three"]), ("one two", 7, ["one two"]),
        ("abcdefgh", 3, ["abc", "def", "gh"]),
        ("a\n\nb\r\nc", 9, ["a", "", "b", "c"]), ("进度进度", 5, ["进度", "进度"]), ("", 5, [""]),
        ("ab cdefgh", 4, ["ab", "cdef", "gh"]),
    ])
    func `text is wrapped at its ends of lines and at spaces`(text: String, columns: Int, lines: [String]) {
        #expect(text.wrapped(toColumns: columns) == lines)
    }
}

import Screen
import Terminal
import Testing

@Suite struct KeyDecoderTests {
    private static func keys(_ parts: [UInt8]..., pausing: Bool = true) -> [Key] {
        var decoder = KeyDecoder()
        var keys: [Key] = []
        for part in parts {
            for byte in part { decoder.decode(byte, into: &keys) }
            if pausing { decoder.inputPaused(into: &keys) }
        }
        return keys
    }

    @Test(
        arguments: [
            ("a ~", [.character("a"), .character(" "), .character("~")]),
            ("\t\r\n\u{8}\u{7F}", [.tab, .enter, .enter, .backspace, .backspace]),
            ("\u{1}\u{3}\u{1A}", [.control("a"), .control("c"), .control("z")]),
            ("é中🎨", [.character("é"), .character("中"), .character("🎨")]),
            ("\u{1B}", [.escape]),
            ("\u{1B}\u{1B}", [.escape, .escape]),
            ("\u{1B}j", [.escape, .character("j")]),
            ("\u{1B}[<0;10;5M\u{1B}[<64;1;1M\u{1B}[<65;1;1M", [.click(row: 4, column: 9), .wheelUp, .wheelDown]),
            ("\u{1B}[A\u{1B}OB\u{1B}[C\u{1B}OD", [.up, .down, .right, .left]),
            (
                "\u{1B}[1~\u{1B}OF\u{1B}[5~\u{1B}[6~\u{1B}[3~\u{1B}[Z",
                [.home, .end, .pageUp, .pageDown, .delete, .backTab],
            ),
        ] as [(String, [Key])]
    )
    func `bytes become the keys they stand for`(text: String, expected: [Key]) {
        #expect(KeyDecoderTests.keys(Array(text.utf8)) == expected)
    }

    @Test(arguments: [
        "\u{1B}[1;5Cq", "\u{1B}[200~q", "\u{1B}[<0;10;5mq", "\u{1B}[<35;10;5Mq", "\u{1B}[<0;0;5Mq",
        "\u{1B}[<0;99999999999999999999;5Mq", "\u{1B}OPq", "\u{1B}[?1;2cq",
    ])
    func `the letters of an unknown sequence are not keys`(text: String) {
        #expect(KeyDecoderTests.keys(Array(text.utf8)) == [.character("q")])
    }

    @Test(arguments: 1..<4) func `a character may arrive in pieces`(split: Int) {
        let bytes = Array("🎨".utf8)
        #expect(KeyDecoderTests.keys(Array(bytes[..<split]), Array(bytes[split...])) == [.character("🎨")])
    }

    @Test(
        arguments: [
            [0xFF], [0x80, 0xBF], [0xC0, 0xAF], [0xE4, 0xB8], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80],
        ] as [[UInt8]]
    )
    func `bytes that are no UTF-8 vanish and what follows is read`(bytes: [UInt8]) {
        #expect(KeyDecoderTests.keys(bytes + [0x71]) == [.character("q")])
    }

    @Test func `an endless sequence does not swallow what follows for ever`() {
        let bytes = [0x1B, 0x5B] + [UInt8](repeating: 0x30, count: 1000) + [0x0D]
        #expect(KeyDecoderTests.keys(bytes).last == .enter)
    }
}

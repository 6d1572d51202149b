import Terminal
import Testing

struct RequestEncoderTests {
    private let encoder = RequestEncoder(term: "xterm-256color")

    private func text(_ request: TerminalRequest) -> String {
        String(decoding: encoder.bytes(for: request), as: UTF8.self)
    }

    @Test func `requests are what xterm understands`() {
        #expect(text(.title("3▶ 1✗")) == "\u{1B}]2;3▶ 1✗\u{7}")
        #expect(text(.copy("task-1")) == "\u{1B}]52;c;dGFzay0x\u{7}")
        #expect(text(.bell) == "\u{7}")
        #expect(text(.message("done")) == "\u{1B}]9;done\u{7}")
        #expect(text(.mouse(true)) == "\u{1B}[?1000h\u{1B}[?1006h")
        #expect(text(.mouse(false)) == "\u{1B}[?1006l\u{1B}[?1000l")
    }

    @Test func `nothing in a text ends a sequence or begins one`() {
        #expect(text(.title("a\u{7}b\u{1B}]0;x\u{9C}\n\u{7F}c")) == "\u{1B}]2;ab]0;xc\u{7}")
    }

    @Test(arguments: ["vt100", "linux", "dumb", "ansi", ""])
    func `a terminal of another kind is only rung`(term: String) {
        let encoder = RequestEncoder(term: term)
        #expect(encoder.bytes(for: .title("x")) == [])
        #expect(encoder.bytes(for: .mouse(true)) == [])
        #expect(encoder.bytes(for: .bell) == [7])
    }

    @Test(arguments: ["xterm", "tmux-256color", "screen-256color", "foot", "st-256color", "alacritty"])
    func `known terminals are asked`(term: String) {
        #expect(RequestEncoder(term: term).understandsSequences)
    }
}

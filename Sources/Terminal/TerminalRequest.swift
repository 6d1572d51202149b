import Foundation

/// Something besides a picture that an application wants of the terminal; one that cannot do it is not asked.
package enum TerminalRequest: Sendable, Equatable {
    /// What stands over the window or in its tab.
    case title(String)
    /// Puts a text into the clipboard of whoever sits at the terminal, over ssh too (OSC 52).
    case copy(String)
    case bell
    /// A message on the desktop (OSC 9), for those who look elsewhere.
    case message(String)
    /// Whether clicks and the wheel are reported, instead of selecting text.
    case mouse(Bool)
}

/// The sequences for requests, as terminals of xterm's kind understand them.
///
/// Texts come from strangers: nothing in them may end a sequence or begin one.
package struct RequestEncoder: Sendable {
    /// A terminal of another kind might show the sequences as text.
    package let understandsSequences: Bool

    /// For a terminal with that TERM.
    package init(term: String) {
        let kinds = [
            "xterm", "tmux", "screen", "rxvt", "alacritty", "foot", "kitty", "wezterm", "ghostty", "vte", "st-",
            "konsole", "contour",
        ]
        understandsSequences = kinds.contains { term.hasPrefix($0) } || term == "st"
    }

    /// What to write for a request; empty where the terminal would not understand it.
    package func bytes(for request: TerminalRequest) -> [UInt8] {
        guard understandsSequences || request == .bell else { return [] }
        return switch request {
        case .title(let text): Array("\u{1B}]2;\(RequestEncoder.safe(text))\u{7}".utf8)
        case .copy(let text): Array("\u{1B}]52;c;\(Data(text.utf8).base64EncodedString())\u{7}".utf8)
        case .bell: [7]
        case .message(let text): Array("\u{1B}]9;\(RequestEncoder.safe(text))\u{7}".utf8)
        case .mouse(true): Array("\u{1B}[?1000h\u{1B}[?1006h".utf8)
        case .mouse(false): Array(RequestEncoder.mouseOff.utf8)
        }
    }

    /// Puts the title away before it is changed, and brings it back.
    static let pushTitle = "\u{1B}[22;2t"
    static let popTitle = "\u{1B}[23;2t"
    static let mouseOff = "\u{1B}[?1006l\u{1B}[?1000l"

    private static func safe(_ text: String) -> String {
        String(String.UnicodeScalarView(text.unicodeScalars.filter { $0.value >= 0x20 && !(0x7F...0x9F ~= $0.value) }))
    }
}

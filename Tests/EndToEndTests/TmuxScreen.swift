import Foundation
import Testing

/// A terminal of a known size with a plain shell in it, on a tmux server of its own that ends with this value.
///
/// The shell is `sh`: it leaves the terminal's modes alone, so what a program did to them stays visible.
final class TmuxScreen: Sendable {
    /// How long a test waits for a screen.
    static let patience: Duration = .seconds(20)
    private static let prompt = "ready>"
    /// Between two looks at the screen.
    private static let pause: Duration = .milliseconds(30)
    private static let path: String = {
        let build = URL(filePath: Genboard.path).deletingLastPathComponent().path()
        return "\(build):\(ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin")"
    }()

    private let tmux: TmuxServer

    /// Opens the terminal and waits for the shell's prompt.
    ///
    /// - Parameter environment: Besides a PATH that has genboard, a UTF-8 locale and the terminal's type.
    init(columns: Int = 80, rows: Int = 24, environment: [String: String] = [:]) async throws {
        let standard = ["TERM": "tmux-256color", "LC_ALL": "C.UTF-8", "PS1": "\(TmuxScreen.prompt) "]
        let variables = standard.merging(["PATH": TmuxScreen.path]) { $1 }.merging(environment) { $1 }
        let program = ["env", "-i"] + variables.map { "\($0.key)=\($0.value)" } + ["sh"]
        tmux = try await TmuxServer.start(columns: columns, rows: rows, program: program)
        try await waitForPrompt()
    }

    /// Types text, as it stands.
    func type(_ text: String) async throws {
        try await tmux.run(["send-keys", "-l", "--", text])
    }

    /// Presses keys by tmux's names for them, such as `Enter`, `C-c` and `PPage`.
    func press(_ keys: String...) async throws {
        try await tmux.run(["send-keys", "--"] + keys)
    }

    /// Has the shell run a command line.
    func run(_ command: String) async throws {
        try await type(command)
        try await press("Enter")
    }

    func resize(columns: Int, rows: Int) async throws {
        try await tmux.run(["resize-window", "-x", "\(columns)", "-y", "\(rows)"])
    }

    /// The rows of the screen from the top, without the blanks at their ends.
    var rows: [String] {
        get async throws { try await tmux.run(["capture-pane", "-p"]) }
    }

    /// The rows with the escape sequences of their colours and attributes.
    var styledRows: [String] {
        get async throws { try await tmux.run(["capture-pane", "-p", "-e"]) }
    }

    /// What tmux knows of the terminal, by the names of its formats, such as `cursor_flag`.
    func fact(_ name: String) async throws -> String {
        try await tmux.run(["display-message", "-p", "#{\(name)}"]).joined()
    }

    /// The process group that has the terminal: the program that the shell runs now.
    var foregroundProcess: Int32 {
        get async throws {
            let shell = try await fact("pane_pid")
            let stat = try String(contentsOfFile: "/proc/\(shell)/stat", encoding: .utf8)
            // After the name in parentheses: state, parent, group, session, terminal, the terminal's foreground group.
            let fields = stat.split(separator: ")").last?.split(separator: " ") ?? []
            return try #require(fields.count > 5 ? Int32(fields[5]) : nil)
        }
    }
}

extension TmuxScreen {
    /// Waits until the screen is as wanted, and returns its rows.
    @discardableResult
    func wait(until what: String, _ isWanted: ([String]) -> Bool) async throws -> [String] {
        var last: [String] = []
        do {
            return try await waitFor(what, within: TmuxScreen.patience) {
                try await Task.sleep(for: TmuxScreen.pause)
                last = try await rows
                return isWanted(last) ? last : nil
            }
        } catch is WaitError {
            throw WaitError(what: what, seen: last.joined(separator: "\n"))
        }
    }

    /// Waits until the text stands somewhere on the screen, within one row.
    @discardableResult
    func wait(for text: String) async throws -> [String] {
        try await wait(until: "\"\(text)\"") { rows in rows.contains { $0.contains(text) } }
    }

    @discardableResult
    func waitForPrompt() async throws -> [String] {
        try await wait(until: "the prompt") { rows in rows.last { !$0.isEmpty } == TmuxScreen.prompt }
    }
}

/// What terminals do besides showing text.
extension TmuxScreen {
    /// Lets programs set the clipboard, as most terminals do and tmux does when told to.
    func allowClipboard() async throws {
        try await tmux.run(["set-option", "-g", "set-clipboard", "on"])
    }

    /// The text that was last put into the clipboard.
    var clipboard: String {
        get async throws { (try? await tmux.run(["show-buffer"]).joined(separator: "\n")) ?? "" }
    }

    /// Has tmux note a bell, also in the window that is looked at.
    func watchBell() async throws {
        try await tmux.run(["set-option", "-g", "monitor-bell", "on"])
        try await tmux.run(["new-window", "-d"])
        try await tmux.run(["select-window", "-t", ":+1"])
    }

    var hasRung: Bool {
        get async throws { try await tmux.run(["list-windows", "-F", "#{window_bell_flag}"]).contains("1") }
    }
}

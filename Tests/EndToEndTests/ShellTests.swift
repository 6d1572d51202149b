import Dashboard
import Foundation
import JSON
import Testing

/// genboard in a shell: completions, the manual page, the configuration file.
@Suite struct ShellTests {
    /// The directory of the real binary, first in the path of the shells.
    private static let path: String = {
        let directory = URL(filePath: Genboard.path).deletingLastPathComponent().path()
        return "\(directory):\(ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin")"
    }()

    private func shell(_ words: [String], _ environment: [String: String]) async throws -> String {
        let program = try RunningProgram(
            ["/usr/bin/env"] + words,
            environment: environment.merging(["PATH": ShellTests.path, "XDG_CONFIG_HOME": "/nonexistent"]) { $1 },
        )
        let finished = try await Finished(program)
        #expect(finished.errors.isEmpty, "\(finished.errors)")
        return finished.output
    }

    private func bash(_ line: String, _ environment: [String: String] = [:]) async throws -> [Substring] {
        let script = """
            source <(genboard completions bash)
            COMP_WORDS=(\(line)); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _genboard; printf '%s\\n' "${COMPREPLY[@]}"
            """
        return try await shell(["bash", "-c", script], environment).split(separator: "\n")
    }

    @Test func `bash completes commands, options, words and live task ids`() async throws {
        let server = try await GenboardProcess()
        try await server.shell("genboard create --id one; genboard create --id other; genboard complete other")
        let all = ["one", "other"]
        #expect(try await bash("genboard get ''", server.environment).map(String.init) == all)
        #expect(try await bash("genboard get ot", server.environment) == ["other"])
        #expect(try await bash("genboard cancel --reason one ''", server.environment) == ["one"])
        #expect(try await bash("genboard cancel one ''", server.environment) == [])
        #expect(try await bash("genboard wait one o", server.environment) == ["one"])
        #expect(try await bash("genboard co") == ["complete", "completions", "config"])
        #expect(try await bash("genboard config ''") == ["check", "show"])
        #expect(try await bash("genboard list --status f") == ["failed"])
        #expect(try await bash("genboard list --status = f") == ["failed"])
        #expect(try await bash("genboard wait --ti") == ["--timeout"])
        #expect(try await bash("genboard run --title ''") == [])
        #expect(try await bash("genboard get ''", ["GENBOARD_URL": "http://127.0.0.1:9"]) == [])
    }

    @Test func `fish completes commands, options, words and live task ids`() async throws {
        let server = try await GenboardProcess()
        try await server.shell(
            "genboard create --id one --title Cover; genboard create --id other; genboard complete other"
        )
        func fish(_ line: String) async throws -> [Substring] {
            let script = "genboard completions fish | source; complete -C '\(line)'"
            let output = try await shell(["fish", "--no-config", "-c", script], server.environment)
            return output.split(separator: "\n")
        }
        #expect(try await fish("genboard get o").map { $0.prefix { $0 != "\t" } } == ["one", "other"])
        #expect(try await fish("genboard cancel ").map { $0.prefix { $0 != "\t" } } == ["one"])
        #expect(try await fish("genboard get on") == ["one\tpending 0% Cover content_generation"])
        #expect(try await fish("genboard list --status fa").map { $0.prefix { $0 != "\t" } } == ["failed"])
        #expect(try await fish("genboard wa").map { $0.prefix { $0 != "\t" } } == ["wait", "watch"])
        #expect(try await fish("genboard wait --ti").map { $0.prefix { $0 != "\t" } } == ["--timeout"])
    }

    @Test func `zsh completes commands, options and live task ids`() async throws {
        let server = try await GenboardProcess()
        try await server.shell("genboard create --id one-of-two; genboard create --id other; genboard complete other")
        let screen = try await TmuxScreen()
        try await screen.run("export PATH='\(ShellTests.path)' GENBOARD_URL=\(server.url) PS1='zsh> '; exec zsh -f")
        try await screen.run("autoload -U compinit; compinit -D; source <(genboard completions zsh); clear")
        try await screen.wait(forRow: "zsh> ")
        for (typed, completed) in [
            ("cancel o", "cancel one-of-two"), ("wai", "wait"), ("wait --ti", "wait --timeout"),
            ("config ch", "config check"),
        ] {
            try await screen.type("genboard \(typed)")
            try await screen.press("Tab")
            try await screen.wait(forRow: "zsh> genboard \(completed)")
            try await screen.press("C-u")
        }
    }

    @Test func `the manual page is set without a warning`() async throws {
        let script = "genboard help --man | groff -man -Tutf8 -ww -P-cbou"
        let page = try await shell(["bash", "-c", script], [:])
        #expect(page.contains("GENBOARD(1)"))
        for word in ["EXIT STATUS", "ENVIRONMENT", "FILES", "EXAMPLES", "completions", "DASHBOARD KEYS", "FILTERS"] {
            #expect(page.contains(word))
        }
    }

    @Test func `the manual page has every action of the dashboard, with its keys and what it does`() async throws {
        let page = try await shell(["bash", "-c", "genboard help --man | groff -man -Tascii -P-cbou -rLL=500n"], [:])
        let entries = page.split(separator: "\n").map { $0.drop { $0 == " " } }
        for spec in ActionSpec.all {
            let names = spec.keys.map { $0.name() } + [":\(spec.action.rawValue)"]
            let place = entries.firstIndex { $0.hasPrefix(names.joined(separator: ", ")) }
            let help = spec.help.in(.english).dropFirst()
            let lines = place.map { entries[$0...].prefix(2).joined(separator: " ") } ?? ""
            #expect(lines.contains(help), "\(names)")
        }
    }

    @Test func `a configuration file gives defaults, and what is wrong in it is named`() async throws {
        let server = try await GenboardProcess()
        try await server.shell("genboard create --id a")
        let home = FileManager.default.temporaryDirectory.appending(path: "home-\(UUID())")
        let file = home.appending(path: "genboard/config")
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(),
            withIntermediateDirectories: true,
        )
        defer { try? FileManager.default.removeItem(at: home) }
        func run(_ text: String, _ arguments: [String], url: String = "") async throws -> Finished {
            try text.write(to: file, atomically: true, encoding: .utf8)
            let environment = ["XDG_CONFIG_HOME": home.path(), "GENBOARD_URL": url]
            return try await Finished(Genboard.start(arguments, environment: environment))
        }

        let good = "url = \(server.url)\n[list]\njson = yes\n"
        #expect(try JSONValue.parse(try await run(good, ["list"]).output).array?.count == 1)
        #expect(try await run(good, ["list", "--no-json"]).output.hasPrefix("a  content_generation"))
        #expect(try await run(good, ["list"], url: "http://127.0.0.1:9").exitCode == 5)
        #expect(try await run(good, ["config", "check"]).exitCode == 0)
        let shown = try await run(good, ["config", "show"]).output
        #expect(shown.contains("url = \(server.url)"))
        #expect(try await run(shown, ["config", "check"]).exitCode == 0)

        let bad = "url = ftp://x\ncolour = red\n[run]\ngrace\n"
        let checked = try await run(bad, ["config", "check"])
        #expect(checked.exitCode == 1)
        let lines = checked.output.split(separator: "\n")
        #expect(lines.count == 3)
        for (line, number) in zip(lines, [1, 2, 4]) {
            #expect(line.hasPrefix("\(file.path()):\(number): "), "\(line)")
        }
        let robbed = try await run("[keys]\ncancel = K\nundo = c\n", ["config", "check"])
        #expect(robbed.exitCode == 1)
        #expect(robbed.output.hasPrefix("\(file.path()):2: K was the key of details-up, which now has none"))
        let twice = try await run("[keys]\ncopy = x\ndelete = x\n", ["config", "check"])
        #expect(twice.output.hasPrefix("\(file.path()):3: x is given to both copy and delete"))
        let meant = "[keys]\ncancel = K\ndetails-up = none\n"
        #expect(try await run(meant, ["config", "check"]).exitCode == 0)
        let list = try await run(bad, ["list"])
        #expect(list.exitCode == 2)
        #expect(list.errors.hasPrefix("genboard: \(file.path()):"))
    }
}

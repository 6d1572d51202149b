import Arguments
import Dashboard
import Filtering
import LoadGenerator
import ProgressModel
import ProgressServer
import Web

/// Every command of genboard, as parsed and as explained.
enum CommandTable {
    static let parser = CommandLineParser(
        program: "genboard",
        summary:
            "genboard \(ServerVersion.current): a progress server and a live terminal dashboard for content and image generation.",
        commands: [
            dashboard, serve, watch, run, submit, retry, create, update, complete, fail, cancel, get, history, list,
            wait,
            record, bench, completions, config, taskIDs, watchdog,
        ],
        epilogue: "Exit codes: " + ExitCode.meanings.map { "\($0) \($1)" }.joined(separator: "; ")
            + ". `run` exits as its command does.",
        manualSections: manualSections,
    )

    private static let host = OptionSpec(
        "host",
        value: "ADDRESS",
        standard: ServerAddress.standard.host,
        help: "Where to listen.",
    )
    private static let port = OptionSpec(
        "port",
        short: "p",
        value: "PORT",
        .integer(0...65_535),
        standard: String(ServerAddress.standardPort),
        help: "Where to listen; 0 takes a free port.",
    )
    private static let corsOrigin = OptionSpec(
        "cors-origin",
        value: "ORIGIN",
        .checked(ServerSettings.problem(withOrigin:)),
        isRepeatable: true,
        help:
            "Web pages of this origin may use the server too; * allows all. Pages of this machine may while it listens on loopback.",
    )
    private static let state = [
        OptionSpec(
            "data",
            value: "PATH",
            .file,
            help: """
                The file that keeps the state; :memory: keeps none. Otherwise PORT.sqlite in $XDG_STATE_HOME/genboard \
                or ~/.local/state/genboard.
                """,
        ),
        OptionSpec(
            "durability",
            value: "WHAT",
            .choice(["process", "power"]),
            standard: "process",
            help: """
                What acknowledged changes survive: process, the server being killed; power, also the machine failing, \
                at the price of waiting for the disk.
                """,
        ),
        OptionSpec(
            "keep",
            value: "TIME",
            .duration,
            standard: "7d",
            help: "Finished tasks are removed after this long.",
        ),
        OptionSpec("keep-count", value: "NUMBER", standard: "10000", help: "Finished tasks kept at most."),
        OptionSpec(
            "drain",
            value: "TIME",
            .duration,
            standard: "10s",
            help: "When stopping, wait at most this long for requests under way.",
        ),
    ]
    private static let work = [
        OptionSpec(
            "workers",
            value: "COUNT",
            .integer(1...1024),
            help: "Generators that work at a time, of all types; otherwise as many as there are processors.",
        ),
        OptionSpec(
            "queue",
            value: "COUNT",
            .integer(0...100_000),
            standard: "1000",
            help: "Submitted tasks that may wait for one.",
        ),
    ]
    private static let eventRate = OptionSpec(
        "event-rate",
        value: "NUMBER",
        standard: "60",
        help: "Events a second for each task; the newest state always arrives. 0 sends every report.",
    )
    static let url = OptionSpec(
        "url",
        short: "u",
        value: "URL",
        .checked(ServerAddress.problem),
        standard: ServerAddress.standard.description,
        environment: "GENBOARD_URL",
        help: "The server.",
    )
    static let json = OptionSpec("json", help: "Print JSON.")
    private static let plain = OptionSpec("plain", help: "Print lines instead of drawing, as without a terminal.")
    private static let jsonLines = OptionSpec("json", help: "Print a JSON object a line, for programs.")
    private static let ascii = OptionSpec("ascii", help: "Draw with ASCII characters only.")
    private static let look = [
        ascii,
        OptionSpec(
            "wide-ambiguous",
            help: "For terminals that draw East Asian ambiguous characters two columns wide.",
        ),
        OptionSpec(
            "theme",
            value: "THEME",
            .choice(Theme.allCases.map(\.rawValue)),
            standard: "dark",
            help: "Colours for which ground.",
        ),
        OptionSpec(
            "cancel",
            value: "HOW",
            .choice(CancelStyle.allCases.map(\.rawValue)),
            standard: "confirm",
            help: "confirm asks before one task is cancelled; grace waits 3 s, in which u takes it back.",
        ),
        OptionSpec(
            "announce",
            value: "HOW",
            .choice(DashboardApplication.Announcement.allCases.map(\.rawValue)),
            standard: "none",
            help: "When the last task in progress has ended: bell, message (on the desktop, OSC 9) or none.",
        ),
    ]

    private static let dashboard = CommandSpec(
        "",
        "Start the server and a dashboard on it, or only the dashboard when a server is there already.",
        options: [host, port, corsOrigin, eventRate] + state + work + [plain, jsonLines] + look,
    )
    private static let serve = CommandSpec(
        "serve",
        "Start the server alone.",
        discussion: "Socket.IO, REST and the web page share one port. SIGTERM or Ctrl-C ends it in good order.",
        options: [host, port, corsOrigin, eventRate] + state + work,
        examples: ["genboard serve --port 8080 --cors-origin https://board.example"],
    )
    private static let watch = CommandSpec(
        "watch",
        "Open a dashboard on a running server, or on several.",
        discussion: """
            Several servers are one list, with a column that names them, and a tab for each.
            Without a terminal it prints lines: one for each change of status, one in 5 s for progress, and one after 30 s \
            without another while something is in progress. No line is cut; a failed task's has the whole error.
            With --json each line is an object with "v": 1, the time in "at", and an "event": connected, disconnected, \
            snapshot_began, task, snapshot_ended or removed. All the tasks there are stand between the marks of the snapshot; \
            a task after it is a change. Such lines, kept in a file, are a recording that --replay plays. \
            Of several servers they are "v": 2, and "server" has the address of the one that each is about.
            """,
        positionals: [
            Positional(
                "URL",
                .any,
                .checked(ServerAddress.problem),
                standard: ServerAddress.standard.description,
                environment: "GENBOARD_URL",
                help: "The server, or up to \(FeedSource.limit) of them.",
            )
        ],
        options: [
            plain, jsonLines,
            OptionSpec("once", help: "Print the tasks there are now, and exit."),
            OptionSpec("replay", value: "FILE", .file, help: "Play a recording instead of asking a server."),
            OptionSpec(
                "speed",
                value: "N",
                .number,
                standard: "1",
                help: "Play so many times as fast; 0 does not wait at all.",
            ),
        ] + look,
        examples: [
            "genboard watch http://gpu-7:5000", "genboard watch gpu-1 gpu-2 gpu-3:8080",
            "genboard watch --plain | tee progress.log",
            "genboard watch --json | jq 'select(.event == \"task\") | .task.message'",
            "genboard watch --replay night.jsonl --speed 20",
        ],
    )
    private static let record = CommandSpec(
        "record",
        "Keep in a file what watch would show, to play it later.",
        discussion: "The lines are those of watch --json. A file that exists is not written over.",
        positionals: [Positional("FILE", .required, .file, help: "Where to; - is standard output.")],
        options: [url],
        examples: ["genboard record night.jsonl"],
    )
    private static let run = CommandSpec(
        "run",
        "Run any command as a task that can be watched and cancelled.",
        discussion: """
            The command's output still goes where it would. JSON lines on its standard output such as \
            {"progress": 40, "message": "drawing"} are reports, {"result": {...}} and {"error": "..."} its outcome; \
            percentages that tqdm, curl or wget print are reports too.
            Cancelling, by whomever, sends SIGTERM to the command and all its children, and SIGKILL after the grace. \
            Ctrl-C cancels; twice, at once. A server that cannot be reached never stops the command.
            The command finds the task's id in GENBOARD_TASK_ID and the server in GENBOARD_URL. \
            Where standard input is a terminal, the command reads nothing.
            """,
        positionals: [Positional("COMMAND", .rest, help: "the command and its arguments")],
        options: [
            url,
            OptionSpec("type", short: "t", value: "TYPE", standard: "command", help: "What kind of work it is."),
            OptionSpec("title", value: "TEXT", help: "What it is called; otherwise the command line."),
            OptionSpec("grace", value: "TIME", .duration, standard: "5s", help: "From SIGTERM to SIGKILL."),
        ],
        examples: [
            "genboard run -- curl -O https://example.com/model.bin",
            "genboard run --type image_generation -- python3 draw.py --steps 50",
        ],
    )
    private static let bench = CommandSpec(
        "bench",
        "Load a server and tell what it bears.",
        discussion: """
            Speaks the plain events of the progress protocol over WebSocket, so any Socket.IO server that has them can be \
            compared. Every report carries the moment it left; latency is measured when a subscriber reads it. \
            It leaves tasks of type "benchmark" behind.
            Scenarios:
            """ + Scenario.allCases.map { "\n\($0.rawValue): \($0.summary)" }.joined(),
        options: [
            url,
            OptionSpec(
                "scenario",
                short: "s",
                value: "NAME",
                .choice(Scenario.allCases.map(\.rawValue)),
                isRepeatable: true,
                help: "What to run; otherwise all but reconnect and churn.",
            ),
            OptionSpec("subscribers", value: "COUNT", help: "Clients, instead of the scenario's own number."),
            OptionSpec("tasks", value: "COUNT", help: "Tasks that the clients are shared out among."),
            OptionSpec("rate", value: "COUNT", help: "Reports a second, of all tasks together."),
            OptionSpec("seconds", value: "SECONDS", help: "How long each scenario goes on."),
            OptionSpec("in-flight", value: "COUNT", help: "Reports on their way at any moment in saturation."),
            OptionSpec("pid", value: "PID", help: "The server's process, to tell its processor time and memory."),
            OptionSpec("json", help: "Print JSON, one line a scenario."),
        ],
        examples: ["genboard bench --scenario fan-out --pid $(pgrep -f 'genboard serve')"],
    )
}

extension TaskFilter {
    /// What is wrong with a filter on the command line; nil when all is well.
    static func problem(_ text: String) -> String? {
        do throws(FilterError) {
            _ = try TaskFilter(parsing: text)
            return nil
        } catch {
            return "is no filter: \(error)"
        }
    }
}

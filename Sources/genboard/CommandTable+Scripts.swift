import Arguments
import Filtering
import ProgressModel

/// The commands for scripts: one question to a running server, one answer, one exit code.
extension CommandTable {
    private static let id = Positional("ID", .required, .listed(by: "task-ids"), help: "The task's id.")
    private static let openID = Positional("ID", .required, .listed(by: "task-ids --open"), help: "The task's id.")
    private static let statuses = TaskStatus.allCases.map(\.rawValue)
    private static let message = OptionSpec(
        "message",
        short: "m",
        value: "TEXT",
        help: "What is going on, for people.",
    )
    private static let details = OptionSpec("details", value: "JSON", help: "Further facts, as a JSON object.")

    static let submit = CommandSpec(
        "submit",
        "Queue a task for the server's own workers and print its id.",
        discussion: """
            The server does the tasks of those types for which its configuration file has a section [generator TYPE]. \
            With --wait it exits as `genboard wait` does.
            """,
        positionals: [Positional("TYPE", .required, help: "What kind of work it is.")],
        options: [
            url, json,
            OptionSpec(
                "input",
                short: "i",
                value: "INPUT",
                isRepeatable: true,
                help: """
                    What it is made from: KEY=VALUE, a JSON object, or @FILE with one; @- is standard input. A value that is \
                    JSON is taken as that, and otherwise as text.
                    """,
            ),
            OptionSpec("id", value: "ID", help: "An id of your own; the same id and type again is the same task."),
            OptionSpec("title", value: "TEXT", help: "What it is called."),
            OptionSpec("wait", help: "Wait until it has ended."),
        ],
        examples: ["genboard submit image_generation -i prompt='a lighthouse' -i steps=30 --wait"],
    )
    static let retry = CommandSpec(
        "retry",
        "Have a failed or cancelled task done once more by the server's own workers.",
        positionals: [id],
        options: [url, json],
    )
    static let create = CommandSpec(
        "create",
        "Create a task and print its id.",
        positionals: [Positional("TYPE", .optional, help: "What kind of work it is; otherwise content_generation.")],
        options: [
            url, json, message, details,
            OptionSpec("id", value: "ID", help: "An id of your own; the same id and type again is the same task."),
            OptionSpec("title", value: "TEXT", help: "What it is called."),
            OptionSpec(
                "lease",
                value: "TIME",
                .duration,
                help: "Fail as worker_lost after this long without a report.",
            ),
        ],
        examples: ["id=$(genboard create image_generation --title 'Cover')"],
    )
    static let update = CommandSpec(
        "update",
        "Report progress. Exits 3 when the task was cancelled, so that a script knows to stop.",
        positionals: [openID, Positional("PROGRESS", .optional, .number, help: "Per cent done, 0 to 100.")],
        options: [
            url, json, message, details,
            OptionSpec("status", value: "STATUS", .choice(statuses), help: "For example generating_image."),
        ],
        examples: ["genboard update $id 40 -m 'drawing' || exit"],
    )
    static let complete = CommandSpec(
        "complete",
        "Say that a task is done.",
        positionals: [openID],
        options: [url, json, OptionSpec("result", value: "JSON", help: "What came of it, as a JSON object.")],
        examples: [#"genboard complete $id --result '{"file": "cover.png"}'"#],
    )
    static let fail = CommandSpec(
        "fail",
        "Say that a task has failed.",
        positionals: [openID, Positional("ERROR", help: "Why, for people.")],
        options: [url, json],
    )
    static let cancel = CommandSpec(
        "cancel",
        "Cancel a task: its worker is told to stop.",
        positionals: [openID],
        options: [
            url, json, OptionSpec("reason", value: "TEXT", help: "Why, for people."),
            OptionSpec("force", help: "End the work at once, also if it was told before and has not ended yet."),
        ],
    )
    static let get = CommandSpec("get", "Show one task.", positionals: [id], options: [url, json])
    static let history = CommandSpec(
        "history",
        "Show what became of a task, when, and who wanted it so.",
        discussion: "Also of a task that has been deleted, for as long as the server remembers it.",
        positionals: [id],
        options: [url, json],
    )
    static let list = CommandSpec(
        "list",
        "Show all tasks.",
        options: [
            url, json,
            OptionSpec(
                "status",
                value: "STATUS",
                .choice(statuses),
                isRepeatable: true,
                help: "Only tasks of this status.",
            ),
            OptionSpec("type", value: "TYPE", isRepeatable: true, help: "Only tasks of this type."),
            OptionSpec(
                "filter",
                value: "FILTER",
                .checked(TaskFilter.problem),
                help: "Only tasks that it accepts, as after / in the dashboard.",
            ),
        ],
        examples: ["genboard list --status failed --json", "genboard list --filter 'type:image* >2m !poster'"],
    )
    static let wait = CommandSpec(
        "wait",
        "Wait until tasks have ended.",
        discussion: """
            Exits 0 when all of them completed, 1 when one failed or the server does not know it, 3 when one was cancelled \
            and none failed, 4 when time ran out, 5 when there is no server at first, or none for a minute later.
            The wait outlasts a server's restart. Each task is printed as it ends.
            """,
        positionals: [
            Positional("ID", .several, .listed(by: "task-ids --open"), help: "The ids of up to 1,000 tasks.")
        ],
        options: [
            url, json,
            OptionSpec("timeout", value: "TIME", .duration, help: "Exit 4 after this long, such as 90s or 2h."),
        ],
        examples: ["genboard wait $first $second --timeout 1h && echo 'all done'"],
    )
}

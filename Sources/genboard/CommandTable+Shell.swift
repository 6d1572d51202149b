import Arguments

/// The commands that make genboard at home in a shell, and what only the manual tells.
extension CommandTable {
    static let completions = CommandSpec(
        "completions",
        "Print completions for a shell, which know the running server's tasks.",
        positionals: [Positional("SHELL", .required, .choice(["bash", "zsh", "fish"]), help: "bash, zsh or fish.")],
        examples: [
            "source <(genboard completions bash)",
            "genboard completions zsh > ~/.zfunc/_genboard",
            "genboard completions fish > ~/.config/fish/completions/genboard.fish",
        ],
    )
    static let config = CommandSpec(
        "config",
        "Check the configuration file, or show what counts.",
        discussion: """
            Defaults for options are kept in $XDG_CONFIG_HOME/genboard/config, or ~/.config/genboard/config: lines such as \
            url = http://gpu-7:5000 for all commands, and after a line such as [run] for that command alone; [genboard] is \
            genboard without a command. Flags are yes or no; --no-FLAG takes one back. A number sign begins a comment.
            An option on the command line counts first, then its variable, then the file.
            A section [generator TYPE] declares a command that does the tasks of a type which are submitted to the server:             command, and optionally concurrency (1), timeout, grace (10s), restarts (fail or retry) and attempts (3).             No shell reads the command: spaces part its words, and single or double quotes keep them together.
            check tells every line that is wrong, and exits 1 if there is one. show prints each value and where it comes from.
            """,
        positionals: [Positional("ACTION", .required, .choice(["check", "show"]), help: "check or show.")],
    )
    static let taskIDs = CommandSpec(
        "task-ids",
        "Print task ids for a shell's completion.",
        options: [url, OptionSpec("open", help: "Only of tasks in progress.")],
        isHidden: true,
    )

    static let watchdog = CommandSpec(
        ServerWorkers.watchdogCommand,
        "Wait for the end of a server, and end the commands that it left behind.",
        positionals: [Positional("MARK", help: "What they carry in their environment.")],
        isHidden: true,
    )

    static let manualSections: [CommandLineParser.ManualSection] =
        dashboardSections + [
            .init("EXIT STATUS", paragraphs: ["run exits as its command does."], terms: ExitCode.meanings),
            .init(
                "ENVIRONMENT",
                paragraphs: ["A variable that is empty counts as unset."],
                terms: [
                    ("GENBOARD_URL", "The server, for all commands that speak to one. run sets it for its command."),
                    (
                        "GENBOARD_TASK_ID",
                        "Set by run for its command, and by a server for its generators: the task's id.",
                    ),
                    ("GENBOARD_OUTPUT", "Set by a server for its generators: a directory for the task's files."),
                    ("NO_COLOR", "When set, the dashboard draws without colours."),
                    ("XDG_CONFIG_HOME", "Where the configuration file's directory is, ~/.config if unset."),
                ],
            ),
            .init("FILES", terms: [("$XDG_CONFIG_HOME/genboard/config", "Defaults for options; see config above.")]),
        ]

    static func printCompletions(for shell: String) -> Int32 {
        switch shell {
        case "zsh": Console.print(parser.zshCompletion)
        case "fish": Console.print(parser.fishCompletion)
        default: Console.print(parser.bashCompletion)
        }
        return ExitCode.success
    }
}

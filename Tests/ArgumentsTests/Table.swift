import Arguments

/// A program with one command of each shape, for all the tests of this target.
let brewer = CommandLineParser(
    program: "brewer",
    summary: "Brews tea and keeps an eye on it.",
    commands: [
        CommandSpec("", "Show what is brewing.", options: [Table.url]),
        CommandSpec(
            "brew",
            "Brew a pot.",
            discussion:
                "The pot is heated first. A pot that is already warm is heated only as far as it still has to be.",
            positionals: [
                Positional("TEA", help: "What to brew."),
                Positional("WATER", .optional, help: "Where the water comes from."),
            ],
            options: [
                OptionSpec(
                    "time",
                    short: "t",
                    value: "DURATION",
                    standard: "3m",
                    help: "How long the leaves stay in.",
                ),
                OptionSpec("cups", value: "COUNT", help: "How many cups the pot is for."),
                OptionSpec("add", value: "WHAT", isRepeatable: true, help: "Milk, sugar or lemon."),
                OptionSpec("quiet", short: "q", help: "Say nothing."),
                OptionSpec("sweetness-in-per-cent", value: "N", help: "How sweet."),
                Table.url,
            ],
            examples: ["brewer brew assam --time 4m", "brewer brew sencha spring --add lemon"],
        ),
        CommandSpec(
            "run",
            "Run a command while the tea brews.",
            positionals: [Positional("COMMAND", .rest, help: "What to run.")],
            options: [OptionSpec("quiet", short: "q", help: "Say nothing.")],
        ),
        CommandSpec(
            "pour",
            "Pour it.",
            positionals: [
                Positional("KETTLE", .any, standard: "blue", environment: "BREWER_KETTLE", help: "From which.")
            ],
            options: [
                OptionSpec("height", value: "N", .integer(1...30), standard: "10", help: "How high."),
                OptionSpec("into", value: "CUP", .choice(["glass", "mug"]), isRepeatable: true, help: "Into what."),
                OptionSpec("pause", value: "TIME", .duration, help: "How long between two cups."),
                OptionSpec("slowly", help: "Take your time."),
                OptionSpec(
                    "round",
                    value: "TEXT",
                    .checked { $0 == "o" ? nil : $0.isEmpty ? "is nothing" : "must be round" },
                    help: "What is.",
                ),
            ],
        ),
        CommandSpec(
            "leaves",
            "List the leaves.",
            options: [OptionSpec("time", value: "T", help: "T.")],
            isHidden: true,
        ),
    ],
    epilogue: "Exit codes: 0 tea, 2 wrong arguments.",
)

enum Table {
    static let url = OptionSpec(
        "url",
        value: "URL",
        standard: "http://kitchen",
        environment: "BREWER_URL",
        help: "The kettle.",
    )
}

/// What would run, or nil for help and version.
func invocation(
    _ line: String,
    environment: [String: String] = [:],
    file: String? = nil,
) throws(UsageError) -> Invocation? {
    let outcome = try brewer.parse(
        line.split(separator: " ").map(String.init),
        environment: { environment[$0] },
        configuration: file.map { ConfigurationFile($0, path: "/brewer") },
    )
    guard case .run(let invocation) = outcome else { return nil }
    return invocation
}

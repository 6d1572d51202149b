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
func invocation(_ line: String, environment: [String: String] = [:]) throws(UsageError) -> Invocation? {
    let arguments = line.split(separator: " ").map(String.init)
    guard case .run(let invocation) = try brewer.parse(arguments, environment: { environment[$0] }) else { return nil }
    return invocation
}

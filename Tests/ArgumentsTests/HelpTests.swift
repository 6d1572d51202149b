import Arguments
import Testing

@Suite struct HelpTests {
    private func help(_ line: String) throws -> String? {
        guard case .help(let text) = try brewer.parse(line.split(separator: " ").map(String.init)) else { return nil }
        return text
    }

    @Test(arguments: ["--help", "-h", "help"])
    func `the program's help lists its commands`(_ line: String) throws {
        #expect(
            try help(line) == """
                Brews tea and keeps an eye on it.

                Usage:
                  brewer [OPTIONS]
                  brewer brew [OPTIONS] TEA [WATER]
                  brewer run [OPTIONS] -- COMMAND...
                  brewer pour [OPTIONS] [KETTLE...]

                Commands:
                  brew  Brew a pot.
                  run   Run a command while the tea brews.
                  pour  Pour it.

                `brewer help COMMAND` tells more; `brewer help --man` is the manual page.

                Exit codes: 0 tea, 2 wrong arguments.

                """
        )
    }

    @Test(arguments: ["brew --help", "brew -h", "help brew", "brew assam --time 4m --help --wrong"])
    func `a command's help explains all it takes`(_ line: String) throws {
        #expect(
            try help(line) == """
                Brew a pot.

                Usage: brewer brew [OPTIONS] TEA [WATER]

                The pot is heated first. A pot that is already warm is heated only as far as it
                still has to be.

                Arguments:
                  TEA    What to brew.
                  WATER  Where the water comes from.

                Options:
                  -t, --time DURATION       How long the leaves stay in. (default 3m)
                  --cups COUNT              How many cups the pot is for.
                  --add WHAT                Milk, sugar or lemon. May be repeated.
                  -q, --quiet               Say nothing.
                  --sweetness-in-per-cent N
                                            How sweet.
                  --url URL                 The kettle. (default http://kitchen, or $BREWER_URL)
                  -h, --help                Show this.

                Examples:
                  brewer brew assam --time 4m
                  brewer brew sencha spring --add lemon

                """
        )
    }

    @Test func `no line of the help is wider than a narrow terminal`() throws {
        for line in ["--help", "brew --help", "run --help"] {
            let lines = try #require(try help(line)).split(separator: "\n")
            #expect(lines.allSatisfy { $0.count <= 80 })
        }
    }

    @Test func `the manual has every command, and no line that is mistaken for a request`() throws {
        let manual = try #require(try help("help --man"))
        for text in [
            #".TH BREWER 1"#, #"brewer \- Brews tea and keeps an eye on it"#, ".SS brew\n",
            ".SS brewer (without a command)",
            #".B \-t, \-\-time DURATION"#, ".I KETTLE", #"brewer brew assam \-\-time 4m"#,
        ] {
            #expect(manual.contains(text), "\(text)")
        }
        #expect(!manual.contains(".SS leaves"))
        let requests: Set<Substring> = [
            ".TH", ".SH", ".SS", ".TP", ".PP", ".B", ".I", ".br", ".nf", ".fi", ".RS", ".RE", ".nh", ".hy", ".ad",
            ".\\\"",
        ]
        for line in manual.split(separator: "\n") where line.hasPrefix(".") || line.hasPrefix("'") {
            #expect(requests.contains(line.prefix { $0 != " " }), "\(line)")
        }
    }

    @Test func `the version is asked for by name`() throws {
        #expect(try brewer.parse(["--version"]) == .version)
    }
}

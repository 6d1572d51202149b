import Arguments
import Testing

@Suite struct ParsingTests {
    @Test(arguments: ["brew assam --cups 4", "brew assam --cups=4", "brew --cups 4 assam", "brew --cups=4 -- assam"])
    func `an option may stand anywhere and be written in two ways`(_ line: String) throws {
        let brew = try #require(try invocation(line))
        #expect(brew.command == "brew")
        #expect(brew["TEA"] == "assam")
        #expect(brew["cups"] == "4")
        #expect(brew["WATER"] == nil)
    }

    @Test func `a short name means the same as the long one`() throws {
        #expect(try invocation("brew assam -t 4m -q") == invocation("brew assam --time 4m --quiet"))
    }

    @Test func `only the first equals sign ends an option's name`() throws {
        #expect(try invocation("brew assam --add=honey=wild")?.all("add") == ["honey=wild"])
        #expect(try invocation("brew assam --add=")?.all("add") == [""])
    }

    @Test func `a repeatable option keeps every value in order`() throws {
        #expect(try invocation("brew assam --add milk --add=sugar")?.all("add") == ["milk", "sugar"])
    }

    @Test func `after two dashes a dash is nothing special`() throws {
        #expect(try invocation("brew -- --strange")?["TEA"] == "--strange")
    }

    @Test func `a negative number and a single dash are not options`() throws {
        let brew = try #require(try invocation("brew -1.5 -"))
        #expect(brew["TEA"] == "-1.5")
        #expect(brew["WATER"] == "-")
    }

    @Test(arguments: ["run -q -- make -q --help", "run -q make -q --help"])
    func `another program's options are left to it`(_ line: String) throws {
        let run = try #require(try invocation(line))
        #expect(run.all("COMMAND") == ["make", "-q", "--help"])
        #expect(run.has("quiet"))
    }

    @Test func `two dashes inside another program's command line belong to it`() throws {
        #expect(try invocation("run -- ssh host -- ls")?.all("COMMAND") == ["ssh", "host", "--", "ls"])
    }

    @Test func `an argument that may stand any number of times keeps all, or its default`() throws {
        #expect(try invocation("pour green red --slowly blue")?.all("KETTLE") == ["green", "red", "blue"])
        #expect(try invocation("pour")?.all("KETTLE") == ["blue"])
    }

    @Test func `without a command the nameless one runs`() throws {
        #expect(try invocation("")?.command == "")
        #expect(try invocation("--url http://attic")?["url"] == "http://attic")
    }

    @Test(arguments: [
        ("", [:], "http://kitchen"),
        ("", ["BREWER_URL": "http://cellar"], "http://cellar"),
        ("", ["BREWER_URL": ""], "http://kitchen"),
        ("--url http://attic", ["BREWER_URL": "http://cellar"], "http://attic"),
    ])
    func `an option beats its variable, and the variable the default`(
        _ line: String,
        _ environment: [String: String],
        _ url: String,
    ) throws {
        #expect(try invocation(line, environment: environment)?["url"] == url)
    }

    @Test func `a flag that is not given is not there`() throws {
        #expect(try invocation("brew assam")?.has("quiet") == false)
    }
}

@Suite struct WrongCommandLineTests {
    @Test(arguments: [
        ("leavse", "There is no command \"leavse\". brewer --help lists the commands."),
        ("pour --height 31", "--height must be a whole number from 1 to 30, not \"31\"."),
        ("pour --into mug --into hat", "--into must be glass or mug, not \"hat\"."),
        ("pour --pause soon", "--pause must be a time such as 500ms, 5s or 2m, not \"soon\"."),
        ("pour --round square", "--round must be round, not \"square\"."), ("pour --round=", "--round is nothing."),
        ("brwe assam", "There is no command \"brwe\". Did you mean brew?"),
        ("zzzzzz", "There is no command \"zzzzzz\". brewer --help lists the commands."),
        ("help brwe", "There is no command \"brwe\". Did you mean brew?"),
        ("brew assam --tiem 4m", "There is no option --tiem. Did you mean --time?"),
        ("brew assam --frothy-milk", "There is no option --frothy-milk."),
        ("brew assam -tq", "There is no option -tq."),
        ("brew assam --quiet=yes", "--quiet takes no value."),
        ("brew assam --time", "--time needs a value."),
        ("brew assam --time 1m --time 2m", "--time may stand only once."),
        ("brew", "TEA is missing: What to brew."),
        ("run --", "COMMAND is missing: What to run."),
        ("brew assam tap kettle", "\"kettle\" is one argument too many."),
    ])
    func `what is wrong is named, and what may help`(_ line: String, _ message: String) {
        let error = #expect(throws: UsageError.self) { try invocation(line) }
        #expect(error?.description == message)
    }

    @Test func `a very long wrong name is answered quickly`() {
        let name = String(repeating: "brew", count: 50_000)
        #expect(throws: UsageError.self) { try brewer.parse([name]) }
    }
}

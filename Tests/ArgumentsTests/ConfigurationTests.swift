import Arguments
import Testing

@Suite struct ConfigurationTests {
    private static let file = """
        # for all
        time = 7m
        url = "http://attic # 3"   # with a comment
        quiet = yes

        [pour]
          height=12
        into = glass
        into = mug
        slowly = on
        kettle = green
        [brew]
        quiet = no
        """

    @Test(arguments: [
        ("brew assam", "time", ["7m"]), ("brew assam", "url", ["http://attic # 3"]), ("pour", "height", ["12"]),
        ("pour", "into", ["glass", "mug"]), ("pour", "KETTLE", ["green"]), ("pour --into hat-free", "pause", []),
        ("brew assam --time 1m", "time", ["1m"]), ("pour --into mug", "into", ["mug"]),
        ("", "url", ["http://attic # 3"]),
    ])
    func `the file gives what the command line does not`(_ line: String, _ name: String, _ values: [String]) throws {
        let line = line.replacing(" --into hat-free", with: "")
        #expect(try invocation(line, file: ConfigurationTests.file)?.all(name) == values)
    }

    @Test(arguments: [
        ("brew assam", "quiet", false), ("brew assam --quiet", "quiet", true), ("run make", "quiet", true),
        ("run --no-quiet make", "quiet", false), ("run --no-quiet --quiet make", "quiet", true),
        ("pour", "slowly", true),
        ("pour --no-slowly", "slowly", false),
    ])
    func `a flag of the file can be taken back`(_ line: String, _ name: String, _ isSet: Bool) throws {
        #expect(try invocation(line, file: ConfigurationTests.file)?.has(name) == isSet)
    }

    @Test func `a variable counts before the file`() throws {
        let environment = ["BREWER_URL": "http://cellar", "BREWER_KETTLE": "red"]
        let file = ConfigurationTests.file
        #expect(try invocation("brew assam", environment: environment, file: file)?["url"] == "http://cellar")
        #expect(try invocation("pour", environment: environment, file: file)?["KETTLE"] == "red")
        #expect(try invocation("pour", environment: ["BREWER_KETTLE": ""], file: file)?["KETTLE"] == "green")
    }

    @Test(arguments: [
        ("[pour]\nheight = 40", "/brewer:2: height must be a whole number from 1 to 30, not \"40\"."),
        ("slowly = perhaps", "/brewer:1: slowly must be yes or no, not \"perhaps\"."),
        ("into = mug\n\ninto = hat", "/brewer:3: into must be glass or mug, not \"hat\"."),
    ])
    func `a wrong value is refused with its place, by who reads it`(_ file: String, _ message: String) throws {
        let error = #expect(throws: UsageError.self) { try invocation("pour", file: file) }
        #expect(error?.description == message)
        #expect(try invocation("brew assam", file: file) != nil)
    }

    private func problems(_ text: String) -> [String] {
        let rule: CommandLineParser.SectionRule = { key, value in value == "ctrl" ? nil : "\(key) is no key" }
        return brewer.problems(in: ConfigurationFile(text, path: "/brewer"), otherSections: ["keys": rule])
            .map { "\($0.line): \($0.message)" }
    }

    @Test func `a good file has no problems`() {
        #expect(problems(ConfigurationTests.file + "\n[keys]\nx = ctrl\n[brewer]\nurl = http://a\n") == [])
        #expect(problems("") == [])
    }

    @Test(arguments: [
        ("tiem = 3m", "1: there is no option \"tiem\". Did you mean time?"),
        ("[pour]\ntime = 3m", "2: pour has no option \"time\"."),
        ("\n[puor]\nheight = 3", "2: there is no command \"puor\". Did you mean pour?"),
        ("[leaves]", "1: there is no command \"leaves\"."),
        ("height = high", "1: height must be a whole number from 1 to 30, not \"high\"."),
        ("height = 2\nheight = 3", "2: height may stand only once."),
        ("slowly = 2", "1: slowly must be yes or no, not \"2\"."),
        ("[keys]\nx = alt", "2: x is no key"),
        ("just words", "1: a line is written key = value"),
        ("= 5", "1: a line is written key = value"),
        ("[pour", "1: a section is written [name], alone on its line"),
        ("url = \"http://a", "1: a double quote is missing at the end of the value"),
        ("url = \"http://a\" b", "1: a double quote is missing at the end of the value"),
        ("COMMAND = x", "1: there is no option \"COMMAND\"."),
    ])
    func `what is wrong is told with its line`(_ text: String, _ problem: String) {
        #expect(problems(text) == [problem])
    }

    @Test func `what counts is shown as a file that says the same`() throws {
        let file = ConfigurationFile(ConfigurationTests.file, path: "/brewer")
        let shown = try brewer.effectiveSettings(
            environment: { ["BREWER_URL": "http://cellar"][$0] },
            configuration: file,
        )
        #expect(
            shown == """
                url = http://cellar                     # $BREWER_URL
                [brew]
                time = 7m                               # line 2
                [run]
                quiet = yes                             # line 4
                [pour]
                height = 12                             # line 7
                into = glass                            # line 9
                into = mug                              # line 9
                slowly = yes                            # line 10
                kettle = green                          # line 11
                """
        )
        #expect(brewer.problems(in: ConfigurationFile(shown, path: "/brewer")) == [])
    }
}

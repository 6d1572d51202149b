import Arguments
import Testing

/// Sections of the configuration file that are no command's, and command lines in it.
struct SectionTests {
    private let spec = SectionSpec([
        OptionSpec("command", value: "COMMAND", .checked(CommandWords.problem), help: ""),
        OptionSpec("grace", value: "TIME", .duration, standard: "10s", help: ""),
    ])

    @Test func `a section is read with the standard values of what it lacks`() throws {
        let file = ConfigurationFile(
            "grace = 1s\n[gen a]\ncommand = draw 'a b' # quickly\n[gen b]\ngrace = 2s",
            path: "f",
        )
        let first = try spec.read("gen a", of: file)
        #expect(first["command"] == "draw 'a b'")
        #expect(try first.duration("grace") == .seconds(10), "what stands before the sections is for options")
        let second = try spec.read("gen b", of: file)
        #expect(second["command"] == nil)
        #expect(try second.duration("grace") == .seconds(2))
    }

    @Test func `what is wrong is told with its line, and what may have been meant`() {
        let file = ConfigurationFile("[gen a]\ngrace = soon", path: "f")
        let error = #expect(throws: UsageError.self) { try spec.read("gen a", of: file) }
        #expect(error?.message.hasPrefix("f:2: grace must be a time") == true)
        #expect(spec.problem("grase", "1s")?.contains("Did you mean grace?") == true)
        #expect(spec.problem("grace", "1s") == nil)
    }

    @Test(
        arguments: [
            ("draw --steps 30", ["draw", "--steps", "30"]), ("  draw\tnow ", ["draw", "now"]),
            ("'my tool' \"it's\" a'b c'd", ["my tool", "it's", "ab cd"]), ("draw ''", ["draw", ""]),
            ("draw $HOME *.png a\\ b", ["draw", "$HOME", "*.png", "a\\", "b"]), ("draw 'a", nil), ("", nil),
            ("'' a", nil),
        ] as [(String, [String]?)]
    )
    func `words are parted by spaces and kept together by quotes`(_ text: String, _ words: [String]?) {
        #expect(CommandWords.split(text) == words)
    }
}

import Arguments
import Testing

@Suite struct ValueTests {
    private func time(_ text: String) throws -> Duration? {
        try invocation("brew assam --time=\(text)")?.duration("time")
    }

    @Test(arguments: [
        ("500ms", Duration.milliseconds(500)), ("5s", .seconds(5)), ("2m", .seconds(120)), ("1h", .seconds(3600)),
        ("5", .seconds(5)), ("0.5", .milliseconds(500)), ("1.001s", .milliseconds(1001)), ("0", .zero),
        ("8760h", .seconds(31_536_000)), ("7d", .seconds(604_800)),
    ])
    func `a length of time is a number and a unit`(_ text: String, _ duration: Duration) throws {
        #expect(try time(text) == duration)
    }

    @Test(arguments: ["", "s", "soon", "5w", "-5s", "nan", "inf", "1e300h", "5s5s", "8761h"])
    func `a wrong length of time is refused with what is right`(_ text: String) {
        let error = #expect(throws: UsageError.self) { try time(text) }
        #expect(error?.message == "time must be a time such as 500ms, 5s or 2m, not \"\(text)\".")
    }

    @Test func `a whole number must lie in its range`() throws {
        #expect(try invocation("brew assam --cups 8")?.integer("cups", in: 1...8) == 8)
        for wrong in ["0", "9", "two", "1.5", "99999999999999999999", ""] {
            let error = #expect(throws: UsageError.self) {
                try invocation("brew assam --cups=\(wrong)")?.integer("cups", in: 1...8)
            }
            #expect(error?.message == "cups must be a whole number from 1 to 8, not \"\(wrong)\".")
        }
    }

    @Test func `a number must be finite`() throws {
        #expect(try invocation("brew assam --cups -2.5")?.number("cups") == -2.5)
        for wrong in ["nan", "inf", "1e999", "many"] {
            #expect(throws: UsageError.self) { try invocation("brew assam --cups \(wrong)")?.number("cups") }
        }
    }

    @Test func `a value that was not given is nil, whatever it should be`() throws {
        let brew = try #require(try invocation("brew assam"))
        #expect(try brew.integer("cups", in: 1...8) == nil)
        #expect(try brew.number("cups") == nil)
        #expect(try brew.duration("cups") == nil)
        #expect(brew.all("add") == [])
    }
}

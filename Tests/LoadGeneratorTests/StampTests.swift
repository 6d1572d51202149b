import Testing

@testable import LoadGenerator

/// The stamp must survive the way through a server whatever that does with the rest of the event.
@Suite struct StampTests {
    private func payload(of frame: [UInt8]) -> [UInt8] {
        Array(frame[(frame[1] & 0x7F == 126 ? 8 : 6)...])
    }

    @Test func `a report carries its stamp, and only so many bytes`() throws {
        var template = ReportTemplate(taskID: "a \"task\" @1")
        let first = template.report(Stamp(sentAt: 1, number: 1))
        let second = template.report(Stamp(sentAt: 9_223_372_036_854_775_807, number: 4_000_000_000))
        #expect(first.count == second.count)
        var hint = 0
        #expect(Stamp.find(in: first.span, hint: &hint) == Stamp(sentAt: 1, number: 1))
        #expect(
            Stamp.find(in: second.span, hint: &hint)
                == Stamp(sentAt: 9_223_372_036_854_775_807, number: 4_000_000_000)
        )
    }

    @Test(arguments: [(1, "10.1"), (899, "99.9"), (900, "10.0")])
    func `a report's progress is a number of fixed width`(_ number: Int, _ progress: String) {
        var template = ReportTemplate(taskID: "a")
        let text = String(decoding: payload(of: template.report(Stamp(sentAt: 5, number: number))), as: UTF8.self)
        #expect(
            text.hasPrefix(
                #"42/progress,["update_progress",{"task_id":"a","progress":\#(progress),"status":"generating_content","#
            )
        )
    }

    @Test(arguments: [0, 3, 40, 1000])
    func `a stamp is found wherever it is`(_ hint: Int) {
        var bytes = Array(#"42/progress,["progress",{"title":"@home","message":""#.utf8)
        let place = bytes.count
        bytes += [UInt8](repeating: 0, count: Stamp.length)
        Stamp(sentAt: 77, number: 3).write(to: &bytes, at: place)
        var hint = hint
        #expect(Stamp.find(in: bytes.span, hint: &hint) == Stamp(sentAt: 77, number: 3))
        #expect(hint == place)
    }

    @Test(arguments: ["", "@", "@0000000000000000001", "no stamp at all", Stamp.placeholder])
    func `an event without one has none`(_ text: String) {
        var hint = 0
        let bytes = Array(text.utf8)
        #expect(Stamp.find(in: bytes.span, hint: &hint) == nil)
    }
}

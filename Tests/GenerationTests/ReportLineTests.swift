import Generation
import JSON
import ProgressModel
import TestSupport
import Testing

/// Events of a whole output, taken in at once and then finished.
func events(of text: String, on stream: StandardStream = .output) -> [OutputInterpreter.Event] {
    var interpreter = OutputInterpreter()
    return interpreter.receive(Array(text.utf8), from: stream) + interpreter.finish()
}

@Suite struct ReportLineTests {
    @Test func `each field of a report may stand alone`() {
        #expect(events(of: "{\"progress\":12.5}\n") == [.report(ProgressReport(progress: 12.5))])
        #expect(
            events(of: "{\"status\":\"generating_image\"}\n") == [.report(ProgressReport(status: .generatingImage))]
        )
        #expect(events(of: "  {\"message\":\"half\"} \n") == [.report(ProgressReport(message: "half"))])
        #expect(events(of: "{\"details\":{\"step\":2}}\n") == [.report(ProgressReport(details: ["step": 2]))])
    }

    @Test func `a result or an error is the end`() {
        #expect(events(of: "{\"result\":{\"file\":\"a.png\"}}\n") == [.finished(result: ["file": "a.png"])])
        #expect(events(of: "{\"result\":5}\n") == [.finished(result: ["value": 5])], "a result is an object")
        #expect(events(of: "{\"error\":\"out of memory\"}\n") == [.failed(error: "out of memory")])
    }

    @Test func `the last line counts though it has no end`() {
        #expect(events(of: "{\"progress\":1}\n{\"progress\":2}").count == 2)
    }

    @Test func `lines may end in carriage return and line feed`() {
        #expect(events(of: "{\"progress\":1}\r\n{\"progress\":2}\r\n").count == 2)
    }

    @Test(arguments: [
        "hello", "{", "{}", "[1]", "3", "{\"other\":1}", "{\"progress\":\"half\"}", "{\"progress\":NaN}",
        "{\"status\":\"sleeping\"}", "{\"details\":[1]}", "{\"message\":5}", "{\"result\":null}", "{\"error\":{}}",
        "{\"progress\":1} {\"progress\":2}", "{\"progress\":1e999}",
    ])
    func `anything else on stdout is log`(_ line: String) {
        var interpreter = OutputInterpreter()
        #expect(interpreter.receive(Array("\(line)\n".utf8), from: .output) == [])
        #expect(interpreter.lastLines == [line])
    }

    @Test func `reports are understood on stdout only`() {
        #expect(events(of: "{\"progress\":1}\n", on: .errors) == [])
    }

    @Test func `only the last twenty log lines are kept, each cut and without reports`() {
        var interpreter = OutputInterpreter()
        for number in 1...30 {
            _ = interpreter.receive(Array("line \(number)\n\n{\"progress\":\(number)}\n".utf8), from: .output)
        }
        #expect(interpreter.lastLines == (11...30).map { "line \($0)" })
        _ = interpreter.receive(Array((String(repeating: "x", count: 5000) + "\n").utf8), from: .errors)
        #expect(interpreter.lastLines.last == String(repeating: "x", count: 500))
    }

    @Test func `a line without end is cut and what follows it is understood`() {
        var interpreter = OutputInterpreter()
        let flood = [UInt8](repeating: UInt8(ascii: "{"), count: 3 << 20)
        #expect(interpreter.receive(flood, from: .output) == [])
        #expect(interpreter.receive(flood, from: .errors) == [])
        #expect(interpreter.receive(Array("\n{\"progress\":7}\n".utf8), from: .output).count == 1)
    }

    @Test(arguments: 0..<20 as Range<UInt64>)
    func `hostile bytes are log and nothing more`(_ seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var interpreter = OutputInterpreter()
        let alphabet = Array("{}\"%[]|#\r\n\u{1B}0919progress:, \u{FF}".utf8) + [0xFF, 0x00, 0xC3]
        for _ in 0..<200 {
            let length = Int.random(in: 0...80, using: &random)
            let bytes = (0..<length).map { _ in alphabet[Int.random(in: alphabet.indices, using: &random)] }
            for event in interpreter.receive(bytes, from: Bool.random(using: &random) ? .output : .errors) {
                guard case .report(let report) = event, let progress = report.progress else { continue }
                #expect((0...100).contains(progress))
            }
        }
        #expect(interpreter.lastLines.count <= 20)
    }
}

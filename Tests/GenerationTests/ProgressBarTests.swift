import Generation
import ProgressModel
import Testing

@Suite struct ProgressBarTests {
    @Test(
        arguments: [
            // tqdm
            (" 37%|███▋      | 37/100 [00:03<00:06, 10.1it/s]\n", 37, nil),
            ("Downloading: 37%|###7      | 37/100 [00:03<00:06, 10.1it/s]\n", 37, "Downloading"),
            ("100%|##########| 100/100 [00:10<00:00]\n", 100, nil),
            // curl
            ("#######                                   37.2%\n", 37.2, nil),
            (" 37 10.0M   37 3808k    0     0  1234k      0  0:00:08  0:00:03  0:00:05 1234k\n", 37, nil),
            (" 50  146k    0     0   50 73000  0   104k  0:00:01  0:00:01 --:--:--  104k\n", 50, nil),
            // wget
            ("model.bin          37%[======>             ]   3.81M  1.20MB/s    eta 5s\n", 37, "model.bin"),
            ("   512K .......... .......... .......... .......... .......... 37% 1.20M 2s\n", 37, nil),
            // rich, docker, plain
            ("Rendering ━━━━━━━━━╸━━━━━━━━━  37% 0:00:05\n", 37, "Rendering"),
            ("a1b2c3: Pulling [=====>    ]  37.5%\n", 37.5, "a1b2c3: Pulling"),
            ("\u{1B}[32m  37%\u{1B}[0m\n", 37, nil),
            ("37%\n", 37, nil), ("0%\n", 0, nil), ("99.5 %\n", 99.5, nil),
            // whatever overwrites itself
            ("Receiving objects:  37% (37/100)\rx", 37, "Receiving objects"),
            ("progress 37%\rx", 37, "progress"),
        ] as [(String, Double, String?)]
    )
    func `a bar is a report`(_ output: String, _ percentage: Double, _ label: String?) {
        #expect(events(of: output, on: .errors) == [.report(ProgressReport(progress: percentage, message: label))])
    }

    @Test(arguments: [
        "100% wrong", "disk is 95% full", "loss fell by 12%", "coverage: 87%", "5% of users | 3 groups", "1234%",
        "101%",
        "%", "% Total    % Received % Xferd", "50 % of it", "http://a/b%20c", "using 50% [of] the memory", "3.4.5%",
        "disk is 95% full\r", "1 2 3 4 5 6 7 8 9 10 11 12",
        // A size that is not known: curl says 100 from the beginning.
        "100  107k    0  107k    0     0    98k      0 --:--:--  0:00:01 --:--:--   98k",
    ])
    func `a percentage in a sentence is log`(_ line: String) {
        var interpreter = OutputInterpreter()
        #expect(interpreter.receive(Array("\(line)\n".utf8), from: .errors) == [])
        #expect(interpreter.lastLines.count == 1)
    }

    @Test func `a percentage printed on stdout is the command's result, unless it overwrites itself`() {
        #expect(events(of: "37%\n") == [])
        #expect(events(of: "progress 37%\rprogress 38%\rdone\n").count == 2)
    }

    @Test func `a bar that is redrawn without moving is reported once`() {
        let bar = "\r 37%|###7      | 37/100 [00:03<00:06]"
        #expect(events(of: bar + bar + bar, on: .errors).count == 1)
    }

    @Test func `a bar's newest state counts at once, not only when the next overwrites it`() {
        var interpreter = OutputInterpreter()
        let first = interpreter.receive(Array("\r  1%|1         | 1/100".utf8), from: .errors)
        let second = interpreter.receive(Array("\r  2%|2         | 2/100".utf8), from: .errors)
        #expect(first == [.report(ProgressReport(progress: 1))])
        #expect(second == [.report(ProgressReport(progress: 2))])
    }

    @Test(arguments: [
        "\r  0%|          | 0/3\r 33%|###3      | 1/3\r 67%|######6   | 2/3\r100%|##########| 3/3\ndone 5% early\n",
        "\rGet: 10%|#         |\rGet: 20%|##        |\r\n{\"progress\":5}\r\n95% full\r\n",
        "\r####      13.3%\r########  26.7%\r##############  40.0%\n",
        "\rf.bin   7%[>     ] 1K  1KB/s\rf.bin  57%[===>  ] 8K  1KB/s\rf.bin 100%[=====>] 9K  1KB/s\n",
    ])
    func `wherever the output is cut, the reports are the same`(_ output: String) {
        let bytes = Array(output.utf8)
        let whole = events(of: output, on: .errors)
        #expect(whole.count >= 2)
        for cut in bytes.indices {
            var interpreter = OutputInterpreter()
            let parts = [bytes[..<cut], bytes[cut...]].flatMap { interpreter.receive(Array($0), from: .errors) }
            #expect(parts + interpreter.finish() == whole, "cut at byte \(cut)")
        }
        var interpreter = OutputInterpreter()
        let drops = bytes.flatMap { interpreter.receive([$0], from: .errors) }
        #expect(drops + interpreter.finish() == whole)
    }

    @Test func `a long line is not searched for a bar`() {
        #expect(events(of: String(repeating: "9", count: 1 << 19) + " 37%|#\n", on: .errors) == [])
    }
}

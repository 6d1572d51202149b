import Testing

@testable import ProgressClient

struct SnapshotTurnsTests {
    /// What happens to the turns, and what they say to it.
    private enum Step {
        case wanted(asks: Bool)
        case arrived(more: Bool, isFirst: Bool, asksAgain: Bool)
        case forget
        case noneComes(asksAgain: Bool)
    }

    private func walk(_ steps: [Step]) {
        var turns = SnapshotTurns()
        for (number, step) in steps.enumerated() {
            switch step {
            case .wanted(let asks):
                let answer = turns.wanted()
                #expect(answer == asks, "step \(number)")
            case .arrived(let more, let isFirst, let asksAgain):
                let answer = turns.arrived(more: more)
                #expect(answer == (isFirst, asksAgain), "step \(number)")
            case .forget: turns.forget()
            case .noneComes(let asksAgain):
                let answer = turns.noneComes()
                #expect(answer == asksAgain, "step \(number)")
            }
        }
    }

    @Test func `a second snapshot is asked for when the first has arrived, and once however often it is wanted`() {
        walk([
            .wanted(asks: true), .wanted(asks: false), .wanted(asks: false),
            .arrived(more: true, isFirst: true, asksAgain: false), .wanted(asks: false),
            .arrived(more: false, isFirst: false, asksAgain: true),
            .arrived(more: false, isFirst: true, asksAgain: false), .wanted(asks: true),
        ])
    }

    @Test func `what was asked over a lost connection, or refused, is not waited for`() {
        walk([
            .wanted(asks: true), .wanted(asks: false), .forget, .wanted(asks: true), .noneComes(asksAgain: false),
            .wanted(asks: true), .wanted(asks: false), .noneComes(asksAgain: true),
            .arrived(more: false, isFirst: true, asksAgain: false),
        ])
    }

    @Test func `a snapshot that nobody asked for begins nothing`() {
        walk([.arrived(more: false, isFirst: false, asksAgain: false)])
    }
}

import Terminal
import Testing

@Suite struct FramePacerTests {
    private let start = ContinuousClock.now

    private func at(_ milliseconds: Int) -> ContinuousClock.Instant { start + .milliseconds(milliseconds) }

    @Test func `the first frame is due at once, the next only when something happens`() {
        var pacer = FramePacer()
        #expect(pacer.nextPaint(redraw: nil, now: start) == start)
        pacer.painted(from: at(0), to: at(1))
        #expect(pacer.nextPaint(redraw: nil, now: at(500)) == nil)
        pacer.inputArrived()
        #expect(pacer.nextPaint(redraw: nil, now: at(500)) == at(500))
    }

    @Test func `a burst of input is painted at thirty frames a second`() {
        var pacer = FramePacer()
        var frames = 0
        for millisecond in 0..<1000 {
            pacer.inputArrived()
            let now = at(millisecond)
            guard let due = pacer.nextPaint(redraw: nil, now: now), due <= now else { continue }
            pacer.painted(from: now, to: now)
            frames += 1
        }
        #expect(frames == 31)
    }

    @Test func `a clock on the screen wakes the loop at its next edge`() {
        var pacer = FramePacer()
        pacer.painted(from: at(0), to: at(1))
        #expect(pacer.nextPaint(redraw: at(700), now: at(1)) == at(700))
        #expect(pacer.nextPaint(redraw: at(10), now: at(1)) == at(33))
    }

    @Test(arguments: [(100, 200), (400, 800), (5000, 1000)])
    func `a slow line gets fewer frames`(took: Int, interval: Int) {
        var pacer = FramePacer()
        pacer.painted(from: at(0), to: at(took))
        pacer.inputArrived()
        #expect(pacer.nextPaint(redraw: nil, now: at(0)) == at(interval))
    }

    @Test func `what moves anyway is painted four times a second, and at once with what somebody waits for`() {
        var pacer = FramePacer()
        pacer.painted(from: at(0), to: at(1))
        pacer.inputArrived(isUrgent: false)
        #expect(pacer.nextPaint(redraw: nil, now: at(10)) == at(250))
        #expect(pacer.nextPaint(redraw: at(100), now: at(10)) == at(100))
        #expect(pacer.nextPaint(redraw: nil, now: at(300)) == at(300))
        pacer.inputArrived()
        #expect(pacer.nextPaint(redraw: nil, now: at(10)) == at(33))
    }

    @Test func `a lost screen is painted without waiting`() {
        var pacer = FramePacer()
        pacer.painted(from: at(0), to: at(1))
        pacer.screenWasLost()
        #expect(pacer.nextPaint(redraw: nil, now: at(2)) == at(2))
    }
}

import ProgressClient
import TestSupport
import Testing

@Suite struct BackoffTests {
    @Test(arguments: [1, 22, 333] as [UInt64])
    func `waits are a random part of a ceiling that doubles up to ten seconds`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var backoff = Backoff()
        for ceiling in [0.25, 0.5, 1, 2, 4, 8, 10, 10, 10] {
            let wait = backoff.next(using: &random) / .seconds(1)
            #expect((ceiling * 0.0999...ceiling * 1.0001).contains(wait))
        }
        backoff.reset()
        #expect(backoff.next(using: &random) <= .milliseconds(250))
    }

    @Test func `what a stopping server wishes counts once, as far as it makes sense`() {
        var random = SeededGenerator(seed: 4)
        var backoff = Backoff()
        for (wish, wait) in [(1234, 1.234), (0, 0), (-5, 0), (1e300, 60), (.nan, 0), (.infinity, 0)] {
            backoff.waitOnce(milliseconds: wish)
            #expect(backoff.next(using: &random) / .seconds(1) == wait)
        }
        #expect(backoff.next(using: &random) <= .milliseconds(250))
    }
}

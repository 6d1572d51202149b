import Dispatch
import Networking
import Synchronization

/// Runs work on the event loop and blocks this thread until the work calls `finish`.
///
/// Never called from the loop itself.
func waitForLoop<Value: Sendable>(
    _ work: @escaping @EventLoop @Sendable (_ finish: @escaping @Sendable (Value) -> Void) -> Void
) -> Value {
    let answer = Answer<Value>()
    EventLoop.post { work(answer.give) }
    return answer.take()
}

/// A value that one thread gives and another waits for.
private final class Answer<Value: Sendable>: Sendable {
    private let value = Mutex<Value?>(nil)
    private let isGiven = DispatchSemaphore(value: 0)

    func give(_ value: Value) {
        self.value.withLock { $0 = value }
        isGiven.signal()
    }

    func take() -> Value {
        while true {
            isGiven.wait()
            if let value = value.withLock({ $0 }) { return value }
        }
    }
}

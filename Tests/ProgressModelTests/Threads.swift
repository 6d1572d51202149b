import Foundation

/// Runs the body on so many real threads at once, each given its number, and returns when all have ended.
///
/// While they run, `meanwhile` is called on this thread again and again, and once more when they have ended.
func onThreads(_ count: Int, meanwhile: () -> Void = {}, _ body: @escaping @Sendable (Int) -> Void) {
    let group = DispatchGroup()
    for number in 0..<count {
        group.enter()
        Thread.detachNewThread {
            body(number)
            group.leave()
        }
    }
    while group.wait(timeout: .now() + .microseconds(50)) == .timedOut { meanwhile() }
    meanwhile()
}

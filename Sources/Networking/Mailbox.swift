import Glibc

/// Work and jobs that other threads hand to the loop, run when its wake descriptor becomes readable.
@EventLoop
final class Mailbox: DescriptorHandler {
    func descriptorIsReady(readable: Bool, writable: Bool) {
        empty()
    }

    func empty() {
        var count: UInt64 = 0
        _ = unsafe read(EventLoop.executor.wakeDescriptor, &count, MemoryLayout<UInt64>.size)
        for parcel in EventLoop.executor.takeMailbox() {
            switch parcel {
            case .job(let job): unsafe job.runSynchronously(on: EventLoop.executor.asUnownedSerialExecutor())
            case .work(let work): work()
            }
        }
    }
}

import Foundation
import JSON
import Networking
import ProgressClient
import ProgressModel
import Transcript

/// Plays a recording as if it happened now.
///
/// Its end, and whatever is wrong with the file, comes as a disconnect that is not followed by another try.
@EventLoop
final class Replay: TaskFeed {
    private typealias Scheduled = (moment: Recording.Moment, due: Duration)

    static let endReason = "the recording has ended"

    private static let bytesPerRead = 64 << 10
    /// Events told in one turn of the loop; the rest waits for the next, so that keys and signals are heard.
    private static let eventsPerTurn = 256

    private let path: String
    private let onEvent: @EventLoop (ProgressClient.Event) -> Void
    private let speed: Double
    private var file: FileHandle?
    private var recording = Recording()
    private var clock: ReplayClock
    private var moments: ArraySlice<Recording.Moment> = []
    /// The next moment, and when it is due.
    private var next: Scheduled?
    private var isPaused = false
    private var isOver = false
    private(set) var time = Timestamp(seconds: 0)
    private lazy var timer = LoopTimer { [weak self] in self?.play() }

    init(_ path: String, speed: Double, onEvent: @escaping @EventLoop (ProgressClient.Event) -> Void) {
        self.path = path
        self.speed = speed
        self.onEvent = onEvent
        clock = ReplayClock(speed: speed, startedAt: EventLoop.now)
    }

    var isLive: Bool { false }

    func start() {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            return end(because: "cannot read \(path): \(unsafe String(cString: strerror(errno)))")
        }
        file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        clock = ReplayClock(speed: speed, startedAt: EventLoop.now)
        play()
    }

    /// The recording itself has the snapshots.
    func watch() {}

    func retryNow() {}

    func pause() {
        isPaused = true
    }

    func resume() {
        guard isPaused else { return }
        isPaused = false
        play()
    }

    func request(
        _ event: String,
        _ payload: JSONValue,
        completed: @escaping @EventLoop (Result<JSONValue, RequestFailure>) -> Void,
    ) {
        let message = "This is a recording; what happened in it cannot be changed."
        completed(.failure(.refused(code: "recording", message: message, answer: .null)))
    }

    private func play() {
        for _ in 0..<Replay.eventsPerTurn {
            guard !isPaused, !isOver else { return }
            guard let upcoming = upcoming() else { return }
            guard upcoming.due <= EventLoop.now else { return timer.schedule(at: upcoming.due) }
            next = nil
            time = upcoming.moment.at
            onEvent(upcoming.moment.event)
        }
        timer.schedule(at: EventLoop.now)
    }

    private func upcoming() -> Scheduled? {
        if let next { return next }
        while moments.isEmpty {
            do {
                guard let data = try file?.read(upToCount: Replay.bytesPerRead), !data.isEmpty else {
                    end(because: Replay.endReason)
                    return nil
                }
                moments = try recording.read(Array(data))[...]
            } catch {
                end(because: "\(path): \(error)")
                return nil
            }
        }
        let moment = moments.removeFirst()
        next = (moment, clock.due(moment.at))
        return next
    }

    private func end(because reason: String) {
        isOver = true
        file = nil
        onEvent(.disconnected(reason: reason, retryAfter: nil))
    }
}

import Networking
import ProgressClient
import ProgressModel
import Transcript

/// One source of what is written, and how that is written.
struct TranscriptPart: Sendable {
    let source: FeedSource
    /// What tells it from the others; empty where there are no others.
    let name: String
    let transcript: any Transcript
}

/// A part under way: what its feed has said and has not been written yet.
@EventLoop
final class TranscriptTrack {
    let source: FeedSource
    let feed: any TaskFeed
    /// What the program exits with because of this part, once all that waits is written; nil while more may come.
    private(set) var exitCode: Int32?
    /// Whether it has been connected at all.
    private(set) var wasConnected = false
    private let name: String
    private var transcript: any Transcript
    private var backlog = Backlog()

    init(_ part: TranscriptPart, _ feed: any TaskFeed) {
        source = part.source
        name = part.name
        transcript = part.transcript
        self.feed = feed
    }

    var isOver: Bool { exitCode != nil && backlog.isEmpty }
    var waitingCount: Int { backlog.count }
    var nextDeadline: Timestamp? { transcript.nextDeadline }

    /// Takes in what is to be written, unless nothing more is wanted.
    func add(_ event: ProgressClient.Event) {
        guard exitCode == nil else { return }
        if case .connected = event { wasConnected = true }
        backlog.add(event)
    }

    /// The next lines, perhaps none, and the event they tell of; nil when nothing waits.
    func next() -> (event: ProgressClient.Event, lines: [String])? {
        backlog.popFirst().map { ($0, transcript.lines(for: $0, at: feed.time)) }
    }

    func linesAfterSilence() -> [String] { transcript.timePassed(feed.time) }

    /// Nothing more comes.
    func end(_ code: Int32) {
        exitCode = exitCode ?? code
    }

    /// Nothing more is wanted, not even what waits.
    func stop(_ code: Int32) {
        end(code)
        backlog = Backlog()
    }

    /// Tells people what is wrong with this part.
    func complain(_ reason: String) {
        Console.complain(name.isEmpty ? reason : "\(name): \(reason)")
    }
}

import Arguments
import Foundation
import Transcript
import Web

/// `genboard record FILE`: what `watch --json` prints, kept in a file until a signal ends it.
struct RecordCommand {
    private let path: String
    private let address: ServerAddress

    init(_ invocation: Invocation) throws(UsageError) {
        path = invocation["FILE"] ?? ""
        address = try ServerAddress(invocation)
    }

    func run() -> Int32 {
        let signals = Signals()
        if path != "-", let reason = becomeOutput() {
            Console.complain(reason)
            return ExitCode.failure
        }
        Console.complain("recording \(address) in \(path); Ctrl-C ends it")
        return TranscriptWatch.run(
            [TranscriptPart(source: .server(address), name: "", transcript: JSONTranscript())],
            tellsConnection: true,
            until: .never,
            signals,
        )
    }

    /// The file becomes our standard output; the answer is why it cannot.
    ///
    /// A file that exists is somebody's recording, and is not written over.
    private func becomeOutput() -> String? {
        let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else {
            if errno == EEXIST { return "\(path) exists already; remove it, or choose another name" }
            return "cannot write \(path): \(unsafe String(cString: strerror(errno)))"
        }
        dup2(descriptor, STDOUT_FILENO)
        close(descriptor)
        return nil
    }
}

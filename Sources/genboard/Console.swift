import Foundation
import Generation
import ProgressModel
import Transcript

/// Lines for people and scripts on standard output, complaints on standard error.
enum Console {
    static func print(_ line: String) {
        let bytes = Array((line + "\n").utf8)
        if let number = StandardStream.output.write(bytes) { outputFailed(number) }
    }

    static func complain(_ line: String) {
        _ = StandardStream.errors.write(complaint(line))
    }

    /// A complaint as it is written.
    ///
    /// What a server or a command said may stand in it, so it is made one harmless line.
    static func complaint(_ line: String) -> [UInt8] {
        Array("genboard: \(PlainLine.safe(line))\n".utf8)
    }

    /// What cannot be printed must not be lost in silence, as on a full disk; a reader that went away wanted no more.
    static func outputFailed(_ number: Int32) -> Never {
        if number == EPIPE { exit(ExitCode.success) }
        complain("cannot write the output: \(unsafe String(cString: strerror(number)))")
        exit(ExitCode.failure)
    }
}

extension Timestamp {
    /// The wall clock's time.
    ///
    /// To the microsecond, which is finer than any use of it and has a short text.
    static var now: Timestamp { Timestamp(seconds: (Date().timeIntervalSince1970 * 1e6).rounded() / 1e6) }
}

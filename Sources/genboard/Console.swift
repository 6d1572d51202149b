import Foundation
import ProgressModel

/// Lines for people and scripts on standard output, complaints on standard error.
enum Console {
    static func print(_ line: String) {
        write(line + "\n", to: .standardOutput)
    }

    static func complain(_ line: String) {
        write("genboard: \(line)\n", to: .standardError)
    }

    /// An output that is closed or full ends nothing: whoever closed it does not want to read.
    private static func write(_ text: String, to file: FileHandle) {
        try? file.write(contentsOf: Data(text.utf8))
    }
}

extension Timestamp {
    /// The wall clock's time.
    static var now: Timestamp { Timestamp(seconds: Date().timeIntervalSince1970) }
}

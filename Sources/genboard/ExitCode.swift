/// What genboard exits with; documented in its help.
enum ExitCode {
    static let success: Int32 = 0
    static let failure: Int32 = 1
    static let usage: Int32 = 2
    static let cancelled: Int32 = 3
    static let timeout: Int32 = 4
    static let unreachable: Int32 = 5
}

import CRescue
import Glibc

/// Gives the shell its terminal back, whatever happens: a trap and `exit()` on any thread included.
///
/// It is also the ordinary way out, so that the way taken in a crash is the one taken every day. One per process.
struct Rescue {
    /// The descriptor for ncurses to write to, its own, so that it can be silenced without touching standard output.
    let output: Int32

    /// Looks TERM up and notes how the terminal is now, before anything changes it.
    init() throws(TerminalError) {
        let name = unsafe getenv("TERM").map { unsafe String(cString: $0) } ?? ""
        switch rescue_prepare(STDOUT_FILENO) {
        case rescue_prepared: output = rescue_output()
        case rescue_unknown_terminal: throw .unknownType(name)
        case rescue_no_cursor_address: throw .cannotMoveCursor(name)
        default: throw .system(unsafe String(cString: strerror(errno)))
        }
    }

    /// Has every end of the process restore the terminal, and takes it over; restores it at once if that fails.
    func guarding<Owner: ~Copyable>(_ takeOver: () throws(TerminalError) -> Owner) throws(TerminalError) -> Owner {
        rescue_arm()
        do {
            return try takeOver()
        } catch {
            restore()
            throw error
        }
    }

    /// Has every end of the process write this too, before anything else.
    func addFarewell(_ sequence: String) {
        unsafe sequence.withCString { unsafe rescue_add_farewell($0) }
    }

    /// The signal that arrived while ncurses was writing, and silenced it.
    var endingSignal: Int32? {
        let signal = rescue_ended_by()
        return signal == 0 ? nil : signal
    }

    /// Restores the terminal; ncurses can say nothing more.
    func restore() {
        rescue_restore()
        rescue_disarm()
    }

    /// Lets go of a terminal that ncurses has already left.
    func abandon() {
        rescue_disarm()
    }
}

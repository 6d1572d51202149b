import CNcurses
import Glibc
import Screen

/// The ncurses calls, and the only place that holds its pointers.
@safe struct Curses: ~Copyable {
    /// How long ncurses waits to tell the escape key from a sequence that begins with it, in milliseconds.
    private static let escapeDelay: Int32 = 25

    private let window: UnsafeMutablePointer<WINDOW>
    /// Reading from a window would repaint it; a pad stays out of sight.
    private let keyboard: UnsafeMutablePointer<WINDOW>

    /// What was read: a byte to decode, a key, or nothing to tell.
    enum Input {
        case byte(UInt8)
        case key(Key)
        case ignored
    }

    /// Takes the terminal over: raw input (Ctrl-C and Ctrl-Z are keys, no flow control), no echo, no cursor.
    init(output: Int32) throws(TerminalError) {
        guard unsafe curses_open(output) != nil, let window = unsafe curses_window(),
            let keyboard = unsafe newpad(1, 1)
        else { throw .system("ncurses does not start") }
        unsafe self.window = unsafe window
        unsafe self.keyboard = unsafe keyboard
        _ = raw()
        _ = noecho()
        _ = nonl()
        _ = curs_set(0)
        _ = set_escdelay(Curses.escapeDelay)
        _ = unsafe leaveok(window, true)
        _ = unsafe keypad(keyboard, true)
        _ = unsafe nodelay(keyboard, true)
        // The mouse's reports are decoded here: ncurses would leave their digits behind as keys.
        _ = define_key(nil, KEY_MOUSE)
    }

    /// Starts colours on the terminal's own background and tells how many there are.
    func startColors() -> (colors: Int, pairs: Int) {
        guard has_colors(), start_color() == OK, use_default_colors() == OK else { return (0, 0) }
        return (Int(curses_color_count()), Int(curses_pair_count()))
    }

    func definePair(_ pair: Int16, foreground: UInt8?, background: UInt8?) {
        _ = init_pair(pair, foreground.map(Int16.init) ?? -1, background.map(Int16.init) ?? -1)
    }

    func put(_ change: CellChange, attributes: UInt32, pair: Int16) {
        let scalars = change.cell.text.unicodeScalars.map(\.value)
        unsafe curses_put(
            window,
            Int32(change.row),
            Int32(change.column),
            scalars,
            Int32(scalars.count),
            Int32(change.cell.width),
            attributes,
            pair,
        )
    }

    /// Empties the window, and with it the screen at the next refresh, whatever others have written there.
    func clear() {
        _ = unsafe werase(window)
        _ = unsafe clearok(window, true)
    }

    /// Sends what has changed, in one go; enters the screen again after `leave`.
    func refresh() {
        _ = unsafe wrefresh(window)
    }

    func resize(to size: Size) {
        _ = resizeterm(Int32(size.rows), Int32(size.columns))
    }

    /// The shell's screen and modes, until the next refresh.
    func leave() {
        _ = endwin()
    }

    var hasLeft: Bool { isendwin() }

    /// The next input without waiting; nil when there is none now.
    func read() -> Input? {
        let code = unsafe wgetch(keyboard)
        if code == ERR { return nil }
        if let byte = UInt8(exactly: code) { return .byte(byte) }
        return Curses.key(code).map(Input.key) ?? .ignored
    }

    private static func key(_ code: Int32) -> Key? {
        switch code {
        case KEY_UP: .up
        case KEY_DOWN: .down
        case KEY_LEFT: .left
        case KEY_RIGHT: .right
        case KEY_HOME, KEY_A1: .home
        case KEY_END, KEY_C1: .end
        case KEY_PPAGE, KEY_A3: .pageUp
        case KEY_NPAGE, KEY_C3: .pageDown
        case KEY_BTAB: .backTab
        case KEY_BACKSPACE: .backspace
        case KEY_DC: .delete
        case KEY_ENTER: .enter
        case (KEY_F0 + 1)...(KEY_F0 + 63): .function(Int(code - KEY_F0))
        default: nil
        }
    }
}

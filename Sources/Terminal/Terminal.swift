import CNcurses
import Glibc
package import Screen

/// What the person asked for; the rest is found out from the terminal and the environment.
package struct TerminalOptions: Sendable {
    /// False draws without colours even where there are some.
    ///
    /// The variable NO_COLOR, if not empty, does the same.
    package var usesColor: Bool
    /// The terminal draws East Asian ambiguous characters two columns wide.
    package var ambiguousIsWide: Bool

    package init(usesColor: Bool = true, ambiguousIsWide: Bool = false) {
        self.usesColor = usesColor
        self.ambiguousIsWide = ambiguousIsWide
    }
}

/// The whole terminal, taken over with ncurses until this value goes away.
///
/// It belongs to the main thread, and there is one per process. However the process ends, by return, `exit()`, signal
/// or trap, the shell gets its screen and its modes back; only SIGKILL is beyond that.
package struct Terminal: ~Copyable {
    /// A window larger than this, in rows or columns, is used up to here.
    private static let largestSide = 1000
    /// Keys of one turn; what is pasted beyond waits for the next.
    private static let keysPerRead = 256

    /// Rows and columns as of the start or the last `resize`.
    package private(set) var size: Size
    /// Whether the locale's encoding is UTF-8; otherwise everything outside ASCII shows as question marks.
    package let supportsUnicode: Bool
    package var supportsColor: Bool { palette.depth != .none }

    let signals: Signals
    private let rescue: Rescue
    private let curses: Curses
    private var palette: Palette
    private var decoder = KeyDecoder()
    private let encoder = RequestEncoder(term: unsafe getenv("TERM").map { unsafe String(cString: $0) } ?? "")
    /// What is in force and has to be undone for the shell, and done again after it.
    private var title: String?
    private var usesMouse = false
    private var hasUsedMouse = false
    /// What the screen shows; nil when that is not known.
    private var painted: Frame?

    /// Blocks this thread's terminal signals, so that they wait for the loop.
    ///
    /// To be called first thing in `main`: threads inherit it, and one started before would take the signals, whose
    /// default is to end or stop the process. Child processes inherit it too; whoever starts them resets their mask.
    package static func blockSignals() {
        Signals.block(Signals.all)
    }

    /// Takes the terminal over.
    ///
    /// - Throws: why that is not possible here; nothing has changed on the terminal then.
    package init(options: TerminalOptions = TerminalOptions()) throws(TerminalError) {
        guard isatty(STDIN_FILENO) == 1, isatty(STDOUT_FILENO) == 1 else { throw .notATerminal }
        let encodesUnicode = Locale.adopt()
        CharacterWidth.ambiguousIsTwo = options.ambiguousIsWide
        let signals = try Signals()
        let rescue = try Rescue()
        let curses = try rescue.guarding { () throws(TerminalError) in try Curses(output: rescue.output) }

        supportsUnicode = encodesUnicode
        let available =
            options.usesColor && !Terminal.environmentForbidsColor ? curses.startColors() : (colors: 0, pairs: 0)
        palette = Palette(depth: ColorDepth(colorCount: available.colors), pairCount: available.pairs)
        size = Size(columns: 80, rows: 24)
        self.signals = signals
        self.rescue = rescue
        self.curses = curses
        resize()
    }

    deinit {
        if curses.hasLeft { rescue.abandon() } else { rescue.restore() }
        Signals.unblock([SIGINT, SIGTSTP])
    }

    /// Gives the terminal back.
    ///
    /// SIGINT and SIGTSTP work as usual again, so Ctrl-C ends a slow shutdown.
    ///
    /// SIGHUP and SIGTERM stay blocked: both tend to come twice, and the second must not cut the shutdown short.
    package consuming func close() {}

    /// Shows a frame: only the cells that differ from the last one reach ncurses, and they leave in one write.
    ///
    /// Blocks while the terminal does not read; SIGHUP, SIGINT and SIGTERM end that, and then `endReason` is set.
    package mutating func paint(_ frame: Frame) {
        if painted?.size != frame.size { painted = nil }
        if painted == nil { curses.clear() }
        for change in frame.changes(since: painted) {
            let look = palette.look(of: change.cell.style, curses)
            curses.put(change, attributes: look.attributes, pair: look.pair)
        }
        painted = frame
        whileInterruptible { $0.refresh() }
    }

    /// Does what an application wants besides pictures.
    package mutating func perform(_ request: TerminalRequest) {
        switch request {
        case .title(let text) where encoder.understandsSequences:
            guard text != title else { return }
            if title == nil {
                rescue.addFarewell(RequestEncoder.popTitle)
                write(Array(RequestEncoder.pushTitle.utf8))
            }
            title = text
        case .mouse(let isOn) where encoder.understandsSequences:
            if isOn, !hasUsedMouse { rescue.addFarewell(RequestEncoder.mouseOff) }
            hasUsedMouse = hasUsedMouse || isOn
            usesMouse = isOn
        default: break
        }
        write(encoder.bytes(for: request))
    }

    /// Writes past ncurses, which keeps nothing back between two frames.
    private mutating func write(_ bytes: [UInt8]) {
        guard !bytes.isEmpty else { return }
        let output = rescue.output
        whileInterruptible { _ in
            var rest = bytes[...]
            while !rest.isEmpty {
                let count = unsafe rest.withUnsafeBytes { unsafe Glibc.write(output, $0.baseAddress, $0.count) }
                guard count > 0 || count < 0 && errno == EINTR else { return }
                rest = rest.dropFirst(max(0, count))
            }
        }
    }

    /// The shell gets its own title and its mouse.
    private mutating func undoRequests() {
        if usesMouse { write(Array(RequestEncoder.mouseOff.utf8)) }
        if title != nil { write(Array(RequestEncoder.popTitle.utf8)) }
    }

    private mutating func redoRequests() {
        if usesMouse { write(encoder.bytes(for: .mouse(true))) }
        guard let title else { return }
        write(Array(RequestEncoder.pushTitle.utf8))
        write(encoder.bytes(for: .title(title)))
    }

    /// Has the next frame painted whole, for when something else has written on the screen.
    package mutating func invalidate() {
        painted = nil
    }

    /// Why the loop has to end, when a signal came while a frame was being painted.
    package var endReason: LoopEnd? { rescue.endingSignal.map(LoopEnd.init(signal:)) }

    /// The keys typed since the last call, without waiting; nil when the terminal has gone.
    ///
    /// To be called when standard input is readable; what is left of a long paste stays readable.
    package mutating func readKeys() -> [Key]? {
        var keys: [Key] = []
        var hasRead = false
        while keys.count < Terminal.keysPerRead {
            guard let input = curses.read() else {
                decoder.inputPaused(into: &keys)
                break
            }
            hasRead = true
            switch input {
            case .byte(let byte): decoder.decode(byte, into: &keys)
            case .key(let key):
                decoder.inputPaused(into: &keys)
                keys.append(key)
            case .ignored: break
            }
        }
        return hasRead || !Terminal.inputIsReadable ? keys : nil
    }

    /// Asks the terminal for its size; the next frame is painted whole.
    package mutating func resize() {
        var window = winsize()
        guard unsafe curses_window_size(STDOUT_FILENO, &window) == 0, window.ws_row > 0, window.ws_col > 0 else {
            return
        }
        size = Size(
            columns: min(Int(window.ws_col), Terminal.largestSide),
            rows: min(Int(window.ws_row), Terminal.largestSide),
        )
        curses.resize(to: size)
        invalidate()
    }

    /// Gives the terminal to the shell and stops; when continued, the next `paint` takes it over again.
    ///
    /// - Parameter wholeJob: stops also what the shell started along with this process, as a Ctrl-Z does.
    package mutating func suspend(wholeJob: Bool) {
        undoRequests()
        whileInterruptible { $0.leave() }
        Signals.stop(wholeJob: wholeJob)
        redoRequests()
        resize()
        invalidate()
    }

    /// Continued after a stop nobody announced: the shell has had the terminal, so it is taken over anew.
    package mutating func resume() {
        whileInterruptible { $0.leave() }
        redoRequests()
        resize()
        invalidate()
    }

    private func whileInterruptible(_ write: (borrowing Curses) -> Void) {
        Signals.unblock(Signals.ending)
        write(curses)
        Signals.block(Signals.ending)
    }

    /// https://no-color.org: present and not empty.
    private static var environmentForbidsColor: Bool {
        unsafe getenv("NO_COLOR").map { unsafe $0.pointee != 0 } ?? false
    }

    /// Readable, and yet nothing to read, is how a terminal that has gone looks.
    private static var inputIsReadable: Bool {
        var input = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
        return unsafe poll(&input, 1, 0) > 0
    }
}

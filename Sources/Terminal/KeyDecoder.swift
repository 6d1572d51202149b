package import Screen

/// Turns the bytes that ncurses did not recognise as a special key into keys: UTF-8, controls, and stray sequences.
///
/// ncurses knows the sequences that the terminal's description lists. A terminal may send others, and their letters must
/// not act as commands: those are recognised here by their form, and dropped unless they are a well-known key.
package struct KeyDecoder {
    private enum State {
        case ground
        case escape
        /// After `ESC [` or `ESC O`, with the parameters so far.
        case sequence([UInt8])
        case character([UInt8], missing: Int)
    }

    /// Longer sequences are no keys; past this many bytes the rest is read as plain input.
    private static let longestSequence = 32

    private var state = State.ground

    package init() {}

    /// Takes the next byte and appends the keys it completes.
    package mutating func decode(_ byte: UInt8, into keys: inout [Key]) {
        switch state {
        case .ground:
            decodeFirst(byte, into: &keys)
        case .escape where byte == UInt8(ascii: "[") || byte == UInt8(ascii: "O"):
            state = .sequence([])
        case .escape:
            keys.append(.escape)
            decodeFirst(byte, into: &keys)
        case .sequence(let parameters):
            decode(byte, after: parameters, into: &keys)
        case .character(let bytes, let missing):
            decode(byte, continuing: bytes, missing: missing, into: &keys)
        }
    }

    /// No more input for now: an escape that nothing follows was the key itself.
    ///
    /// A character whose last bytes are still on their way is kept.
    package mutating func inputPaused(into keys: inout [Key]) {
        switch state {
        case .escape:
            keys.append(.escape)
            state = .ground
        case .sequence: state = .ground
        case .ground, .character: break
        }
    }

    private mutating func decodeFirst(_ byte: UInt8, into keys: inout [Key]) {
        state = .ground
        switch byte {
        case 0x1B: state = .escape
        case 0x09: keys.append(.tab)
        case 0x0A, 0x0D: keys.append(.enter)
        case 0x08, 0x7F: keys.append(.backspace)
        case 0x01...0x1A: keys.append(.control(Character(Unicode.Scalar(byte + 0x60))))
        case 0x20...0x7E: keys.append(.character(Character(Unicode.Scalar(byte))))
        case 0xC2...0xDF: state = .character([byte], missing: 1)
        case 0xE0...0xEF: state = .character([byte], missing: 2)
        case 0xF0...0xF4: state = .character([byte], missing: 3)
        default: break
        }
    }

    private mutating func decode(_ byte: UInt8, continuing bytes: [UInt8], missing: Int, into keys: inout [Key]) {
        guard 0x80...0xBF ~= byte else { return decodeFirst(byte, into: &keys) }
        guard missing == 1 else {
            state = .character(bytes + [byte], missing: missing - 1)
            return
        }
        state = .ground
        guard let character = String(validating: bytes + [byte], as: UTF8.self)?.first else { return }
        keys.append(.character(character))
    }

    private mutating func decode(_ byte: UInt8, after parameters: [UInt8], into keys: inout [Key]) {
        switch byte {
        case 0x20...0x3F where parameters.count < KeyDecoder.longestSequence:
            state = .sequence(parameters + [byte])
        case 0x40...0x7E:
            state = .ground
            if let key = KeyDecoder.mouse(parameters, final: byte) ?? KeyDecoder.key(parameters, final: byte) {
                keys.append(key)
            }
        default:
            decodeFirst(byte, into: &keys)
        }
    }

    /// What xterm's mode 1006 reports: `<`, the button, the column and the row, each counted from 1.
    private static func mouse(_ parameters: [UInt8], final: UInt8) -> Key? {
        guard parameters.first == UInt8(ascii: "<"), final == UInt8(ascii: "M") else { return nil }
        let numbers = parameters.dropFirst().split(separator: UInt8(ascii: ";"))
            .map { Int(String(decoding: $0, as: UTF8.self)) }
        guard numbers.count == 3, let button = numbers[0], let column = numbers[1], let row = numbers[2],
            column > 0, row > 0
        else { return nil }
        return switch button {
        case 0: .click(row: row - 1, column: column - 1)
        case 64: .wheelUp
        case 65: .wheelDown
        default: nil
        }
    }

    /// The keys that nearly all terminals send alike (ECMA-48 cursor controls, and the numbers of the VT220).
    private static func key(_ parameters: [UInt8], final: UInt8) -> Key? {
        switch (String(decoding: parameters, as: UTF8.self), Character(Unicode.Scalar(final))) {
        case ("", "A"): .up
        case ("", "B"): .down
        case ("", "C"): .right
        case ("", "D"): .left
        case ("", "H"), ("1", "~"), ("7", "~"): .home
        case ("", "F"), ("4", "~"), ("8", "~"): .end
        case ("", "Z"): .backTab
        case ("", "M"): .enter
        case ("3", "~"): .delete
        case ("5", "~"): .pageUp
        case ("6", "~"): .pageDown
        default: nil
        }
    }
}

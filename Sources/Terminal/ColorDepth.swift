package import Screen

/// How many colours a terminal has, and which of them comes nearest to a wanted one.
package enum ColorDepth: Sendable, Hashable {
    case none, eight, sixteen, full

    /// The depth of a terminal that counts its colours so.
    package init(colorCount: Int) {
        switch colorCount {
        case 256...: self = .full
        case 16...: self = .sixteen
        case 8...: self = .eight
        default: self = .none
        }
    }

    /// The palette index that shows this colour best; nil for the terminal's own.
    ///
    /// With eight colours an index of 8...15 still comes out, for the painter to draw as bold where it can.
    package func index(of color: Color) -> UInt8? {
        guard self != .none else { return nil }
        switch color {
        case .standard: return nil
        case .black: return 0
        case .red: return 1
        case .green: return 2
        case .yellow: return 3
        case .blue: return 4
        case .magenta: return 5
        case .cyan: return 6
        case .white: return 7
        case .indexed(let index): return self == .full || index < 16 ? index : ColorDepth.nearest(to: index)
        }
    }

    private typealias RGB = (red: Int, green: Int, blue: Int)

    private static func nearest(to index: UInt8) -> UInt8 {
        let wanted = rgb(of: index)
        let distances = basic.map { color in
            let (red, green, blue) = (color.red - wanted.red, color.green - wanted.green, color.blue - wanted.blue)
            return red * red + green * green + blue * blue
        }
        let best = distances.indices.min { distances[$0] < distances[$1] } ?? 7
        return UInt8(best)
    }

    /// The cube of 6 x 6 x 6 and the ramp of 24 greys that xterm put above the sixteen.
    private static func rgb(of index: UInt8) -> RGB {
        let index = Int(index)
        guard index < 232 else {
            let grey = 8 + 10 * (index - 232)
            return (grey, grey, grey)
        }
        let place = index - 16
        let levels = [0, 95, 135, 175, 215, 255]
        return (levels[place / 36], levels[place / 6 % 6], levels[place % 6])
    }

    /// The sixteen as xterm shows them.
    private static let basic: [RGB] = [
        (0, 0, 0), (205, 0, 0), (0, 205, 0), (205, 205, 0), (0, 0, 238), (205, 0, 205), (0, 205, 205), (229, 229, 229),
        (127, 127, 127), (255, 0, 0), (0, 255, 0), (255, 255, 0), (92, 92, 255), (255, 0, 255), (0, 255, 255),
        (255, 255, 255),
    ]
}

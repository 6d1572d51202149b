import Screen

/// A set of colours, as a change of what the widgets ask for: they are written for dark terminals.
package enum Theme: String, Sendable, Hashable, CaseIterable {
    case dark, light
    /// Nothing is dim and everything coloured is bold.
    case contrast

    func adapt(_ style: inout Style) {
        switch self {
        case .dark: break
        case .light: style.foreground = Theme.onLight(style.foreground)
        case .contrast:
            style.isDim = false
            if style.foreground != .standard {
                style.isBold = true
                style.foreground = Theme.bright(style.foreground)
            }
        }
    }

    /// Darker shades of the same, which a white ground leaves readable.
    private static func onLight(_ color: Color) -> Color {
        switch color {
        case .cyan: .indexed(24)
        case .green: .indexed(22)
        case .yellow: .indexed(94)
        case .red: .indexed(124)
        case .magenta: .indexed(90)
        default: color
        }
    }

    private static func bright(_ color: Color) -> Color {
        switch color {
        case .red: .indexed(9)
        case .green: .indexed(10)
        case .yellow: .indexed(11)
        case .magenta: .indexed(13)
        case .cyan: .indexed(14)
        default: color
        }
    }
}

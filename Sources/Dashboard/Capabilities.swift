package import Screen

/// What the terminal can show, found out by whoever opened it.
package struct Capabilities: Sendable, Hashable {
    package var repertoire: Frame.Repertoire
    /// False under `NO_COLOR` and on monochrome terminals; dim, bold and reverse are used all the same.
    package var usesColor: Bool

    var ambiguousAreWide: Bool { repertoire == .wideAmbiguous }

    package init(repertoire: Frame.Repertoire = .unicode, usesColor: Bool = true) {
        self.repertoire = repertoire
        self.usesColor = usesColor
    }
}

/// How wide text is on a terminal, after everything unsafe in it has been replaced.
extension String {
    /// Columns the text takes when written into a `Frame`.
    package var columnCount: Int {
        Glyphs(self).reduce(0) { $0 + $1.width }
    }

    /// The text if it fits, otherwise as much of its beginning as fits together with the ellipsis.
    package func truncated(toColumns limit: Int, ellipsis: String = "…") -> String {
        let room = limit - ellipsis.columnCount
        var kept = ""
        var used = 0
        for glyph in Glyphs(self) {
            used += glyph.width
            if used > limit { return room < 0 ? "" : kept + ellipsis }
            if used <= room { kept += glyph.text }
        }
        return self
    }
}

extension Character {
    /// Columns the character takes: 1 or 2 for almost all, 2 for a flag, which is drawn as two letters.
    package var columnCount: Int { String(self).columnCount }
}

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

extension String {
    /// The text in lines no wider than that, broken at its line ends, at spaces where there are some, else anywhere.
    package func wrapped(toColumns limit: Int) -> [String] {
        split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).flatMap {
            String($0).wrappedLine(toColumns: max(2, limit))
        }
    }

    private func wrappedLine(toColumns limit: Int) -> [String] {
        var lines: [String] = []
        var line: [Glyph] = []
        var used = 0
        for glyph in Glyphs(self) {
            if used + glyph.width > limit {
                let space = line.lastIndex { $0.text == " " }
                let kept = space.map { $0 + 1 } ?? line.count
                lines.append(line[..<(space ?? line.count)].map(\.text).joined())
                line.removeFirst(kept)
                used = line.reduce(0) { $0 + $1.width }
            }
            line.append(glyph)
            used += glyph.width
        }
        return lines + [line.map(\.text).joined()]
    }
}

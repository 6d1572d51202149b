/// Which characters take two columns (Unicode 15, UAX #11 classes W and F).
///
/// Emoji are not listed: the standard library knows which are drawn as pictures, and those are all wide.
enum WideCharacters {
    static func contains(_ scalar: Unicode.Scalar) -> Bool {
        guard scalar.value >= 0x1100 else { return false }
        return isListed(scalar.value) || scalar.properties.isEmojiPresentation
    }

    private static func isListed(_ value: UInt32) -> Bool {
        var candidates = ranges[...]
        while let middle = candidates.indices.isEmpty ? nil : candidates.startIndex + candidates.count / 2 {
            if ranges[middle].contains(value) { return true }
            candidates = value < ranges[middle].lowerBound ? candidates[..<middle] : candidates[(middle + 1)...]
        }
        return false
    }

    /// In order, so that they can be searched by halving.
    private static let ranges: [ClosedRange<UInt32>] = [
        // Hangul leading consonants, angle brackets.
        0x1100...0x115F, 0x2329...0x232A,
        // CJK radicals, punctuation, kana, Bopomofo, enclosed and squared forms.
        0x2E80...0x2E99, 0x2E9B...0x2EF3, 0x2F00...0x2FD5, 0x2FF0...0x2FFB, 0x3000...0x303E, 0x3041...0x3096,
        0x3099...0x30FF, 0x3105...0x312F, 0x3131...0x318E, 0x3190...0x31E3, 0x31F0...0x321E, 0x3220...0x3247,
        0x3250...0x4DBF,
        // Han, Yi, Hangul syllables, compatibility forms, full-width forms.
        0x4E00...0xA48C, 0xA490...0xA4C6, 0xA960...0xA97C, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE10...0xFE19,
        0xFE30...0xFE52, 0xFE54...0xFE66, 0xFE68...0xFE6B, 0xFF01...0xFF60, 0xFFE0...0xFFE6,
        // Tangut, Khitan, kana supplements, Nushu.
        0x16FE0...0x16FE4, 0x16FF0...0x16FF1, 0x17000...0x187F7, 0x18800...0x18CD5, 0x18D00...0x18D08,
        0x1AFF0...0x1AFF3, 0x1AFF5...0x1AFFB, 0x1AFFD...0x1AFFE, 0x1B000...0x1B122, 0x1B132...0x1B132,
        0x1B150...0x1B152, 0x1B155...0x1B155, 0x1B164...0x1B167, 0x1B170...0x1B2FB,
        // Enclosed ideographs, then the supplementary ideographic planes.
        0x1F200...0x1F202, 0x1F210...0x1F23B, 0x1F240...0x1F248, 0x1F250...0x1F251, 0x1F260...0x1F265,
        0x20000...0x2FFFD, 0x30000...0x3FFFD,
    ]
}

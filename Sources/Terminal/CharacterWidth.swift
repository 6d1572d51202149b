import CNcurses
import Screen
import Synchronization

/// Whether the terminal draws East Asian ambiguous characters two columns wide; ncurses has to know it, and cannot be told.
enum CharacterWidth {
    private static let isTwo = Atomic(false)

    static var ambiguousIsTwo: Bool {
        get { isTwo.load(ordering: .relaxed) }
        set { isTwo.store(newValue, ordering: .relaxed) }
    }
}

/// Stands in for the C library's function of that name, by which ncurses counts columns; Package.swift has the linker export it.
@c(wcwidth)
public func columnsOfCharacter(_ character: Int32) -> Int32 {
    if character >= 0x80, CharacterWidth.ambiguousIsTwo,
        let scalar = Unicode.Scalar(UInt32(bitPattern: character)), AmbiguousCharacters.contains(scalar)
    {
        return 2
    }
    return system_wcwidth(character)
}

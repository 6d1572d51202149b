import Glibc

/// The character encoding of the environment, which ncurses takes from the C library.
enum Locale {
    /// Adopts it for this process, characters only; tells whether it is UTF-8.
    ///
    /// A locale that is named but not installed, as often over ssh and in containers, still tells the encoding.
    static func adopt() -> Bool {
        if unsafe setlocale(LC_CTYPE, "") == nil, namesUTF8 { _ = unsafe setlocale(LC_CTYPE, "C.UTF-8") }
        return unsafe String(cString: nl_langinfo(nl_item(CODESET))) == "UTF-8"
    }

    private static var namesUTF8: Bool {
        for name in ["LC_ALL", "LC_CTYPE", "LANG"] {
            guard let value = unsafe getenv(name), unsafe value.pointee != 0 else { continue }
            let locale = unsafe String(cString: value).uppercased()
            return locale.hasSuffix("UTF-8") || locale.hasSuffix("UTF8")
        }
        return false
    }
}

extension [ServerAddress] {
    /// What tells each from the others, as short as can be: the first part of its host's name, the host, or host and port.
    ///
    /// An address alone needs no name, and gets an empty one.
    package var names: [String] {
        guard count > 1 else { return map { _ in "" } }
        let forms: [(ServerAddress) -> String] = [\.firstLabel, \.host]
        return map { address in
            let form = forms.first { form in filter { form($0) == form(address) }.count == 1 }
            return form.map { $0(address) } ?? address.authority
        }
    }
}

extension ServerAddress {
    /// The host up to the first dot; an address in numbers is kept whole.
    fileprivate var firstLabel: String {
        let isNumeric = host.contains(":") || host.allSatisfy { $0.isNumber || $0 == "." }
        return isNumeric ? host : String(host.prefix { $0 != "." })
    }
}

/// Reads a filter's text term by term.
struct FilterParser {
    static let maximumTerms = 32

    private var rest: Substring
    private let ofSeveralServers: Bool

    init(_ text: String, ofSeveralServers: Bool) {
        rest = text[...]
        self.ofSeveralServers = ofSeveralServers
    }

    mutating func terms() throws(FilterError) -> [Term] {
        var terms: [Term] = []
        while let word = try nextWord() {
            guard terms.count < FilterParser.maximumTerms else { throw .tooManyTerms }
            let isNegated = word.text.hasPrefix("!") && !word.isQuoted
            let body = isNegated ? word.dropFirst() : word
            // While one is being typed, a lone sign asks for nothing yet.
            guard !body.text.isEmpty else { continue }
            terms.append(Term(isNegated: isNegated, criterion: try criterion(body)))
        }
        return terms
    }

    /// What stands between two spaces, without its quotation marks; signs count only in front of the first.
    private struct Word {
        var text = ""
        /// How many characters stand before the first quotation mark.
        var plainCount: Int?

        var isQuoted: Bool { plainCount == 0 }
        /// The part that may hold signs.
        var plain: Substring { text.prefix(plainCount ?? text.count) }

        func dropFirst() -> Word {
            Word(text: String(text.dropFirst()), plainCount: plainCount.map { max(0, $0 - 1) })
        }
    }

    private mutating func nextWord() throws(FilterError) -> Word? {
        rest = rest.drop(while: \.isWhitespace)
        guard !rest.isEmpty else { return nil }
        var word = Word()
        while let character = rest.first, !character.isWhitespace {
            rest = rest.dropFirst()
            guard character == "\"" else {
                word.text.append(character)
                continue
            }
            word.plainCount = word.plainCount ?? word.text.count
            guard let end = rest.firstIndex(of: "\"") else { throw .unclosedQuote(String(rest)) }
            word.text += rest[..<end]
            rest = rest[rest.index(after: end)...]
        }
        return word
    }

    private func criterion(_ word: Word) throws(FilterError) -> Criterion {
        let plain = word.plain
        let colon = plain.firstIndex(of: ":")
        let sign = plain.firstIndex { "<>=".contains($0) }
        if let sign, sign < colon ?? plain.endIndex {
            return try FilterParser.comparison(word.text, at: sign)
        }
        guard let colon else { return .anywhere(Pattern(word.text)) }
        let name = plain[..<colon].lowercased()
        let value = word.text[word.text.index(after: colon)...]
        guard !value.isEmpty else { throw .missingValue(word.text) }
        let values = value.split(separator: ",").map(String.init)
        if name == "status" || name == "is" { return .status(try FilterParser.statuses(values)) }
        guard let field = TextField(rawValue: name) else { throw .unknownField(name) }
        guard field != .server || ofSeveralServers else { throw .oneServer }
        return .field(field, values.map(Pattern.init))
    }

    private static func statuses(_ values: [String]) throws(FilterError) -> Set<String> {
        var words: Set<String> = []
        for value in values {
            let named = StatusWords.named(value)
            guard !named.isEmpty else { throw .unknownStatus(value) }
            words.formUnion(named)
        }
        return words
    }

    private static func comparison(_ text: String, at sign: String.Index) throws(FilterError) -> Criterion {
        let name = text[..<sign].lowercased()
        guard let quantity = name.isEmpty ? .elapsed : Quantity(rawValue: name) else { throw .unknownQuantity(name) }
        let tail = text[sign...]
        guard let comparison = Comparison.allCases.first(where: { tail.hasPrefix($0.rawValue) }) else {
            throw .missingValue(text)
        }
        let value = tail.dropFirst(comparison.rawValue.count)
        guard !value.isEmpty else { throw .missingValue(text) }
        let number = quantity.isTime ? seconds(value) : Double(value.hasSuffix("%") ? value.dropLast() : value)
        guard let number, number.isFinite else { throw .invalidNumber(String(value)) }
        return .comparison(quantity, comparison, number)
    }

    /// `90`, `30s`, `500ms`, `2m`, `1h30m`, `1.5h`, `3d`.
    private static func seconds(_ text: Substring) -> Double? {
        if let number = Double(text) { return number }
        let units: [(name: String, seconds: Double)] = [
            ("ms", 0.001), ("s", 1), ("m", 60), ("h", 3600), ("d", 86_400),
        ]
        var rest = text
        var total = 0.0
        while !rest.isEmpty {
            let digits = rest.prefix { $0.isNumber || $0 == "." }
            rest = rest[digits.endIndex...]
            guard let number = Double(digits), let unit = units.first(where: { rest.hasPrefix($0.name) }) else {
                return nil
            }
            total += number * unit.seconds
            rest = rest.dropFirst(unit.name.count)
        }
        return total
    }
}

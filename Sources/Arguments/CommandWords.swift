/// A command line as the configuration file has it: words apart from each other, for no shell reads it.
package enum CommandWords {
    /// What white space parts; what stands in single or double quotes belongs together, and nothing else is special.
    ///
    /// Nil where a quote does not end, or where there is no word.
    package static func split(_ text: String) -> [String]? {
        var words: [String] = []
        var word: String?
        var quote: Character?
        for character in text {
            if character == quote {
                quote = nil
            } else if quote != nil {
                word?.append(character)
            } else if character == "'" || character == "\"" {
                quote = character
                word = word ?? ""
            } else if character.isWhitespace {
                if let ended = word { words.append(ended) }
                word = nil
            } else {
                word = (word ?? "") + String(character)
            }
        }
        if let last = word { words.append(last) }
        return quote == nil && words.first?.isEmpty == false ? words : nil
    }

    /// What is wrong with a command line; nil when all is well.
    @Sendable package static func problem(_ text: String) -> String? {
        split(text) == nil ? "must be a program and its arguments, each quote with its end" : nil
    }
}

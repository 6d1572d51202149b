/// One command of a program: what it is called, what it takes, and the words that explain it.
///
/// The parser and the help are both made from this table, so they cannot disagree.
package struct CommandSpec: Sendable {
    /// As typed; empty for what the program does without a command.
    package let name: String
    /// One line for the list of commands.
    package let summary: String
    /// Paragraphs for the command's own help.
    package let discussion: String
    package let positionals: [Positional]
    package let options: [OptionSpec]
    /// Lines to imitate, each a whole command.
    package let examples: [String]
    /// For the program's own use: no help, completion or manual shows it.
    package let isHidden: Bool

    package init(
        _ name: String,
        _ summary: String,
        discussion: String = "",
        positionals: [Positional] = [],
        options: [OptionSpec] = [],
        examples: [String] = [],
        isHidden: Bool = false,
    ) {
        self.name = name
        self.summary = summary
        self.discussion = discussion
        self.positionals = positionals
        self.options = options
        self.examples = examples
        self.isHidden = isHidden
    }
}

extension CommandSpec {
    /// What the command is called where it has to have a name.
    func name(in program: String) -> String { name.isEmpty ? program : name }
}

/// An argument known by its place.
package struct Positional: Sendable {
    package enum Arity: Sendable {
        case required
        case optional
        /// One or more.
        case several
        /// None or more.
        case any
        /// One or more; for a command line of another program, which may have options of its own.
        case rest
    }

    package let name: String
    package let arity: Arity
    package let kind: ValueKind
    package let help: String
    /// Shown in the help, and used when the argument is given nowhere.
    package let standard: String?
    /// An environment variable that gives the value when the argument is not there.
    package let environment: String?

    package init(
        _ name: String,
        _ arity: Arity = .required,
        _ kind: ValueKind = .text,
        standard: String? = nil,
        environment: String? = nil,
        help: String,
    ) {
        self.name = name
        self.arity = arity
        self.kind = kind
        self.standard = standard
        self.environment = environment
        self.help = help
    }
}

/// An argument known by its name.
package struct OptionSpec: Sendable {
    /// Without the dashes.
    package let name: String
    /// A single letter that means the same, or nil.
    package let short: Character?
    /// What its value is called in the help; nil for a flag, which has none.
    package let valueName: String?
    package let kind: ValueKind
    package let isRepeatable: Bool
    package let help: String
    /// Shown in the help, and used when the option is given nowhere.
    package let standard: String?
    /// An environment variable that gives the value when the option is not there.
    package let environment: String?

    package init(
        _ name: String,
        short: Character? = nil,
        value valueName: String? = nil,
        _ kind: ValueKind = .text,
        isRepeatable: Bool = false,
        standard: String? = nil,
        environment: String? = nil,
        help: String,
    ) {
        self.name = name
        self.short = short
        self.valueName = valueName
        self.kind = kind
        self.isRepeatable = isRepeatable
        self.help = help
        self.standard = standard
        self.environment = environment
    }
}

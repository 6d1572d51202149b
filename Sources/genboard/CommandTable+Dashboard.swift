import Arguments
import Dashboard
import Filtering
import Screen

/// What the manual tells of the dashboard, from the tables that its keys, its help and its filters go by.
extension CommandTable {
    static var dashboardSections: [CommandLineParser.ManualSection] {
        [
            .init(
                "DASHBOARD KEYS",
                paragraphs: [
                    """
                    Each action has a name, to be run as :name in the dashboard, and to be given other keys under [keys] in the \
                    configuration file; Ctrl-C always quits and Ctrl-Z always stops.
                    """
                ],
                terms: ActionSpec.all.map { spec in
                    (names(of: spec.keys, and: ":\(spec.action.rawValue)"), sentence(spec.help))
                },
            )
        ]
            + PlaceKeys.all.map { place in
                .init(
                    "",
                    paragraphs: ["\(place.title.in(.english)):"],
                    terms: place.entries.map { (names(of: $0.keys), sentence($0.help)) },
                )
            } + [
                .init(
                    "FILTERS",
                    paragraphs: [
                        "The same after / in the dashboard, in list --filter, and in the server's own lists. All terms must hold."
                    ],
                    terms: filterForms,
                )
            ]
    }

    private static var filterForms: [(String, String)] {
        let everywhere = TaskFilter.grammar()
        let ofSeveral = TaskFilter.grammar(ofSeveralServers: true).dropFirst(everywhere.count)
        return everywhere.map { ($0.form, sentence($0.meaning)) }
            + ofSeveral.map { ($0.form, sentence("\($0.meaning); only in watch of several servers")) }
    }

    private static func names(of keys: [Key], and name: String? = nil) -> String {
        (keys.map { $0.name() } + [name].compactMap(\.self)).joined(separator: ", ")
    }

    private static func sentence(_ text: Text) -> String { sentence(text.in(.english)) }

    private static func sentence(_ text: String) -> String { text.prefix(1).uppercased() + text.dropFirst() + "." }
}

import Screen

/// Short forms of task ids that still tell all the given ones apart.
///
/// The beginning is enough for random ids; ids that begin alike, such as `frame-0001` and `frame-0002`, are cut in the middle.
struct ShortIDs {
    static let usualColumns = 8
    private static let widths = [usualColumns, 12, 18, 36]

    let columns: Int
    let texts: [String]

    /// Shortens the ids on a screen; those that are alike stay alike.
    init(_ ids: [String], ellipsis: String) {
        let count = Set(ids).count
        var shortened = ids
        for columns in ShortIDs.widths {
            for cut in [ShortIDs.beginning, ShortIDs.ends] {
                shortened = ids.map { $0.columnCount <= columns ? $0 : cut($0, columns, ellipsis) }
                guard Set(shortened).count < count else {
                    (self.columns, texts) = (columns, shortened)
                    return
                }
            }
        }
        (columns, texts) = (ShortIDs.widths.last ?? ShortIDs.usualColumns, shortened)
    }

    private static func beginning(_ id: String, _ columns: Int, _ ellipsis: String) -> String {
        id.truncated(toColumns: columns, ellipsis: "")
    }

    private static func ends(_ id: String, _ columns: Int, _ ellipsis: String) -> String {
        let end = String(id.suffix(columns / 2))
        return id.truncated(toColumns: columns - end.columnCount, ellipsis: ellipsis) + end
    }
}

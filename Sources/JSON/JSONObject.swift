/// The members of a JSON object, in the order they were written.
///
/// Objects on our wire are small, so members are looked up one by one; the order is kept because people read the output.
package struct JSONObject: Sendable {
    private var members: [Member]

    package struct Member: Sendable, Equatable {
        package let name: String
        package var value: JSONValue
    }

    package init(_ pairs: [(String, JSONValue)] = []) {
        members = []
        guard !pairs.isEmpty else { return }
        // Answers are begun with what is known and get a member or two more.
        members.reserveCapacity(pairs.count + 2)
        for (name, value) in pairs { members.append(Member(name: name, value: value)) }
    }

    package init(_ members: [Member]) {
        self.members = members
    }

    package var count: Int { members.count }
    package var isEmpty: Bool { members.isEmpty }

    /// Adds a member whose name is known not to be there yet.
    package mutating func append(_ name: String, _ value: JSONValue) {
        members.append(Member(name: name, value: value))
    }

    /// The value of a name; setting nil removes the member, setting a value keeps the member's place.
    package subscript(_ name: String) -> JSONValue? {
        get { place(of: name).map { members[$0].value } }
        set {
            guard let newValue else { return members.removeAll { $0.name == name } }
            if let place = place(of: name) {
                members[place].value = newValue
            } else {
                members.append(Member(name: name, value: newValue))
            }
        }
    }

    /// Where the last member of that name is; a loop by hand, for the library's goes through generic code at every step.
    private func place(of name: String) -> Int? {
        var place = members.count - 1
        while place >= 0 {
            if members[place].name == name { return place }
            place -= 1
        }
        return nil
    }
}

extension JSONObject: Equatable {
    /// Objects are equal when every name has the same value in both, in whatever order.
    package static func == (left: JSONObject, right: JSONObject) -> Bool {
        left.members == right.members || (left.agrees(with: right) && right.agrees(with: left))
    }

    private func agrees(with other: JSONObject) -> Bool {
        members.allSatisfy { self[$0.name] == other[$0.name] }
    }
}

extension JSONObject: Sequence {
    package func makeIterator() -> IndexingIterator<[Member]> { members.makeIterator() }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
    package init(dictionaryLiteral elements: (String, JSONValue)...) { self.init(elements) }
}

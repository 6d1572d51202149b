package import JSON

extension JSONValue {
    /// What stands in the arguments for the attachment of that index.
    package static func placeholder(_ index: Int) -> JSONValue {
        ["_placeholder": true, "num": .integer(Int64(index))]
    }

    /// Checks that each placeholder in this value stands for an attachment, and each attachment has a placeholder.
    func checkPlaceholders(attachmentCount: Int) throws(PacketError) {
        var isUsed = Array(repeating: false, count: attachmentCount)
        try markPlaceholders(in: &isUsed)
        if let index = isUsed.firstIndex(of: false) { throw .unusedAttachment(index) }
    }

    private func markPlaceholders(in isUsed: inout [Bool]) throws(PacketError) {
        switch self {
        case .array(let elements):
            for element in elements { try element.markPlaceholders(in: &isUsed) }
        case .object(let object) where object["_placeholder"] == true:
            guard let number = object["num"]?.integer, let index = Int(exactly: number),
                isUsed.indices.contains(index)
            else { throw .invalidPlaceholder }
            isUsed[index] = true
        case .object(let object):
            for member in object { try member.value.markPlaceholders(in: &isUsed) }
        case .null, .bool, .integer, .double, .string:
            break
        }
    }
}

import Arguments
import Foundation
import JSON

/// What a task is made from, as a command line gives it: `KEY=VALUE`, a JSON object, or `@FILE` with one, later ones over earlier.
enum SubmittedInput {
    /// Bytes of a file, many more than a server takes.
    private static let limit = 1 << 20

    static func object(from arguments: [String]) throws(UsageError) -> JSONObject {
        var input: JSONObject = [:]
        for argument in arguments {
            for member in try members(of: argument) { input[member.name] = member.value }
        }
        return input
    }

    private static func members(of argument: String) throws(UsageError) -> JSONObject {
        if argument.hasPrefix("@") {
            let name = String(argument.dropFirst())
            return try object(text(of: name), from: name)
        }
        if argument.hasPrefix("{") { return try object(argument, from: "--input") }
        guard let equals = argument.firstIndex(of: "="), equals > argument.startIndex else {
            throw UsageError("--input must be KEY=VALUE, a JSON object or @FILE, not \"\(argument)\".")
        }
        let text = String(argument[argument.index(after: equals)...])
        let value = (try? JSONValue.parse(text)) ?? .string(text)
        return [String(argument[..<equals]): value]
    }

    private static func object(_ text: String, from source: String) throws(UsageError) -> JSONObject {
        guard let object = (try? JSONValue.parse(text))?.object else {
            throw UsageError("\(source) must be a JSON object, for example '{\"steps\": 30}'.")
        }
        return object
    }

    private static func text(of name: String) throws(UsageError) -> String {
        let file = name == "-" ? FileHandle.standardInput : FileHandle(forReadingAtPath: name)
        guard let data = try? file?.read(upToCount: limit), let text = String(data: data, encoding: .utf8) else {
            throw UsageError("\(name) cannot be read as text.")
        }
        return text
    }
}

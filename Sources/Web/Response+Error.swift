package import HTTP
import JSON

extension Response {
    /// An error as REST answers it: a code for programs, a sentence for people.
    ///
    /// - Parameter engineCode: the number Engine.IO clients read, where the error may reach one (PROTOCOL.md section 1).
    package static func error(status: Int, code: String, message: String, engineCode: Int? = nil) -> Response {
        var body: JSONObject = ["error": .string(code), "message": .string(message)]
        body["code"] = engineCode.map { .integer(Int64($0)) }
        return .json(JSONValue.object(body).serialized(), status: status)
    }
}

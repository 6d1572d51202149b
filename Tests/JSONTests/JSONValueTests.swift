import JSON
import Testing

/// Reading values without knowing in which form a peer wrote them.
struct JSONValueTests {
    @Test func `a value answers only for its own kind`() {
        let value: JSONValue = ["text": "t", "flag": true, "list": [1], "object": [:], "nothing": nil]
        #expect(value["text"]?.string == "t")
        #expect(value["flag"]?.bool == true)
        #expect(value["list"]?.array == [1])
        #expect(value["object"]?.object?.isEmpty == true)
        #expect(value["nothing"]?.isNull == true)
        #expect(value["missing"] == nil)
        #expect(value["text"]?.number == nil && value["flag"]?.integer == nil && value["list"]?["x"] == nil)
    }

    @Test func `a double without a fraction counts as whole while it fits`() {
        #expect(JSONValue.double(3).integer == 3)
        #expect(JSONValue.double(3.5).integer == nil)
        #expect(JSONValue.double(0x1p63).integer == nil)
        #expect(JSONValue.double(.nan).integer == nil)
        #expect(JSONValue.integer(3).number == 3)
    }

    @Test func `the last of two members with one name wins`() throws {
        let twice = try JSONValue.parse(#"{"a":1,"a":2}"#)
        #expect(twice["a"] == 2)
        #expect(twice == twice)
        #expect(twice == ["a": 2])
        #expect(twice != ["a": 1])
    }

    @Test func `objects are equal in any order and unequal in any member`() {
        #expect(["a": 1, "b": 2] as JSONValue == ["b": 2, "a": 1])
        #expect(["a": 1] as JSONValue != ["a": 1, "b": nil])
        #expect(["a": 1, "b": nil] as JSONValue != ["a": 1])
        #expect(["a": 1] as JSONValue != ["b": 1])
    }

    @Test func `members are set in place, added at the end, and removed`() {
        var object: JSONObject = ["a": 1, "b": 2]
        object["a"] = 3
        object["c"] = 4
        object["b"] = nil
        object["none"] = nil
        #expect(object.map(\.name) == ["a", "c"])
        #expect(object["a"] == 3)
    }
}

import JSON
import TestSupport
import Testing

/// The text of values, and that nothing is lost on the way there and back.
struct JSONSerializerTests {
    @Test(
        arguments: [
            (nil, "null"), (true, "true"), (false, "false"), (.integer(.min), "-9223372036854775808"),
            (.double(3), "3"), (.double(-0.0), "0"), (.double(0.1), "0.1"), (.double(1e300), "1e+300"),
            (.double(.nan), "null"), (.double(.infinity), "null"), (.double(-.infinity), "null"),
            ("", #""""#), ("plain é漢😀", #""plain é漢😀""#), ("\"\\", #""\"\\""#), ("/", #""/""#),
            ("\n\r\t", #""\n\r\t""#), ("\u{0}\u{8}\u{1F}\u{7F}", "\"\\u0000\\u0008\\u001f\u{7F}\""),
            ("a\nb\"c", #""a\nb\"c""#), ("\u{2028}", "\"\u{2028}\""),
            ([], "[]"), ([1, [2]], "[1,[2]]"), ([:], "{}"), (["b": 1, "a": ["\n": nil]], #"{"b":1,"a":{"\n":null}}"#),
        ] as [(JSONValue, String)]
    )
    func `a value has the smallest text`(value: JSONValue, text: String) {
        #expect(value.text == text)
    }

    @Test func `a value is appended to what is there`() {
        var bytes = Array("2".utf8)
        (["x", 1] as JSONValue).write(to: &bytes)
        #expect(String(decoding: bytes, as: UTF8.self) == #"2["x",1]"#)
    }

    @Test func `times and percentages have their shortest text`() {
        var random = SeededGenerator(seed: 6)
        for _ in 0..<5_000 {
            let places: Double = [1, 10, 1000, 1e6, 1e7, 1e9][Int.random(in: 0..<6, using: &random)]
            let value = (Double.random(in: -5e9...5e9, using: &random) * places).rounded() / places
            guard Int64(exactly: value) == nil else { continue }
            #expect(JSONValue.double(value).text == value.description)
        }
        for value in [0.001, 0.0015, 0.000_999, 4_294_967_295.999_999, 99.999_999, -12.5, 1_732_550_000.123_456] {
            #expect(JSONValue.double(value).text == value.description)
        }
    }

    @Test func `every double comes back as the same number`() throws {
        var random = SeededGenerator(seed: 64)
        for _ in 0..<5_000 {
            let value = Double(bitPattern: random.next())
            guard value.isFinite else { continue }
            #expect(try JSONValue.parse(JSONValue.double(value).serialized()).number == value)
        }
    }

    @Test func `every whole number comes back whole`() throws {
        var random = SeededGenerator(seed: 63)
        for shift in 0..<5_000 {
            let value = Int64(truncatingIfNeeded: random.next()) >> (shift % 64)
            #expect(try JSONValue.parse(JSONValue.integer(value).serialized()) == .integer(value))
        }
    }

    @Test func `every scalar comes back in a string`() throws {
        var text = String.UnicodeScalarView()
        for code in UInt32(0)...0x10FFFF {
            if let scalar = Unicode.Scalar(code), code < 0x3000 || code % 97 == 0 { text.append(scalar) }
        }
        let value = JSONValue.string(String(text))
        let back = try JSONValue.parse(value.serialized())
        #expect(back.string.map { Array($0.utf8) } == value.string.map { Array($0.utf8) })
    }

    @Test func `random trees come back equal`() throws {
        var random = SeededGenerator(seed: 7)
        for _ in 0..<500 {
            let value = tree(depth: 4, using: &random)
            #expect(try JSONValue.parse(value.serialized()) == value)
            #expect(value.sizeBound >= value.serialized().count)
        }
    }

    private func tree(depth: Int, using random: inout SeededGenerator) -> JSONValue {
        switch Int.random(in: 0..<(depth > 0 ? 7 : 5), using: &random) {
        case 0: .null
        case 1: .bool(Bool.random(using: &random))
        case 2: .integer(Int64.random(in: .min ... .max, using: &random))
        case 3: .double(Double.random(in: 0..<1, using: &random) + 0x1p-60)
        case 4: .string(["", "a\"b", "\\", "\n", "é", "😀"].randomElement(using: &random) ?? "")
        case 5: .array((0..<3).map { _ in tree(depth: depth - 1, using: &random) })
        default: .object(JSONObject((0..<3).map { ("k\($0)", tree(depth: depth - 1, using: &random)) }))
        }
    }
}

import JSON
import TestSupport
import Testing

/// What the parser takes and what it refuses, by the grammar of RFC 8259.
struct JSONParserTests {
    @Test(
        arguments: [
            ("null", .null), (" \t\r\n true ", true), ("false", false),
            ("0", 0), ("-1", -1), ("10", 10), ("1.5", 1.5), ("-0.5", -0.5), ("0e0", .double(0)),
            ("1E+2", .double(100)), ("1e-2", 0.01), ("12.5e1", .double(125)), ("-0", .double(-0.0)),
            ("3.0", .double(3)),
            ("9223372036854775807", .integer(.max)), ("-9223372036854775808", .integer(.min)),
            ("9223372036854775808", .double(9_223_372_036_854_775_808)), ("-9223372036854775809", .double(-0x1p63)),
            ("18446744073709551616", .double(0x1p64)),
            ("1e308", .double(1e308)), ("1.7976931348623157e308", .double(.greatestFiniteMagnitude)),
            ("5e-324", .double(.leastNonzeroMagnitude)), ("1e-400", .double(0)),
            (#""""#, ""), (#""é漢😀""#, "é漢😀"), (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{C}\n\r\t"),
            (#""\u0041\u00e9\u6F22""#, "Aé漢"), (#""\u0000""#, "\u{0}"), (#""\uD83D\uDE00""#, "😀"),
            ("\"\u{7F}\"", "\u{7F}"),
            ("[]", []), ("[ ]", []), ("[1,[2,[]]]", [1, [2, []]]),
            ("{}", [:]), ("{ }", [:]), (#"{"a":{"b":[null]},"":1}"#, ["a": ["b": [nil]], "": 1]),
            (#" { "a" : 1 , "b" : [ 2 , 3 ] } "#, ["a": 1, "b": [2, 3]]),
        ] as [(String, JSONValue)]
    )
    func `a document of RFC 8259 is read`(text: String, value: JSONValue) throws {
        #expect(try JSONValue.parse(text) == value)
    }

    @Test(arguments: [
        (#""\uD800""#, "\u{FFFD}"), (#""\uDC00x""#, "\u{FFFD}x"), (#""\uD800\u0041""#, "\u{FFFD}A"),
        (#""\uD83D\uD83D\uDE00""#, "\u{FFFD}😀"), (#""\uD800\n""#, "\u{FFFD}\n"),
        (#""\uDE00\uD83D""#, "\u{FFFD}\u{FFFD}"),
    ])
    func `a lone surrogate becomes the replacement character`(text: String, value: String) throws {
        #expect(try JSONValue.parse(text) == .string(value))
    }

    @Test(
        arguments: [
            ("", .unexpectedEnd), (" ", .unexpectedEnd), ("nul", .unexpectedEnd),
            ("nulL", .unexpectedByte(0x4C, at: 3)),
            ("True", .unexpectedByte(0x54, at: 0)), ("truetrue", .unexpectedByte(0x74, at: 4)),
            ("01", .invalidNumber(at: 0)), ("-01", .invalidNumber(at: 0)), ("+1", .unexpectedByte(0x2B, at: 0)),
            (".5", .unexpectedByte(0x2E, at: 0)), ("1.", .unexpectedEnd), ("[1.]", .invalidNumber(at: 1)),
            ("1e", .unexpectedEnd), ("[1e+]", .invalidNumber(at: 1)), ("-", .unexpectedEnd),
            ("-a", .invalidNumber(at: 0)),
            ("0x10", .unexpectedByte(0x78, at: 1)), ("1 2", .unexpectedByte(0x32, at: 2)),
            ("1_000", .unexpectedByte(0x5F, at: 1)),
            ("NaN", .unexpectedByte(0x4E, at: 0)), ("Infinity", .unexpectedByte(0x49, at: 0)),
            ("-Infinity", .invalidNumber(at: 0)),
            ("1e309", .numberTooLarge(at: 0)), ("[-1e999]", .numberTooLarge(at: 1)),
            (#"""#, .unexpectedEnd), ("'a'", .unexpectedByte(0x27, at: 0)), ("\"a\nb\"", .invalidString(at: 0)),
            ("\"\\n\u{1}\"", .invalidString(at: 3)), (#""\x41""#, .invalidString(at: 2)),
            (#""\u12G4""#, .invalidString(at: 5)),
            (#""\u+123""#, .invalidString(at: 3)), (#""\u12"#, .unexpectedEnd), (#""\""#, .unexpectedEnd),
            ("[", .unexpectedEnd), ("]", .unexpectedByte(0x5D, at: 0)), ("[1,]", .unexpectedByte(0x5D, at: 3)),
            ("[,1]", .unexpectedByte(0x2C, at: 1)), ("[1 2]", .unexpectedByte(0x32, at: 3)),
            ("[1}", .unexpectedByte(0x7D, at: 2)),
            ("{", .unexpectedEnd), (#"{"a"}"#, .unexpectedByte(0x7D, at: 4)),
            (#"{"a":1,}"#, .unexpectedByte(0x7D, at: 7)),
            ("{1:1}", .unexpectedByte(0x31, at: 1)), (#"{"a":}"#, .unexpectedByte(0x7D, at: 5)),
            ("//", .unexpectedByte(0x2F, at: 0)),
            ("\u{FEFF}1", .unexpectedByte(0xEF, at: 0)), ("\u{A0}1", .unexpectedByte(0xC2, at: 0)),
            ("1\u{0}", .unexpectedByte(0, at: 1)),
        ] as [(String, JSONError)]
    )
    func `anything else is refused with its place`(text: String, error: JSONError) {
        #expect(throws: error) { try JSONValue.parse(text) }
    }

    @Test(
        arguments: [
            [0xFF], [0xC3], [0xC0, 0xAF], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0x80], [0xE2, 0x82],
        ] as [[UInt8]]
    )
    func `bytes that are not UTF-8 are refused`(bytes: [UInt8]) {
        let quote = UInt8(ascii: "\"")
        #expect(throws: JSONError.invalidUTF8) { try JSONValue.parse([quote] + bytes + [quote]) }
        let escaped = [quote] + Array(#"\n"#.utf8) + bytes + [quote]
        #expect(throws: JSONError.invalidUTF8) { try JSONValue.parse(escaped) }
        #expect(throws: JSONError.unexpectedByte(bytes[0], at: 0)) { try JSONValue.parse(bytes) }
    }

    @Test(arguments: [("[", "]"), (#"{"a":"#, "}")])
    func `nesting is taken to the limit and not past it`(opening: String, closing: String) {
        func nested(_ depth: Int) -> String {
            String(repeating: opening, count: depth) + "1" + String(repeating: closing, count: depth)
        }
        #expect(throws: Never.self) { try JSONValue.parse(nested(64)) }
        #expect(throws: JSONError.tooDeep(limit: 64)) { try JSONValue.parse(nested(65)) }
        #expect(throws: JSONError.tooDeep(limit: 64)) { try JSONValue.parse(nested(10_000)) }
        #expect(throws: JSONError.tooDeep(limit: 2)) {
            try JSONValue.parse(nested(3), options: JSONParsingOptions(maximumDepth: 2))
        }
        #expect(throws: Never.self) { try JSONValue.parse("[" + nested(63) + "," + nested(63) + ",[],{}]") }
    }

    @Test func `Python's numbers are taken where asked for`() throws {
        let options = JSONParsingOptions(acceptsNonFiniteNumbers: true)
        #expect(try JSONValue.parse("[NaN]", options: options).array?.first?.number?.isNaN == true)
        let infinities = try JSONValue.parse("[Infinity,-Infinity,1e999,-1e999]", options: options)
        #expect(infinities == [.double(.infinity), .double(-.infinity), .double(.infinity), .double(-.infinity)])
        for text in ["Na", "nan", "inf", "-Inf", "-NaN", "+Infinity", "Infinit"] {
            #expect(throws: JSONError.self) { try JSONValue.parse(text, options: options) }
        }
    }

    @Test func `every beginning of a document is an error`() {
        let document = Array(#" {"a":[1,-2.5e3,"é\n\uD83D\uDE00",true,null,{}],"b":{"c":[[]]}}"#.utf8)
        #expect(throws: Never.self) { try JSONValue.parse(document) }
        for length in 0..<document.count {
            #expect(throws: JSONError.self) { try JSONValue.parse(Array(document[..<length])) }
        }
    }

    @Test func `noise is refused or survives a round trip`() throws {
        var random = SeededGenerator(seed: 8259)
        let alphabet = Array(#"[]{}"":,,0123456789.-+eEtruefalsn\u/ DC8"#.utf8) + [0, 0x0A, 0xC3, 0xA9, 0xFF]
        var taken = 0
        for _ in 0..<50_000 {
            let length = Int.random(in: 1...12, using: &random)
            let bytes = (0..<length).compactMap { _ in alphabet.randomElement(using: &random) }
            guard let value = try? JSONValue.parse(bytes) else { continue }
            taken += 1
            let written = value.serialized()
            #expect(try JSONValue.parse(written).serialized() == written)
        }
        #expect(taken > 100)
    }
}

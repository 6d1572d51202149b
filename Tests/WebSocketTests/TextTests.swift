import TestSupport
import Testing
import WebSocket

/// The texts of Autobahn's section 6.
struct TextTests {
    static let valid: [[UInt8]] = [
        [UInt8]("Hello-\u{b5}@\u{df}\u{f6}\u{e4}\u{fc}\u{e0}\u{e1}-UTF-8!!"),
        [UInt8]("\u{3ba}\u{1f79}\u{3c3}\u{3bc}\u{3b5}"),
        [0x00], [0x7F], [0xC2, 0x80], [0xDF, 0xBF], [0xE0, 0xA0, 0x80], [0xED, 0x9F, 0xBF], [0xEE, 0x80, 0x80],
        [0xEF, 0xBF, 0xBD], [0xEF, 0xBF, 0xBE], [0xEF, 0xBF, 0xBF], [0xF0, 0x90, 0x80, 0x80], [0xF0, 0x9F, 0xBF, 0xBF],
        [0xF4, 0x8F, 0xBF, 0xBF],
    ]

    static let invalid: [[UInt8]] = [
        [0xCE, 0xBA, 0xED, 0xA0, 0x80, 0x65],
        [0x80], [0xBF], [0x80, 0xBF, 0x80], [0xC0, 0xAF], [0xC1, 0xBF], [0xC0, 0x80], [0xC3, 0x28],
        [0xE0, 0x80, 0xAF], [0xE0, 0x9F, 0xBF], [0xE2, 0x28, 0xA1], [0xE2, 0x82, 0x28],
        [0xF0, 0x80, 0x80, 0xAF], [0xF0, 0x8F, 0xBF, 0xBF], [0xF0, 0x28, 0x8C, 0xBC], [0xF0, 0x90, 0x28, 0xBC],
        [0xED, 0xA0, 0x80], [0xED, 0xBF, 0xBF], [0xED, 0xA0, 0x80, 0xED, 0xB0, 0x80],
        [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xF8, 0x88, 0x80, 0x80, 0x80],
        [0xFC, 0x84, 0x80, 0x80, 0x80, 0x80], [0xFE], [0xFF],
    ]

    /// Beginnings of characters.
    static let incomplete: [[UInt8]] = [
        [0xC2], [0xE0, 0xA0], [0xE2], [0xF0, 0x90, 0x80], [0xF4, 0x8F], [0xF4],
    ]

    @Test(arguments: valid)
    func `valid text is taken, however it is cut or fragmented`(text: [UInt8]) {
        for pieces in frame(0x81, text).everyCut { #expect(Reading(pieces).events == [.text(text)]) }
        for fragments in text.everyCut { #expect(Reading([message(of: fragments)]).events == [.text(text)]) }
    }

    @Test(arguments: invalid)
    func `invalid text is refused, however it is cut or fragmented`(text: [UInt8]) {
        let surrounded = [UInt8]("before ") + text + [UInt8](" after")
        for pieces in frame(0x81, surrounded).everyCut {
            #expect(Reading(pieces) == Reading([frame(0x81, surrounded)]))
        }
        for fragments in surrounded.everyCut {
            #expect(Reading([message(of: fragments)]).violation?.code == .invalidPayload)
        }
    }

    @Test(arguments: incomplete)
    func `a text may not end inside a character, but a fragment may`(text: [UInt8]) {
        #expect(Reading([frame(0x81, text)]).violation?.code == .invalidPayload)
        #expect(Reading([frame(0x01, text) + frame(0x80)]).violation?.code == .invalidPayload)
        #expect(Reading([frame(0x01, text)]).violation == nil)
        #expect(Reading([frame(0x01, text) + frame(0x00)]).violation == nil)
    }

    @Test(arguments: invalid)
    func `invalid text is refused before its frame is whole`(text: [UInt8]) {
        let whole = frame(0x81, text + [UInt8](" and much more to come"))
        #expect(Reading([Array(whole.dropLast(20))]).violation?.code == .invalidPayload)
    }

    @Test(arguments: invalid)
    func `invalid text is refused in the middle of a message`(text: [UInt8]) {
        #expect(Reading([frame(0x01, [UInt8]("a")), frame(0x00, text + [0x61])]).violation?.code == .invalidPayload)
    }

    @Test(arguments: invalid)
    func `a binary message may hold anything`(bytes: [UInt8]) {
        #expect(Reading([frame(0x82, bytes)]).events == [.binary(bytes)])
    }

    @Test
    func `a text after a text is checked afresh`() {
        let reading = Reading([frame(0x02, [0xE2]) + frame(0x80, [0x82]) + frame(0x81, [0xAC])])
        #expect(reading.events == [.binary([0xE2, 0x82])])
        #expect(reading.violation?.code == .invalidPayload)
    }

    private func message(of fragments: [[UInt8]]) -> [UInt8] {
        let last = fragments.count - 1
        return fragments.enumerated().flatMap { place, payload in
            frame((place == 0 ? 0x01 : 0x00) | (place == last ? 0x80 : 0x00), payload)
        }
    }
}

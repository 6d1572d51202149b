import TestSupport
import Testing

@testable import LoadGenerator

@Suite struct FrameSplitterTests {
    private func frame(_ text: String) -> [UInt8] {
        let length = text.utf8.count
        let header: [UInt8] = length < 126 ? [UInt8(length)] : [126, UInt8(length >> 8), UInt8(length & 0xFF)]
        return [0x81] + header + Array(text.utf8)
    }

    private func texts(in pieces: [[UInt8]]) -> [String]? {
        var splitter = FrameSplitter()
        var texts: [String] = []
        for piece in pieces {
            let isWhole = splitter.split(piece.span) { opcode, payload in
                #expect(opcode == 1)
                var bytes: [UInt8] = []
                for index in payload.indices { bytes.append(payload[index]) }
                texts.append(String(decoding: bytes, as: UTF8.self))
            }
            guard isWhole else { return nil }
        }
        return texts
    }

    @Test func `frames come out whole however the stream is cut`() {
        let wanted = ["", "2", String(repeating: "long ", count: 60), "42/progress,[]"]
        let stream = wanted.flatMap(frame)
        #expect(texts(in: [stream]) == wanted)
        #expect(texts(in: stream.map { [$0] }) == wanted)
        for cut in 1..<stream.count {
            #expect(texts(in: [Array(stream[..<cut]), Array(stream[cut...])]) == wanted)
        }
    }

    @Test func `a masked frame is not from a server`() {
        #expect(texts(in: [[0x81, 0x81, 0, 0, 0, 0, 0x32]]) == nil)
    }

    @Test(arguments: [[0xFF, 0, 0, 0, 0, 0, 0, 0], [0x7F, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF]] as [[UInt8]])
    func `a length that cannot be is refused, not waited for`(_ length: [UInt8]) {
        #expect(texts(in: [[0x81, 127] + length]) == nil)
    }
}

/// Byte arrays that wait to be sent, in order; the arrays are shared with whoever else sends the same bytes, never copied.
package struct SendQueue {
    /// An emptied queue keeps room for this many arrays, so that a steady stream allocates nothing.
    private static let keptCapacity = 8

    private var chunks: [[UInt8]] = []
    /// Chunks before this one have been sent.
    private var head = 0
    private var sentOfHead = 0
    package private(set) var byteCount = 0

    package init() {}

    package var isEmpty: Bool { byteCount == 0 }

    package mutating func append(_ bytes: [UInt8]) {
        guard !bytes.isEmpty else { return }
        byteCount += bytes.count
        chunks.append(bytes)
    }

    /// Gives `send` what the next system call should take: one array as it stands, or several gathered in `scratch`.
    ///
    /// - Parameters:
    ///   - scratch: Memory that is used again and again.
    ///   - capacity: Bytes gathered at most; an array that is longer is given whole.
    ///   - send: Returns how many of the bytes have left, for `removeSent`.
    /// - Returns: What `send` returned; 0 when the queue is empty.
    package func withNextBytes(
        gatheredIn scratch: inout [UInt8],
        atMost capacity: Int,
        _ send: (Span<UInt8>) -> Int,
    ) -> Int {
        guard !isEmpty else { return 0 }
        let unsent = chunks[head].count - sentOfHead
        if head == chunks.count - 1 || unsent >= capacity {
            let chunk = chunks[head]
            return send(chunk.span.extracting(sentOfHead...))
        }
        scratch.removeAll(keepingCapacity: true)
        scratch.append(contentsOf: chunks[head][sentOfHead...])
        for chunk in chunks[(head + 1)...] {
            guard scratch.count + chunk.count <= capacity else { break }
            scratch.append(contentsOf: chunk)
        }
        let gathered = scratch
        return send(gathered.span)
    }

    /// Forgets the first `count` bytes; they must be there.
    package mutating func removeSent(_ count: Int) {
        byteCount -= count
        sentOfHead += count
        while head < chunks.count, sentOfHead >= chunks[head].count {
            sentOfHead -= chunks[head].count
            chunks[head] = []
            head += 1
        }
        if head == chunks.count {
            chunks.removeAll(keepingCapacity: chunks.capacity <= SendQueue.keptCapacity)
            head = 0
        } else if head > chunks.count / 2 {
            chunks.removeFirst(head)
            head = 0
        }
    }
}

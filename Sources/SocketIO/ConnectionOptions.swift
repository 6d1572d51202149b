/// The bounds of one connection.
///
/// A client that goes past any of them is disconnected.
package struct ConnectionOptions: Sendable {
    package var packets = PacketLimits.standard
    /// Namespaces joined or asked for at the same time.
    package var maximumNamespaces = 16
    /// Within this time of its start a connection must have joined a namespace.
    package var connectTimeout = Duration.seconds(45)

    package static let standard = ConnectionOptions()

    package init() {}
}

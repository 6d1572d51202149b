/// The bounds of one connection.
///
/// A client that goes past any of them is disconnected. One object serves all connections, and costs each a reference only.
package final class ConnectionOptions: Sendable {
    package let packets = PacketLimits.standard
    /// Namespaces joined or asked for at the same time.
    package let maximumNamespaces = 16
    /// Within this time of its start a connection must have joined a namespace.
    package let connectTimeout = Duration.seconds(45)

    package static let standard = ConnectionOptions()

    package init() {}
}

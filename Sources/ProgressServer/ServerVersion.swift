/// The version that `connected`, `--version` and the web page tell.
package enum ServerVersion {
    package static let current = "0.1.0"
}

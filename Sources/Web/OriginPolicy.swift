package import HTTP

/// Which web pages may talk to this server: CORS for what browsers fetch, and the same rule for WebSockets, which CORS leaves out.
///
/// Requests without an `Origin` header come from no page and are always let through.
package struct OriginPolicy: Sendable {
    /// Origins as browsers write them (`https://board.example`), or `*` for every page, which then gets no credentials.
    package var allowed: [String]
    /// Pages of any port of this machine are let in too; meant for a server that only this machine can reach.
    package var allowsLocalhost: Bool

    package init(allowed: [String] = [], allowsLocalhost: Bool = false) {
        self.allowed = allowed
        self.allowsLocalhost = allowsLocalhost
    }

    package enum Decision: Equatable {
        /// Answer, with these headers added.
        case allowed([Header])
        /// Answer 403 with this sentence, which names the origin seen and those allowed.
        case refused(String)

        package struct Header: Equatable {
            package let name: String
            package let value: String
        }
    }

    package func decision(for request: Request) -> Decision {
        guard let origin = request.headers["Origin"] else { return .allowed([]) }
        if allowed.contains("*") {
            return .allowed([.init(name: "Access-Control-Allow-Origin", value: "*")])
        }
        guard isSameOrigin(origin, as: request) || allowed.contains(origin) || (allowsLocalhost && isLocalhost(origin))
        else {
            return .refused("The origin \(origin) may not use this server. \(explanation)")
        }
        return .allowed([
            .init(name: "Access-Control-Allow-Origin", value: origin),
            .init(name: "Access-Control-Allow-Credentials", value: "true"),
            .init(name: "Vary", value: "Origin"),
        ])
    }

    private var explanation: String {
        let others = allowed + (allowsLocalhost ? ["any localhost origin"] : [])
        let list = (["pages of this server itself"] + others).joined(separator: ", ")
        return "Allowed are: \(list). Start the server with --cors-origin to allow more."
    }

    private func isSameOrigin(_ origin: String, as request: Request) -> Bool {
        guard let host = request.headers["Host"] else { return false }
        return origin == "http://\(host)" || origin == "https://\(host)"
    }

    private func isLocalhost(_ origin: String) -> Bool {
        ["http://", "https://"].contains { scheme in
            guard origin.hasPrefix(scheme) else { return false }
            let authority = origin.dropFirst(scheme.count)
            return ["localhost", "127.0.0.1", "[::1]"].contains { name in
                authority == name
                    || (authority.hasPrefix(name + ":") && authority.dropFirst(name.count + 1).allSatisfy(\.isNumber))
            }
        }
    }
}

extension OriginPolicy {
    /// The answer to a browser's question whether it may send a request (CORS preflight), or nil when the request is none.
    func preflightResponse(to request: Request) -> Response? {
        guard request.method == .options, request.headers["Access-Control-Request-Method"] != nil else { return nil }
        var headers = Headers()
        headers.add("Access-Control-Allow-Methods", "GET, HEAD, POST, PATCH, DELETE, OPTIONS")
        headers.add(
            "Access-Control-Allow-Headers",
            request.headers["Access-Control-Request-Headers"] ?? "Content-Type",
        )
        headers.add("Access-Control-Max-Age", "600")
        return Response(status: 204, headers: headers)
    }
}

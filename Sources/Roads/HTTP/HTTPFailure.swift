internal import Planning

/// Why there is no answer over HTTP.
struct HTTPFailure: Error {
    enum Kind {
        /// Nobody listens there.
        case unreachable
        /// The connection ended before the answer did: worth one more try.
        case broken
        case timeout
        case tooLong
    }

    let kind: Kind
    let description: String

    init(_ kind: Kind, _ description: String) {
        self.kind = kind
        self.description = description
    }

    var routerError: RouterError {
        switch kind {
        case .unreachable, .broken: RouterError(.unreachable, description)
        case .timeout: RouterError(.timeout, description)
        case .tooLong: RouterError(.refused, description)
        }
    }
}

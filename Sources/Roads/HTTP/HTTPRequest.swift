/// What is asked of a server.
struct HTTPRequest: Sendable, Equatable {
    /// The whole URL.
    let url: String
    /// A JSON body makes it a POST; without one it is a GET.
    var json: [UInt8]?
}

/// What the server said.
struct HTTPResponse: Sendable, Equatable {
    let status: Int
    let body: [UInt8]
}

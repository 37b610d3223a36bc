internal import CCurl
internal import Planning
internal import Synchronization

/// Asks one server over one connection that stays open, from a plain thread, with a hard limit of time and size.
///
/// Redirections are not followed and no proxy is used: units' positions go only where the operator said.
final class HTTPClient: Sendable {
    /// A longer answer is refused.
    static let greatestAnswer = 4 << 20

    /// The URL without the places in it: what messages call the server.
    private let server: String
    /// One question at a time; made with the first one.
    private let handle = Mutex<CurlHandle?>(nil)

    init(server: String) {
        self.server = server
    }

    /// Asks, and blocks until there is an answer or the time is over.
    ///
    /// A server may close a connection that it kept open just when the request arrives (OSRM does after 512 requests).
    /// libcurl then asks again on a fresh connection; so does this where the connection was fresh, once.
    ///
    /// - Throws: ``RouterError``: `.unreachable`, `.timeout`, or `.refused` for an answer that is too long.
    func answer(to request: HTTPRequest, within milliseconds: Int) throws(RouterError) -> HTTPResponse {
        let deadline = ContinuousClock.now + .milliseconds(milliseconds)
        return try handle.withLock { handle throws(RouterError) in
            if handle == nil { handle = CurlHandle() }
            let late = RouterError(
                .timeout, "\(server) did not answer within \(milliseconds) ms; is the server overloaded?")
            for isLast in [false, true] {
                let left = (deadline - ContinuousClock.now).wholeMilliseconds
                guard left > 0 else { throw late }
                guard let outcome = handle?.exchange(request, within: left, fresh: isLast) else { break }
                switch outcome {
                case .answered(let response): return response
                case .timeout: throw late
                case .broken where !isLast: continue
                case .broken(let reason):
                    throw RouterError(.unreachable, "\(server) broke the connection: \(reason)")
                case .unreachable(let reason):
                    throw RouterError(
                        .unreachable, "\(server) can't be reached: \(reason); is the router running there?")
                case .tooLong:
                    throw RouterError(
                        .refused,
                        "\(server) answered more than \(HTTPClient.greatestAnswer >> 20) MB; "
                            + "is it a router, and the right one?")
                }
            }
            throw RouterError(.unreachable, "no memory for a connection to \(server)")
        }
    }
}

extension Duration {
    /// Rounded up: a limit must not end before its time.
    var wholeMilliseconds: Int {
        Int(components.seconds) * 1_000 + Int((components.attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000)
    }
}

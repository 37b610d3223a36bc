internal import Dispatch
internal import Foundation
internal import Planning
internal import Synchronization

#if canImport(FoundationNetworking)
    internal import FoundationNetworking
#endif

/// Asks one server over one connection that stays open, from a plain thread, with a hard limit of time and size.
///
/// Redirections are not followed: units' positions go only where the operator said. Proxies of the environment
/// (`http_proxy`, `no_proxy`) are, as everywhere with libcurl, on which URLSession stands here.
final class HTTPClient: Sendable {
    /// A longer answer is refused.
    static let greatestAnswer = 4 << 20

    private let session: URLSession
    private let exchanges: Exchanges

    init() {
        let configuration = URLSessionConfiguration.ephemeral
        configuration.httpMaximumConnectionsPerHost = 1
        configuration.httpCookieAcceptPolicy = .never
        configuration.httpShouldSetCookies = false
        configuration.urlCache = nil
        configuration.requestCachePolicy = .reloadIgnoringLocalCacheData
        exchanges = Exchanges()
        session = URLSession(configuration: configuration, delegate: exchanges, delegateQueue: nil)
    }

    deinit {
        session.invalidateAndCancel()
    }

    /// Asks, and blocks until there is an answer or the time is over.
    ///
    /// A server may close a connection that it kept open just when the request arrives (OSRM does after 512 requests),
    /// so a broken connection is tried once more on a fresh one within the same time.
    ///
    /// - Throws: ``RouterError``: `.unreachable`, `.timeout`, or `.refused` for an answer that is too long.
    func answer(to request: HTTPRequest, within milliseconds: Int) throws(RouterError) -> HTTPResponse {
        let deadline = ContinuousClock.now + .milliseconds(milliseconds)
        do {
            return try exchange(request, until: deadline, limit: milliseconds)
        } catch  where error.kind == .broken {
            do {
                return try exchange(request, until: deadline, limit: milliseconds)
            } catch {
                throw error.routerError
            }
        } catch {
            throw error.routerError
        }
    }

    private func exchange(
        _ request: HTTPRequest, until deadline: ContinuousClock.Instant, limit milliseconds: Int
    ) throws(HTTPFailure) -> HTTPResponse {
        guard let url = URL(string: request.url) else {
            throw HTTPFailure(.unreachable, "\(shown(request)) is no URL")
        }
        let late = HTTPFailure(
            .timeout, "\(shown(request)) did not answer within \(milliseconds) ms; is the server overloaded?")
        let left = deadline - ContinuousClock.now
        guard left > .zero else { throw late }
        var asked = URLRequest(url: url)
        asked.timeoutInterval = 30  // ours is the semaphore below; this only ends what was forgotten
        if let json = request.json {
            asked.httpMethod = "POST"
            asked.httpBody = Data(json)
            asked.setValue("application/json", forHTTPHeaderField: "Content-Type")
        }
        asked.setValue("application/json", forHTTPHeaderField: "Accept")
        let task = session.dataTask(with: asked)
        let exchange = Exchange(limit: HTTPClient.greatestAnswer)
        exchanges.begin(exchange, of: task)
        task.resume()
        guard exchange.wait(until: .now() + left.dispatchInterval) else {
            exchanges.forget(task)
            task.cancel()
            throw late
        }
        switch exchange.outcome {
        case .success(let response): return response
        case .failure(let failure): throw HTTPFailure(failure.kind, "\(shown(request)) \(failure.description)")
        }
    }

    /// The URL without the places in it, which would fill the log.
    private func shown(_ request: HTTPRequest) -> String {
        let url = request.url.prefix { $0 != "?" }
        return url.count > 80 ? "\(url.prefix(80))…" : String(url)
    }
}

extension Duration {
    fileprivate var dispatchInterval: DispatchTimeInterval {
        .microseconds(Int(components.seconds) * 1_000_000 + Int(components.attoseconds / 1_000_000_000_000))
    }
}

internal import Dispatch
internal import Foundation
internal import Synchronization

#if canImport(FoundationNetworking)
    internal import FoundationNetworking
#endif

/// One request and its answer as it arrives: written by the session's queue, read by the thread that waits.
final class Exchange: Sendable {
    private struct State {
        var status = 0
        var body: [UInt8] = []
        var failure: HTTPFailure?
        var isOver = false
    }

    private let limit: Int
    private let state = Mutex(State())
    private let finished = DispatchSemaphore(value: 0)

    init(limit: Int) {
        self.limit = limit
    }

    /// Waits for the end; false if the time was over first.
    func wait(until time: DispatchTime) -> Bool { finished.wait(timeout: time) == .success }

    var outcome: Result<HTTPResponse, HTTPFailure> {
        state.withLock { state in
            if let failure = state.failure { return .failure(failure) }
            return .success(HTTPResponse(status: state.status, body: state.body))
        }
    }

    func receive(status: Int) { state.withLock { $0.status = status } }

    /// Keeps a part of the body; false if it is too long by now.
    func receive(_ data: Data) -> Bool {
        state.withLock { state in
            guard state.body.count + data.count <= limit else {
                state.failure = HTTPFailure(
                    .tooLong, "answered more than \(limit >> 20) MB; is it a router, and the right one?")
                return false
            }
            state.body.append(contentsOf: data)
            return true
        }
    }

    func finish(_ error: HTTPFailure?) {
        let isFirst = state.withLock { state in
            if state.failure == nil { state.failure = error }
            defer { state.isOver = true }
            return !state.isOver
        }
        if isFirst { finished.signal() }
    }
}

/// The running exchanges of a session, by the number of their task.
final class Exchanges: NSObject, URLSessionDataDelegate, Sendable {
    private let running = Mutex<[Int: Exchange]>([:])

    func begin(_ exchange: Exchange, of task: URLSessionTask) {
        running.withLock { $0[task.taskIdentifier] = exchange }
    }

    func forget(_ task: URLSessionTask) {
        _ = running.withLock { $0.removeValue(forKey: task.taskIdentifier) }
    }

    func urlSession(
        _ session: URLSession, dataTask: URLSessionDataTask, didReceive response: URLResponse,
        completionHandler: @escaping @Sendable (URLSession.ResponseDisposition) -> Void
    ) {
        if let http = response as? HTTPURLResponse { exchange(dataTask)?.receive(status: http.statusCode) }
        completionHandler(.allow)
    }

    func urlSession(_ session: URLSession, dataTask: URLSessionDataTask, didReceive data: Data) {
        guard let exchange = exchange(dataTask) else { return }
        if !exchange.receive(data) {
            dataTask.cancel()
            exchange.finish(nil)
        }
    }

    func urlSession(
        _ session: URLSession, task: URLSessionTask, willPerformHTTPRedirection response: HTTPURLResponse,
        newRequest request: URLRequest, completionHandler: @escaping @Sendable (URLRequest?) -> Void
    ) {
        completionHandler(nil)
    }

    func urlSession(_ session: URLSession, task: URLSessionTask, didCompleteWithError error: (any Error)?) {
        exchange(task)?.finish(error.map(HTTPFailure.init(session:)))
        forget(task)
    }

    private func exchange(_ task: URLSessionTask) -> Exchange? {
        running.withLock { $0[task.taskIdentifier] }
    }
}

extension HTTPFailure {
    fileprivate init(session error: any Error) {
        let code = (error as? URLError)?.code
        let reason = (error as NSError).userInfo[NSLocalizedDescriptionKey] as? String
        let why = reason ?? "(\((error as NSError).code))"
        let environment = ProcessInfo.processInfo.environment
        let hasProxy = ["http_proxy", "https_proxy", "all_proxy", "HTTPS_PROXY", "ALL_PROXY"]
            .contains { environment[$0].map { !$0.isEmpty } ?? false }
        let proxy = hasProxy ? "; a proxy is set in the environment: put the router into no_proxy" : ""
        switch code {
        case .cannotConnectToHost, .cannotFindHost, .dnsLookupFailed, .notConnectedToInternet:
            self.init(.unreachable, "can't be reached: \(why); is the router running there?\(proxy)")
        case .timedOut:
            self.init(.timeout, "did not answer in time")
        default:
            self.init(.broken, "broke the connection: \(why)\(proxy)")
        }
    }
}

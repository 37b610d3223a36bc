internal import CCurl

/// The one owner of a libcurl handle.
struct CurlHandle: ~Copyable, @unchecked Sendable {
    enum Outcome {
        case answered(HTTPResponse)
        case unreachable(String)
        case broken(String)
        case timeout
        case tooLong
    }

    // Sendable: the handle has no thread of its own, and whoever owns it is the only one to use it.
    private let raw: OpaquePointer

    /// `nil` if memory is short.
    init?() {
        guard let raw = curl_client_make(HTTPClient.greatestAnswer) else { return nil }
        self.raw = raw
    }

    deinit {
        curl_client_free(raw)
    }

    /// Sends and waits for the whole answer.
    mutating func exchange(_ request: HTTPRequest, within milliseconds: Int, fresh: Bool) -> Outcome {
        var answer = curl_client_answer()
        let outcome = request.url.withCString { url in
            guard let json = request.json else {
                return curl_client_exchange(raw, url, nil, 0, milliseconds, fresh, &answer)
            }
            return json.withUnsafeBufferPointer { json in
                json.withMemoryRebound(to: CChar.self) {
                    curl_client_exchange(raw, url, $0.baseAddress, $0.count, milliseconds, fresh, &answer)
                }
            }
        }
        switch outcome {
        case curl_client_answered:
            return .answered(
                HTTPResponse(
                    status: answer.status, body: Array(UnsafeBufferPointer(start: answer.body, count: answer.length))))
        case curl_client_unreachable: return .unreachable(reason(answer))
        case curl_client_timeout: return .timeout
        case curl_client_too_long: return .tooLong
        default: return .broken(reason(answer))
        }
    }

    private func reason(_ answer: curl_client_answer) -> String {
        answer.reason.map { RoadAnswer.printable(String(cString: $0)) } ?? ""
    }
}

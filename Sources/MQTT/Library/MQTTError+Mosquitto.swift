internal import CMosquitto
internal import Glibc

extension MQTTError {
    /// An error from a result of the library, with the words for it.
    ///
    /// Must be made right after the call that failed: for a failed system call the words depend on `errno`.
    init(result: Int32, during action: String) {
        self.init(Kind(result: result), "\(action): \(resultText(result, systemError: errno))")
    }
}

extension MQTTError.Kind {
    fileprivate init(result: Int32) {
        switch mosq_err_t(rawValue: mosq_err_t.RawValue(result)) {
        case MOSQ_ERR_NO_CONN: self = .notConnected
        case MOSQ_ERR_CONN_LOST, MOSQ_ERR_ERRNO, MOSQ_ERR_KEEPALIVE: self = .connectionLost
        case MOSQ_ERR_INVAL, MOSQ_ERR_MALFORMED_UTF8, MOSQ_ERR_NOT_SUPPORTED: self = .invalidArgument
        case MOSQ_ERR_PAYLOAD_SIZE, MOSQ_ERR_OVERSIZE_PACKET: self = .tooLarge
        default: self = .failed
        }
    }
}

/// The words for a result of the library.
///
/// The library's own text reads `errno` at the time of the call, so the value of that moment is passed in.
func resultText(_ result: Int32, systemError: Int32) -> String {
    if result == MOSQ_ERR_ERRNO.code {
        return systemError == 0 ? "the connection failed" : String(cString: strerror(systemError))
    }
    guard let text = mosquitto_strerror(result) else { return "error \(result)" }
    return String(cString: text)
}

extension mosq_err_t {
    /// The value as functions of the library return it.
    var code: Int32 { Int32(truncatingIfNeeded: rawValue) }
}

internal import Dispatch
internal import Synchronization

extension MetricsServer {
    /// Starts a server that answers until the process ends, from a program that is not asynchronous.
    ///
    /// Waits until it listens; must not be called on a thread of the concurrency's pool.
    /// - Returns: The port.
    /// - Throws: ``MetricsServerError`` if nobody can listen there.
    package static func start(_ address: Address, text: @escaping @Sendable () -> String) throws -> UInt16 {
        let outcome = Outcome()
        Task.detached {
            do {
                let server = try await MetricsServer(address, text: text)
                async let running: Void = server.run()
                outcome.tell(.success(try await server.waitUntilListening() ?? address.port))
                try await running
            } catch {
                outcome.tell(.failure(MetricsServerError(address: address, reason: "\(error)")))
            }
        }
        return try outcome.wait().get()
    }

    /// The first answer counts.
    private final class Outcome: Sendable {
        private let semaphore = DispatchSemaphore(value: 0)
        private let result = Mutex<Result<UInt16, MetricsServerError>?>(nil)

        func tell(_ value: Result<UInt16, MetricsServerError>) {
            result.withLock { $0 = $0 ?? value }
            semaphore.signal()
        }

        func wait() -> Result<UInt16, MetricsServerError> {
            semaphore.wait()
            return result.withLock { $0 } ?? .failure(MetricsServerError(address: nil, reason: "no answer"))
        }
    }
}

/// Nobody can listen at an address.
package struct MetricsServerError: Error, CustomStringConvertible {
    var address: MetricsServer.Address?
    var reason: String

    package var description: String {
        "figures can't be offered at \(address.map { "\($0.host):\($0.port)" } ?? "any address"): \(reason); "
            + "is the port in use?"
    }
}

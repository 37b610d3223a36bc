internal import Foundation
internal import Synchronization

/// A TCP proxy on the loopback interface that harms the connections it carries, and sees who acknowledges what.
///
/// It has a thread of its own; any thread may use it.
package final class Proxy: Sendable {
    /// What the thread and its users share.
    struct Shared: Sendable {
        var condition = LinkCondition.open
        var mustReset = false
        var isStopped = false
        var findings: [DeliveryWatch.Finding] = []
        var connections = 0
        /// Changes that were asked for, and those that are in force.
        var asked = 0
        var applied = 0
    }

    /// While so many findings wait to be taken nothing more is read: what is not told may not have happened.
    static let findingsLimit = 200_000

    /// Where it listens.
    package let port: UInt16
    let shared = Mutex(Shared())
    private let wake: Int32

    /// Begins to listen.
    ///
    /// - Parameters:
    ///   - target: Port of the broker on this machine.
    ///   - isWatched: Whether to follow MQTT on the connections.
    /// - Throws: ``NetworkError``.
    package init(to target: UInt16, isWatched: Bool) throws(NetworkError) {
        let listener = try Socket.listening()
        var pair: [Int32] = [-1, -1]
        guard pipe(&pair) == 0 else {
            close(listener.descriptor)
            throw NetworkError("no pipe")
        }
        for end in pair {
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
        }
        port = listener.port
        wake = pair[1]
        let (descriptor, waker) = (listener.descriptor, pair[0])
        Thread.detachNewThread { [self] in
            ProxyLoop(self, listener: descriptor, waker: waker, target: target, isWatched: isWatched).run()
        }
    }

    /// Changes the network; what is under way feels it too.
    package func set(_ condition: LinkCondition) { change { $0.condition = condition } }

    /// Resets the connections that there are; new ones are served.
    package func reset() { change { $0.mustReset = true } }

    /// What was seen since the last call, in its order.
    package func findings() -> [DeliveryWatch.Finding] {
        shared.withLock { shared in
            defer { shared.findings.removeAll(keepingCapacity: true) }
            return shared.findings
        }
    }

    /// How many connections it carries.
    package var connections: Int { shared.withLock { $0.connections } }

    /// Ends all connections and the thread.
    package func stop() { change { $0.isStopped = true } }

    /// Returns when the change is in force.
    private func change(_ body: (inout Shared) -> Void) {
        let number = shared.withLock { shared in
            body(&shared)
            shared.asked += 1
            return shared.asked
        }
        var byte: UInt8 = 1
        _ = write(wake, &byte, 1)
        while shared.withLock({ $0.applied < number }) { poll(nil, 0, 1) }
    }
}

/// Why a socket can't be had.
package struct NetworkError: Error, Sendable, CustomStringConvertible {
    package let description: String

    /// - Parameter what: What was tried; the system's reason is added.
    init(_ what: String) { description = "\(what): \(String(cString: strerror(errno)))" }
}

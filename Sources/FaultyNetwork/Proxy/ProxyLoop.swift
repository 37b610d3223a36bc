internal import Foundation
internal import Synchronization

/// The proxy's thread: it carries bytes while the network lets it.
final class ProxyLoop {
    /// A client's connection and ours to the broker.
    private struct Relay {
        var client: Int32
        var broker: Int32
        var up = Pipe()
        var down = Pipe()
        var watch: DeliveryWatch?
        var isOver = false
        var isBroken = true
    }

    private unowned let proxy: Proxy
    private let listener: Int32
    private let waker: Int32
    private let target: UInt16
    private let isWatched: Bool
    private var relays: [Relay] = []
    private var findings: [DeliveryWatch.Finding] = []
    private var condition = LinkCondition.open

    init(_ proxy: Proxy, listener: Int32, waker: Int32, target: UInt16, isWatched: Bool) {
        self.proxy = proxy
        self.listener = listener
        self.waker = waker
        self.target = target
        self.isWatched = isWatched
    }

    /// Runs until the proxy is stopped.
    func run() {
        while let isFull = synchronise() { turn(isFull: isFull) }
        close(listener)
        close(waker)
    }

    /// Hands over what was found and takes what is wanted.
    ///
    /// - Returns: Whether nobody takes the findings; `nil` at the end.
    private func synchronise() -> Bool? {
        let (condition, mustReset, isStopped, isFull, asked) = proxy.shared.withLock { shared in
            shared.findings += findings
            defer { shared.mustReset = false }
            return (
                shared.condition, shared.mustReset, shared.isStopped, shared.findings.count > Proxy.findingsLimit,
                shared.asked
            )
        }
        findings.removeAll(keepingCapacity: true)
        self.condition = condition
        if isStopped || mustReset || !condition.accepts {
            for relay in relays { end(relay) }
            relays = []
        }
        proxy.shared.withLock { shared in
            shared.findings += findings
            shared.connections = relays.count
            shared.applied = asked
        }
        findings.removeAll(keepingCapacity: true)
        return isStopped ? nil : isFull
    }

    private func turn(isFull: Bool) {
        let now = ProxyLoop.now
        var requests = [
            pollfd(fd: waker, events: Int16(POLLIN), revents: 0),
            pollfd(fd: listener, events: Int16(POLLIN), revents: 0),
        ]
        var wait: Int64 = isFull ? 10 : 1_000
        for relay in relays {
            requests.append(
                request(
                    relay.client, reads: relay.up, condition.toBroker, writes: relay.down, condition.toClient, now,
                    isFull))
            requests.append(
                request(
                    relay.broker, reads: relay.down, condition.toClient, writes: relay.up, condition.toBroker, now,
                    isFull))
            for (pipe, flow) in [(relay.up, condition.toBroker), (relay.down, condition.toClient)] where flow.passes {
                if let due = pipe.nextDue(now: now, bytesPerSecond: flow.bytesPerSecond), due > now {
                    wait = min(wait, due - now)
                }
            }
        }
        poll(&requests, nfds_t(requests.count), Int32(clamping: wait))
        if requests[0].revents != 0 {
            var bytes = [UInt8](repeating: 0, count: 64)
            while read(waker, &bytes, bytes.count) > 0 {}
        }
        for index in relays.indices {
            carry(index, client: requests[2 + 2 * index].revents, broker: requests[3 + 2 * index].revents)
        }
        for relay in relays where relay.isOver { end(relay) }
        relays.removeAll(where: \.isOver)
        if requests[1].revents != 0 { accept() }
    }

    /// What to wait for at one socket.
    private func request(
        _ descriptor: Int32, reads: Pipe, _ inwards: LinkCondition.Flow, writes: Pipe, _ outwards: LinkCondition.Flow,
        _ now: Int64, _ isFull: Bool
    ) -> pollfd {
        var events: Int16 = 0
        if inwards.passes, reads.hasRoom, !isFull { events |= Int16(POLLIN) }
        if outwards.passes, let due = writes.nextDue(now: now, bytesPerSecond: outwards.bytesPerSecond), due <= now {
            events |= Int16(POLLOUT)
        }
        // A socket without wishes would wake us for its end again and again.
        return pollfd(fd: events == 0 ? -1 : descriptor, events: events, revents: 0)
    }

    private func carry(_ index: Int, client: Int16, broker: Int16) {
        let now = ProxyLoop.now
        let ends = Int16(POLLIN) | Int16(POLLHUP) | Int16(POLLERR)
        var relay = relays[index]
        var watch = relay.watch
        var isWhole = true
        // What one side has said before it ended is read to the last byte: acknowledgements may be in it.
        if client & ends != 0, condition.toBroker.passes, relay.up.hasRoom {
            isWhole = relay.up.read(from: relay.client, now: now, delay: condition.toBroker.delay) { bytes in
                watch?.client(says: bytes) { findings.append($0) }
            }
        }
        if broker & ends != 0, condition.toClient.passes, relay.down.hasRoom {
            isWhole =
                relay.down.read(from: relay.broker, now: now, delay: condition.toClient.delay) { bytes in
                    watch?.broker(says: bytes) { findings.append($0) }
                } && isWhole
        }
        if condition.toBroker.passes {
            isWhole =
                relay.up.write(to: relay.broker, now: now, bytesPerSecond: condition.toBroker.bytesPerSecond) && isWhole
        }
        if condition.toClient.passes {
            isWhole =
                relay.down.write(to: relay.client, now: now, bytesPerSecond: condition.toClient.bytesPerSecond)
                && isWhole
        }
        relay.watch = watch
        let hasEnded = (relay.up.hasEnded && relay.up.isEmpty) || (relay.down.hasEnded && relay.down.isEmpty)
        if !isWhole || hasEnded {
            relay.isOver = true
            relay.isBroken = !isWhole
        }
        relays[index] = relay
    }

    /// What the client has said although nobody will carry it any more: it may have acknowledged something.
    private func readToTheEnd(_ relay: Relay) {
        guard var watch = relay.watch else { return }
        var bytes = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = read(relay.client, &bytes, bytes.count)
            guard count > 0 else { return }
            bytes.withUnsafeBytes { buffer in
                let piece = UnsafeRawBufferPointer(rebasing: buffer.prefix(count))
                watch.client(says: piece) { findings.append($0) }
            }
        }
    }

    private func accept() {
        while true {
            let client = Foundation.accept(listener, nil, nil)
            guard client >= 0 else { return }
            guard condition.accepts, let broker = Socket.connecting(to: target) else {
                Socket.reset(client)
                continue
            }
            Socket.prepare(client)
            relays.append(Relay(client: client, broker: broker, watch: isWatched ? DeliveryWatch() : nil))
        }
    }

    private func end(_ relay: Relay) {
        readToTheEnd(relay)
        for descriptor in [relay.client, relay.broker] {
            if relay.isBroken { Socket.reset(descriptor) } else { close(descriptor) }
        }
    }

    /// Milliseconds of a clock that nobody sets.
    private static var now: Int64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Int64(time.tv_sec) * 1_000 + Int64(time.tv_nsec) / 1_000_000
    }
}

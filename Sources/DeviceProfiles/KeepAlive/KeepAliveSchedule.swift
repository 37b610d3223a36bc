internal import Telemetry

/// Which devices want a keep-alive, and when each had its last one.
struct KeepAliveSchedule: Sendable {
    /// Milliseconds after which a device that says nothing gets none any more, unless it is configured.
    static let memory: Int64 = 3_600_000
    /// Most devices of a profile that are remembered because they spoke.
    static let limit = 10_000

    private struct Device: Sendable {
        var heardAt: Timestamp?
        var sentAt: Timestamp?
    }

    private struct Line: Sendable {
        var keepAlive: KeepAlive
        var configured: [String]
        var devices: [String: Device] = [:]
    }

    /// By profile; `nil` for a profile whose keep-alive is not switched on.
    private var lines: [Line?]
    /// When something is due next.
    private(set) var next: Timestamp?

    /// - Parameter profiles: For each its keep-alive and the devices that the installation names; `nil` if it is off.
    init(_ profiles: [(keepAlive: KeepAlive, configured: [String])?]) {
        lines = profiles.map { profile in
            profile.map { entry in
                Line(
                    keepAlive: entry.keepAlive, configured: entry.configured,
                    devices: Dictionary(
                        entry.configured.map { ($0, Device()) }, uniquingKeysWith: { first, _ in first }))
            }
        }
        if lines.contains(where: { !($0?.devices.isEmpty ?? true) }) { next = Timestamp(milliseconds: .min) }
    }

    /// Whether a profile's keep-alive is switched on.
    func isOn(_ profile: Int) -> Bool { lines[profile] != nil }

    /// The name of the capture that tells a profile's devices apart.
    func capture(_ profile: Int) -> String? { lines[profile]?.keepAlive.capture }

    /// A device has spoken.
    mutating func heard(_ value: String, of profile: Int, at time: Timestamp) {
        guard lines[profile] != nil, KeepAlive.isSound(value) else { return }
        if lines[profile]?.devices[value] != nil {
            lines[profile]?.devices[value]?.heardAt = time
            return
        }
        guard lines[profile].map({ $0.devices.count < KeepAliveSchedule.limit }) ?? false else { return }
        lines[profile]?.devices[value] = Device(heardAt: time)
        next = Timestamp(milliseconds: .min)
    }

    /// The messages to publish now; each counts as sent.
    mutating func due(at now: Timestamp) -> [KeepAliveMessage] {
        guard let next, next <= now else { return [] }
        var messages: [KeepAliveMessage] = []
        var soonest: Timestamp?
        for place in lines.indices {
            guard var line = lines[place] else { continue }
            line.devices = line.devices.filter { value, device in
                line.configured.contains(value)
                    || device.heardAt.map { now < $0.adding(milliseconds: KeepAliveSchedule.memory) } ?? false
            }
            for value in line.devices.keys.sorted() {
                var due = line.devices[value]?.sentAt?.adding(milliseconds: line.keepAlive.every) ?? now
                // A clock that was set back must not silence the devices.
                if due > now.adding(milliseconds: line.keepAlive.every) { due = now }
                if due <= now, let topic = line.keepAlive.topic(for: value) {
                    messages.append(
                        KeepAliveMessage(
                            topic: topic, payload: line.keepAlive.payload, every: line.keepAlive.every))
                    line.devices[value]?.sentAt = now
                    due = now.adding(milliseconds: line.keepAlive.every)
                }
                soonest = min(due, soonest ?? due)
            }
            lines[place] = line
        }
        self.next = soonest
        return messages
    }
}

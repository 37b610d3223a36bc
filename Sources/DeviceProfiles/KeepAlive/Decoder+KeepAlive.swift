package import Telemetry

extension Decoder {
    /// When ``keepAlives(at:)`` has something to publish next; `nil` if it never does.
    package var nextKeepAlive: Timestamp? { keepAliveSchedule.next }

    /// The keep-alives to publish now: call it only while they can be published, for each counts as sent.
    ///
    /// Of profiles whose keep-alive the installation has switched on: for the devices that it names, and for those
    /// that have spoken within the hour.
    package func keepAlives(at now: Timestamp) -> [KeepAliveMessage] { keepAliveSchedule.due(at: now) }

    /// Remembers that a device of a profile with a keep-alive has spoken.
    func noteHeard(_ template: TopicTemplate, of profile: Int, topic: UnsafeRawBufferPointer, at time: Timestamp) {
        guard let name = keepAliveSchedule.capture(profile),
            let place = template.captures.firstIndex(of: name), place < captures.count
        else { return }
        keepAliveSchedule.heard(
            String(decoding: UnsafeRawBufferPointer(rebasing: topic[captures[place]]), as: UTF8.self), of: profile,
            at: time)
    }
}

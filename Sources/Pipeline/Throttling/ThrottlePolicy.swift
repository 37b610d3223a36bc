/// From when on a device says too much.
package struct ThrottlePolicy: Sendable, Equatable {
    /// Messages a second that a device may send without end.
    package var messagesPerSecond: Int64 = 20
    /// The same for messages with fault codes.
    package var faultMessagesPerSecond: Int64 = 2
    /// So many seconds' worth may come at once: after a tunnel, for example.
    package var window: Int64 = 10
    /// Different codes of no great weight that are taken from a device while it floods.
    package var mildCodes: Int64 = 100
    /// Messages of one topic that quarantine keeps at once; one a minute after that.
    package var quarantinePerTopic: Int64 = 60

    package init() {}
}

/// From when on a device says too much.
package struct ThrottlePolicy: Sendable, Equatable {
    /// Messages a second about an asset or unit that may come without end.
    ///
    /// Devices that send each value by itself come to thirty and more.
    package var messagesPerSecond: Int64 = 50
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

/// What the library's callbacks read and write, apart from the client that calls the library.
///
/// Callbacks run inside calls into the library, on the thread that made the call.
final class ClientContext {
    /// Takes a message during a read; both spans are valid only until it returns.
    typealias Sink = (_ topic: RawSpan, _ payload: RawSpan, _ delivery: Delivery) -> Void

    /// Host and port of the broker, for reasons in words.
    var address = ""

    /// Where messages go; `nil` outside a read and while a connection is being dropped.
    var sink: Sink?
    /// Messages handed to the sink since the batch began.
    var batchMessages = 0
    /// Bytes of topic and payload handed to the sink since the batch began.
    var batchBytes = 0
    /// Counts every callback, so that a read can tell whether it got anywhere.
    var activity: UInt64 = 0

    /// Whether there is a connection or an attempt at the library that we still care for.
    var isOpen = false
    /// Whether the broker has accepted us on the present connection.
    var isConnected = false
    /// Whether the present connection was accepted during the batch that is being read.
    var connectedInBatch = false
    /// Whether the broker answered the present attempt with a refusal, which the library then reports as a loss.
    var wasRefused = false
    /// What the library has said about the encryption of the present attempt.
    var encryptionTrouble: EncryptionTrouble?
    /// Why we are ending the connection ourselves, if we are.
    var ending: Disconnection?
    /// What happened and was not fetched yet.
    var events: [MQTTEvent] = []

    /// What is subscribed on every connect.
    var subscriptions: [Subscription] = []
    /// What is unsubscribed on the next connect.
    var obsoleteFilters: [String] = []
    /// The filters of each SUBSCRIBE that has no answer yet, by packet id.
    var pendingSubscribes: [Int32: [String]] = [:]

    /// Records that the connection is over, once for each connection.
    func recordEnd(_ end: Disconnection) {
        let wasEstablished = isConnected
        isOpen = false
        isConnected = false
        pendingSubscribes.removeAll()
        if wasRefused {
            wasRefused = false
        } else {
            var end = ending ?? end
            if let trouble = encryptionTrouble, !wasEstablished {
                end.encryption = trouble
                end.description = "\(address): \(trouble)"
            }
            events.append(.disconnected(end))
        }
        encryptionTrouble = nil
        ending = nil
    }
}

/// How a message came to us.
package struct Delivery: Sendable, Hashable {
    /// 0 or 1.
    package var qualityOfService: UInt8

    /// Whether the broker had kept the message from before we subscribed.
    package var isRetained: Bool

    /// The way of one message.
    package init(qualityOfService: UInt8, isRetained: Bool) {
        self.qualityOfService = qualityOfService
        self.isRetained = isRetained
    }
}

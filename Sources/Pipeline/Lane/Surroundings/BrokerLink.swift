package import MQTT

/// The broker as a lane sees it; ``MQTT/MQTTClient`` in the service, a simulated broker in a test.
///
/// Everything is called on the lane's thread. What holds of ``MQTT/MQTTClient`` holds here: messages that were read are
/// acknowledged by ``flush()`` and by nothing else, and it acknowledges all of them that are not kept apart.
package protocol BrokerLink: AnyObject {
    /// Whether the broker has accepted us and the connection stands, as far as we know.
    var isConnected: Bool { get }
    /// Whether something waits for ``flush()``.
    var wantsWrite: Bool { get }

    /// Starts to connect; the outcome arrives as an event.
    func connect()
    /// Drops the connection without acknowledging what was not flushed.
    func abandon()
    /// Sends what is queued and takes leave; everything that was read is acknowledged.
    func disconnect()
    /// Adds subscriptions, which are made on every connect.
    func subscribe(_ subscriptions: [Subscription]) throws(MQTTError)

    /// Hands what has arrived to `sink`, without waiting; one call for a batch.
    func readBatch(
        maxMessages: Int, sink: (_ topic: RawSpan, _ payload: RawSpan, _ delivery: Delivery) -> Void
    ) -> ReadBatch
    /// Sends what is queued as far as it goes; false if something is left.
    func flush() throws(MQTTError) -> Bool
    /// From now on, and until ``joinAgain()``, a flush sends and acknowledges only what was there before.
    ///
    /// - Returns: Whether it can; if not, nothing may be read before the next commit.
    func keepApart() -> Bool
    /// Ends what ``keepApart()`` began.
    func joinAgain()
    /// Queues a message and returns the id under which it will be answered.
    func publish(
        topic: String, payload: String, expirySeconds: UInt32?, qualityOfService: Int32
    ) throws(MQTTError) -> Int32

    /// Queues a message that the broker keeps for later subscribers.
    func publish(retained payload: String, topic: String) throws(MQTTError) -> Int32

    /// What happened to the connection since the last call, oldest first.
    func takeEvents() -> [MQTTEvent]
    /// Keeps the connection alive, and ends an attempt that takes too long.
    func misc()
    /// Sleeps until there is something to read (if that is wished) or room to send, until `waker` can be read, or until
    /// the time is over.
    func wait(atMost milliseconds: Int32, reading: Bool, waker: Int32)
}

extension BrokerLink {
    /// A link that can't keep anything apart.
    package func keepApart() -> Bool { false }
    package func joinAgain() {}

    /// A link that knows no retained messages publishes them as others.
    package func publish(retained payload: String, topic: String) throws(MQTTError) -> Int32 {
        try publish(topic: topic, payload: payload, expirySeconds: nil, qualityOfService: 1)
    }
}

internal import Foundation
package import MQTT

extension MQTTClient: BrokerLink {
    /// ``disconnect(within:)`` with its usual limit.
    package func disconnect() { _ = disconnect(within: .seconds(2)) }

    /// ``readBatch(maxMessages:maxBytes:maxDuration:sink:)`` with its usual limits of bytes and time.
    package func readBatch(
        maxMessages: Int, sink: (_ topic: RawSpan, _ payload: RawSpan, _ delivery: Delivery) -> Void
    ) -> ReadBatch {
        readBatch(maxMessages: maxMessages, maxBytes: 4 << 20, sink: sink)
    }

    /// ``publish(topic:payload:retain:expirySeconds:qualityOfService:)-(_,String,_,_,_)`` of what is not retained.
    package func publish(
        topic: String, payload: String, expirySeconds: UInt32?, qualityOfService: Int32
    ) throws(MQTTError) -> Int32 {
        try publish(
            topic: topic, payload: payload, retain: false, expirySeconds: expirySeconds,
            qualityOfService: qualityOfService)
    }

    /// ``publish(topic:payload:retain:expirySeconds:qualityOfService:)-(_,String,_,_,_)`` of what the broker keeps.
    package func publish(retained payload: String, topic: String) throws(MQTTError) -> Int32 {
        try publish(topic: topic, payload: payload, retain: true, expirySeconds: nil, qualityOfService: 1)
    }

    /// Polls the socket and `waker`.
    package func wait(atMost milliseconds: Int32, reading: Bool, waker: Int32) {
        var requests = [pollfd(fd: waker, events: Int16(POLLIN), revents: 0)]
        if let socket {
            var events: Int16 = 0
            if reading { events |= Int16(POLLIN) }
            if !reading || wantsWrite { events |= Int16(POLLOUT) }
            requests.append(pollfd(fd: socket, events: events, revents: 0))
        }
        poll(&requests, nfds_t(requests.count), milliseconds)
    }
}

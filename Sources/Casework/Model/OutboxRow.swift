package import Telemetry

/// A message to publish after the commit; its id stands in the payload, so that subscribers tolerate a repeat.
package struct OutboxRow: Sendable, Equatable {
    package var id: Int64
    package var topic: String
    /// A JSON object.
    ///
    /// In a text message `to` is missing: the publisher looks the number of `contact` up when it sends.
    package var payload: String
    /// Not sent after this; MQTT message expiry is what is left of it.
    package var expiresAt: Timestamp?
    /// The addressee of a text message.
    package var contact: String?
    package var createdAt: Timestamp

    package init(
        id: Int64, topic: String, payload: String, expiresAt: Timestamp? = nil, contact: String? = nil,
        createdAt: Timestamp
    ) {
        self.id = id
        self.topic = topic
        self.payload = payload
        self.expiresAt = expiresAt
        self.contact = contact
        self.createdAt = createdAt
    }
}

/// Something that happened, kept for ever: key figures and the case's history are read from these.
package struct EventRow: Sendable, Equatable {
    package var at: Timestamp
    /// What happened, in a word: `case_opened`, `severity_raised`, `offer_made`, `task_created`.
    package var kind: String
    package var caseID: Int64?
    package var task: Int64?
    package var detail: String?

    package init(at: Timestamp, kind: String, caseID: Int64? = nil, task: Int64? = nil, detail: String? = nil) {
        self.at = at
        self.kind = kind
        self.caseID = caseID
        self.task = task
        self.detail = detail
    }
}

/// What was told to a contact, when, over which channel and with which values.
///
/// Append-only.
package struct SaidRow: Sendable, Equatable {
    package var at: Timestamp
    package var caseID: Int64
    package var task: Int64?
    package var contact: String?
    /// `voice`, `text`, `app`.
    package var channel: String
    /// A dispatcher's name, or `callahead` for what the program sent by itself.
    package var by: String
    package var template: String
    package var promise: Promise?

    package init(
        at: Timestamp, caseID: Int64, task: Int64?, contact: String?, channel: String, by: String, template: String,
        promise: Promise?
    ) {
        self.at = at
        self.caseID = caseID
        self.task = task
        self.contact = contact
        self.channel = channel
        self.by = by
        self.template = template
        self.promise = promise
    }
}

/// What became of one message.
package enum DecodeOutcome: Sendable, Equatable {
    /// At least one observation, and nothing wrong.
    case decoded
    /// The message belongs to a profile and says nothing: no fix, an absent value, a topic that the profile passes over.
    case ignored
    /// No profile has a topic like this.
    case noProfile
    /// Something in it is wrong. Sound parts of the message, a fault beside a bad speed for example, are observations
    /// all the same: a fault must not be lost because another value is broken.
    indirect case quarantined(QuarantineReason)
}

/// Why a message, or a part of it, can't be understood.
package struct QuarantineReason: Sendable, Equatable, CustomStringConvertible {
    /// Name of the profile.
    package var profile: String
    /// Name of the profile's rule that the topic matched.
    package var rule: String
    /// Path of the value inside the payload, `$` for the whole payload, `topic` for the topic.
    package var path: String
    /// What is wrong, in a sentence without capital or full stop.
    package var text: String

    package init(profile: String, rule: String, path: String, text: String) {
        self.profile = profile
        self.rule = rule
        self.path = path
        self.text = text
    }

    package var description: String { "profile \(profile), rule \(rule), \(path): \(text)" }
}

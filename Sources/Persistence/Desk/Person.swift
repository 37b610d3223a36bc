/// Somebody who can be called, with name and number: only for the screen of whoever makes the call.
package struct Person: Sendable, Equatable {
    /// `nil` for a unit, a provider or an authority.
    package var contactID: String?
    /// `driver`, `owner`, …, or `nil` if nobody has said.
    package var role: String?
    package var name: String?
    package var phone: String?
    /// BCP-47.
    package var language: String?
    /// `voice`, `text` or `relay`.
    package var channel: String
    /// What to mind: hard of hearing, a child, …
    package var needs: String?

    package init(
        contactID: String? = nil, role: String? = nil, name: String? = nil, phone: String? = nil,
        language: String? = nil, channel: String = "voice", needs: String? = nil
    ) {
        self.contactID = contactID
        self.role = role
        self.name = name
        self.phone = phone
        self.language = language
        self.channel = channel
        self.needs = needs
    }
}

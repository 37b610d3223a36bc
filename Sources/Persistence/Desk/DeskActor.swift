/// Who sits at the desk.
package struct DeskActor: Sendable, Equatable {
    /// The dispatcher's name, as given with `--as`.
    package var name: String
    /// The operating-system user, kept beside the name in the audit.
    package var osUser: String?

    package init(name: String, osUser: String? = nil) {
        self.name = name
        self.osUser = osUser
    }
}

/// Who sits at the desk.
package struct DeskActor: Sendable, Equatable {
    /// The dispatcher's name, as given with `--as`.
    package var name: String
    /// The operating-system user, kept beside the name in the audit.
    package var osUser: String?

    /// Whether the name was given, or only supposed; who holds the claim is then the better guess.
    package var isNamed: Bool

    package init(name: String, osUser: String? = nil, isNamed: Bool = true) {
        self.name = name
        self.osUser = osUser
        self.isNamed = isNamed
    }

    /// Whoever acts under the claim of a task: the one who claimed it, unless another name was given.
    func under(_ entry: TaskEntry) -> DeskActor {
        guard !isNamed, let holder = entry.claimedBy else { return self }
        return DeskActor(name: holder, osUser: osUser)
    }
}

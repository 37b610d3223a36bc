/// Settings that belong together: a mapping of the policy file.
package struct PolicyGroup: Sendable {
    /// Its key in the file.
    package let name: String
    /// What it is about.
    package let meaning: String
    /// In the order of the file.
    package let settings: [PolicySetting]

    init(_ name: String, _ meaning: String, _ settings: [PolicySetting]) {
        self.name = name
        self.meaning = meaning
        self.settings = settings
    }

    /// The setting of a path like `calls.due_stop`.
    static func setting(_ path: String) -> PolicySetting? {
        for group in all {
            for setting in group.settings where "\(group.name).\(setting.name)" == path { return setting }
        }
        return nil
    }
}

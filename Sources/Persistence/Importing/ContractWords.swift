package import Casework

/// The words of a contract, as people write them.
package enum ContractWords {
    /// What a file may say about approval.
    package static let approvals = ["none", "never", "tow", "always"]

    /// The approval that a text asks for; `nil` for a word that is none.
    package static func approval(_ text: String?) -> Contract.Approval? {
        switch text {
        case nil, "", "none", "never": .never
        case "tow": .tow
        case "always": .always
        default: nil
        }
    }
}

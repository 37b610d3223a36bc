/// What kind of personal data a column can hold; a column that holds none is not listed with one.
package enum DataColumn: String, Sendable {
    /// The id of a contact or customer.
    case person
    /// The id of an asset; some are a plate or the number of a device.
    case asset
    /// A name, a number, a plate: what tells one person or vehicle from others.
    case identity
    /// Where somebody was.
    case place
    /// What people said or wrote, or a text of ours with a name, an id or a place in it.
    case words
    /// A message as it came or goes.
    case payload
    /// Who sat at the desk.
    case staff
    /// The name and number of a firm, a workshop or a crew.
    case business
}

import ArgumentParser
import Persistence

/// Whose data it is about.
struct PersonOptions: ParsableArguments {
    @Argument(help: "The id of a contact or a customer.")
    var contact: String?

    @Option(help: "Their telephone number instead of the id.")
    var phone: String?

    func validate() throws {
        guard (contact == nil) != (phone == nil) else {
            throw ValidationError("Whose? Give the id of a contact or a customer, or --phone.")
        }
        if let phone, PhoneNumber(phone) == nil { throw ValidationError("\(phone) is no telephone number.") }
    }

    /// The id.
    func id(_ store: StoreConnection) throws -> String {
        if let contact { return contact }
        guard let phone, let number = PhoneNumber(phone) else { throw DeskError.refused("no number was given") }
        let people = try Desk(store).people(withNumber: number)
        guard let first = people.first else { throw DeskError.notFound("a contact with this number") }
        guard people.count == 1 else {
            throw DeskError.refused("\(people.joined(separator: " and ")) have this number: give one of these ids")
        }
        return first
    }
}

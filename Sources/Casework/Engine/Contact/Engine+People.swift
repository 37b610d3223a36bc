import Outreach
import Planning
import Telemetry

/// Whom to reach.
extension Engine {
    /// The people who can be reached about a case now, in the order in which they are tried.
    ///
    /// Who is at work comes before who is not; a second contact comes after the roles. Nobody without a number, at a
    /// wrong one, or who does not want to be called is among them; danger overrides the last.
    func people(_ current: CaseFile, _ file: AssetFile, at now: Timestamp) -> [ContactReference] {
        let contacts = file.reference.contacts
        let roles = roles(current, file)
        var present: [ContactReference] = []
        var absent: [ContactReference] = []
        for role in roles {
            for contact in contacts where contact.holds(role, at: now) {
                let access = role == .siteContact ? file.reference.access : nil
                if contact.isPresent(as: role, at: now, else: access) {
                    present.add(contact)
                } else {
                    absent.add(contact)
                }
            }
        }
        var order = present
        // Somebody who is not at work is still better than nobody.
        for contact in absent { order.add(contact) }
        for first in order {
            if let second = contacts.first(where: { $0.id == first.secondContact }) { order.add(second) }
        }
        return order.filter { canReach($0, current) }
    }

    /// Who is reached first.
    func addressee(_ current: CaseFile, _ file: AssetFile, at now: Timestamp) -> ContactReference? {
        people(current, file, at: now).first
    }

    /// Who hears of a change: whoever was spoken to last, else whoever is reached first.
    func listener(_ current: CaseFile, _ file: AssetFile, at now: Timestamp) -> ContactReference? {
        let people = people(current, file, at: now)
        let spoken = current.addressees.filter { $0.spokenAt != nil }
            .max { ($0.spokenAt ?? $0.triedAt ?? now, $1.id) < ($1.spokenAt ?? $1.triedAt ?? now, $0.id) }
        return people.first { $0.id == spoken?.contact } ?? people.first
    }

    /// Whether nobody is reached only because they asked not to be called.
    func allDecline(_ current: CaseFile, _ file: AssetFile) -> Bool {
        let reachable = file.reference.contacts.filter {
            $0.hasPhone && current.addressee($0.id)?.wrongNumber != true
        }
        return !reachable.isEmpty && reachable.allSatisfy { !canReach($0, current) }
    }

    /// The driver for safety, the fleet manager for what can wait, the site contact of what stands still.
    private func roles(_ current: CaseFile, _ file: AssetFile) -> [Role] {
        if file.reference.traits.kind.isStationary {
            return [.siteContact, .keyholder, .fleetManager, .owner, .driver]
        }
        if current.row.severity <= .serviceSoon, !current.row.immobile {
            return [.fleetManager, .owner, .driver, .siteContact, .keyholder]
        }
        return [.driver, .fleetManager, .owner, .siteContact, .keyholder]
    }

    private func canReach(_ contact: ContactReference, _ current: CaseFile) -> Bool {
        guard contact.hasPhone, current.addressee(contact.id)?.wrongNumber != true else { return false }
        return !contact.doNotCall || contact.channel == .text || current.isGrave || current.hasAsked
    }
}

extension [ContactReference] {
    /// Adds somebody who is not there yet: a person with several roles is one contact.
    fileprivate mutating func add(_ contact: ContactReference) {
        if !contains(where: { $0.id == contact.id }) { append(contact) }
    }
}

extension CaseFile {
    /// What has been tried with somebody.
    package func addressee(_ contact: String) -> AddresseeRow? { addressees.first { $0.contact == contact } }

    /// Notes what was tried with somebody.
    mutating func note(_ contact: String, _ draft: inout Draft, _ change: (inout AddresseeRow) -> Void) {
        if let index = addressees.firstIndex(where: { $0.contact == contact }) {
            change(&addressees[index])
        } else {
            var row = AddresseeRow(id: draft.sequences.next(\.addressee), caseID: self.row.id, contact: contact)
            change(&row)
            addressees.append(row)
        }
    }

    /// Whether somebody cannot wait for office hours: only what can wait does.
    var isUrgent: Bool { row.severity > .serviceSoon || row.immobile }

    /// The key of the fact that somebody asked for help themselves.
    static let askedKey = "asked_for_help"

    /// Whether the people with the asset asked for help themselves: they want to hear of us at any hour.
    var hasAsked: Bool { facts.flag(CaseFile.askedKey) == true }
}

import Persistence
import Telemetry

/// Whom to call.
extension TaskScreen {
    func addPeople(_ task: TaskDetail, to facts: inout Labelled) {
        facts.add(
            "CALL",
            task.addressee.map(person) ?? "nobody is known; look for the owner of \(task.assetID ?? "the device")")
        facts.add("CUSTOMER", task.customer.map(person))
    }

    private func person(_ person: Person) -> String {
        let name = person.name ?? person.contactID ?? "name unknown"
        return [
            person.role.map { "\(name) (\($0.wordsOfKey))" } ?? name, person.phone ?? "no number",
            person.language, person.channel == "voice" ? nil : "by \(person.channel)", person.needs,
        ].compactMap { $0 }.joined(separator: " · ")
    }
}

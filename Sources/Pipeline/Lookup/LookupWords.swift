package import Casework
import Diagnostics
import Outreach
package import Persistence
import Telemetry

/// The words for what was looked up, and no others: a caller waits.
package enum LookupWords {
    /// A script builder that knows the symptoms, parts and languages of an answer.
    ///
    /// - Parameter policy: What is said of a part that may fail soon; asked only if somebody is offered one.
    /// - Throws: ``PhrasebookError`` or ``CatalogueError`` if a file of the installation can't be read.
    package static func scripts(
        for answer: LookupAnswer, in installation: Installation, dispatcherLanguage: String,
        policy: () -> PreventionPolicy = { PreventionPolicy() }
    ) throws -> ScriptBuilder? {
        guard case .card(let card) = answer.result else { return nil }
        let rows = card.openCases.map(\.detail.current)
        let symptoms = rows.map(\.row.symptom) + rows.flatMap { $0.problems.map(\.symptom) }
        // An offer to replace a part gives reasons.
        let seen = rows.flatMap(\.offers).flatMap(\.terms)
            .flatMap { [$0.values["symptom"], $0.values["other_symptom"]] }.compactMap(\.self)
        let parts = rows.compactMap(\.row.part) + rows.flatMap { $0.problems.compactMap(\.part) }
        let catalogue = try FaultCatalogue.words(
            directory: installation.deviceProfiles, symptoms: Set(symptoms + seen + card.earlier.map(\.symptom)),
            parts: Set(parts + rows.flatMap(\.offers).map(\.part)))
        var languages = [dispatcherLanguage]
        for one in card.openCases { languages.append(one.call.addressee?.language ?? "") }
        // Without an open case there is nothing to say in another language.
        let phrasebook =
            card.openCases.isEmpty
            ? nil : try Phrasebook.load(directory: installation.outreach, languages: languages)
        return ScriptBuilder(
            phrasebook: try phrasebook ?? Phrasebook.load(directory: installation.outreach, languages: ["en"]),
            catalogue: catalogue,
            dispatcherLanguage: dispatcherLanguage,
            policy: rows.contains { !$0.offers.isEmpty } ? policy() : PreventionPolicy())
    }
}

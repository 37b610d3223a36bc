internal import Foundation

extension FaultCatalogue {
    /// Only the words for some symptoms and parts: what a screen needs, read in a fraction of the time.
    ///
    /// No code has a row in it. What else is wrong with the files is for ``load(directory:)`` to say.
    ///
    /// - Throws: ``CatalogueError`` if the files can't be read or the asked entries make no sense.
    package static func words(
        directory: String, symptoms: Set<String>, parts: Set<String>
    ) throws(CatalogueError) -> FaultCatalogue {
        var catalogue = FaultCatalogue()
        let partsFile = YAMLFile(path: directory + "/parts.yaml", keys: parts)
        if !parts.isEmpty { try catalogue.loadParts(partsFile) }
        let symptomsFile = YAMLFile(path: directory + "/symptoms.yaml", keys: symptoms)
        if !symptoms.isEmpty { try catalogue.loadTexts(symptomsFile) }
        return catalogue
    }
}

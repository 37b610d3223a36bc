import Telemetry
import Testing

@testable import Diagnostics

@Suite("The shipped catalogues")
struct ShippedCatalogueTests {
    @Test("more than 500 generic codes have a row")
    func size() throws {
        let catalogue = try Shipped.catalogue.get()
        #expect(catalogue.generic.keys.count { $0.hasPrefix("obd/") } >= 500)
        #expect(catalogue.symptomKeys.count >= 100)
    }

    @Test("every symptom has words in five languages", arguments: ["en", "et", "fi", "uk", "ka"])
    func words(language: String) throws {
        let catalogue = try Shipped.catalogue.get()
        for key in catalogue.symptomKeys {
            let text = try #require(catalogue.ownText(ofSymptom: key, language: language), "\(key) has no \(language)")
            #expect(!text.clause.isEmpty && !text.title.isEmpty)
            // A clause completes a sentence: it starts small and has no full stop.
            #expect(text.clause.last != ".", "\(key)")
            let starts = text.clause.prefix(1)
            #expect(
                starts == starts.lowercased() || text.clause.hasPrefix("AdBlue") || text.clause.hasPrefix("ABS"),
                "\(key)")
        }
    }

    @Test("every part has a name in five languages and a time")
    func parts() throws {
        let catalogue = try Shipped.catalogue.get()
        for key in catalogue.partKeys {
            let part = try #require(catalogue.part(key))
            #expect(part.names.keys.sorted() == ["en", "et", "fi", "ka", "uk"], "\(key)")
            #expect(part.hours > 0, "\(key)")
        }
    }

    @Test("every suspected part is in parts.yaml and every part is suspected by somebody")
    func suspects() throws {
        let catalogue = try Shipped.catalogue.get()
        #expect(catalogue.suspectedParts == catalogue.partKeys)
    }

    @Test("every symptom is used by a row or a rule")
    func symptomsAreUsed() throws {
        let catalogue = try Shipped.catalogue.get()
        let used = Set(catalogue.rows.map { catalogue.symptoms[$0.symptom].key })
            .union(BuiltInSymptom.allCases.map(\.rawValue))
        #expect(catalogue.symptomKeys.filter { !used.contains($0) } == [])
    }

    @Test("a row that stops an asset or leaves it standing says on what evidence")
    func graveRows() throws {
        for row in try Shipped.catalogue.get().rows {
            #expect(!row.source.isEmpty && !row.title.isEmpty)
            #expect(row.parts.reduce(0) { $0 + $1.likelihood } <= 1.0001, "\(row.title)")
        }
    }

    @Test("words fall back from region to language to English")
    func fallback() throws {
        let catalogue = try Shipped.catalogue.get()
        #expect(catalogue.text(ofSymptom: "oil_pressure_low", language: "et-EE")?.clause == "õlirõhk on kadunud")
        #expect(catalogue.text(ofSymptom: "oil_pressure_low", language: "en-GB")?.clause == "its oil pressure has gone")
        #expect(catalogue.text(ofSymptom: "oil_pressure_low", language: "de")?.title == "oil pressure too low")
        #expect(catalogue.text(ofSymptom: "no_such_symptom", language: "en") == nil)
        #expect(catalogue.partName("alternator", language: "fi") == "laturi")
        #expect(catalogue.partName("alternator", language: "de") == "alternator")
        #expect(catalogue.partName("no_such_part", language: "en") == nil)
    }
}

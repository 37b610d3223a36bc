import Testing

@testable import Diagnostics

@Suite("Parts")
struct PartsTests {
    @Test("there are at least 120 parts, each with five names, a known system and a time that a person could need")
    func complete() throws {
        let catalogue = try Shipped.catalogue.get()
        #expect(catalogue.partKeys.count >= 120)
        for key in catalogue.partKeys {
            let part = try #require(catalogue.part(key))
            #expect(part.names.keys.sorted() == ["en", "et", "fi", "ka", "uk"], "\(key)")
            #expect(VehicleSystem.names.contains(part.system), "\(key)")
            #expect((0.1...20).contains(part.hours), "\(key)")
            #expect(part.skills.allSatisfy { !$0.isEmpty && $0 == $0.lowercased() }, "\(key)")
        }
    }

    @Test("no two parts have the same name", arguments: ["en", "et", "fi", "ka", "uk"])
    func different(language: String) throws {
        let catalogue = try Shipped.catalogue.get()
        var seen: [String: String] = [:]
        for key in catalogue.partKeys {
            let name = try #require(catalogue.part(key)?.names[language])
            #expect(seen[name] == nil, "\(key) and \(seen[name] ?? "") are both \(name)")
            seen[name] = key
        }
    }

    @Test("a name is written in the script of its language")
    func scripts() throws {
        let catalogue = try Shipped.catalogue.get()
        for key in catalogue.partKeys {
            let names = try #require(catalogue.part(key)).names
            let ukrainian = names["uk", default: ""].unicodeScalars.contains { (0x0400...0x04FF).contains($0.value) }
            let georgian = names["ka", default: ""].unicodeScalars.contains { (0x10A0...0x10FF).contains($0.value) }
            #expect(ukrainian && georgian, "\(key)")
            for language in ["en", "et", "fi"] {
                let latin = names[language, default: ""].unicodeScalars.allSatisfy { $0.value < 0x0250 }
                #expect(latin, "\(key) in \(language)")
            }
        }
    }

    @Test("every suspect of a row or symptom is a part, and suspicions are shares of one")
    func suspects() throws {
        let catalogue = try Shipped.catalogue.get()
        let known = Set(catalogue.partKeys)
        #expect(catalogue.suspectedParts.filter { !known.contains($0) } == [])
        for symptom in catalogue.symptoms {
            #expect(symptom.parts.reduce(0) { $0 + $1.likelihood } <= 1.0001, "\(symptom.key)")
        }
    }
}

import FleetSimulator
import Telemetry
import Testing

struct ReferenceFilesTests {
    private func files() throws -> [String: [[String]]] {
        let town = try smallTown()
        let files = ReferenceFiles(town: town, fleet: Fleet(town: town, seed: 1), start: start).files
        return Dictionary(
            uniqueKeysWithValues: files.map { file in
                let lines = file.text.split(separator: "\n")
                return (
                    file.kind, lines.map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
                )
            })
    }

    @Test("every row has a cell for each column")
    func shape() throws {
        for (kind, rows) in try files() {
            let width = try #require(rows.first).count
            #expect(rows.count > 1, "\(kind)")
            #expect(rows.allSatisfy { $0.count == width }, "\(kind)")
        }
    }

    @Test(
        "what a file refers to stands in another",
        arguments: [
            ("assets", "customer_id", ["customers"]), ("roles", "contact_id", ["contacts"]),
            ("roles", "of_id", ["assets", "customers"]), ("devices", "asset_id", ["assets"]),
            ("slots", "workshop_id", ["workshops"]),
        ])
    func references(kind: String, column: String, targets: [String]) throws {
        let files = try files()
        let rows = try #require(files[kind])
        let place = try #require(rows.first?.firstIndex(of: column))
        let known = Set(targets.flatMap { files[$0]?.dropFirst().map { $0[0] } ?? [] })
        for row in rows.dropFirst() { #expect(known.contains(row[place]), "\(kind) \(row)") }
    }

    @Test("a stranger stands in no file")
    func strangers() throws {
        let town = try smallTown()
        let fleet = Fleet(town: town, seed: 1)
        let stranger = try #require(fleet.vehicle("stranger-01"))
        for file in ReferenceFiles(town: town, fleet: fleet, start: start).files {
            #expect(!file.text.contains(stranger.id) && !file.text.contains(stranger.device))
        }
    }

    @Test("every slot begins after the start")
    func slots() throws {
        let rows = try #require(try files()["slots"]).dropFirst()
        for row in rows {
            let begins = try #require(Timestamp(iso8601: row[1]))
            #expect(begins > start && begins < start.adding(seconds: 3 * 86_400))
        }
    }

    @Test(
        "a mistake in a town is told and names what is wrong",
        arguments: [
            ("at: b3, what", "at: z9, what", "z9"), ("asset: car-11", "asset: car-99", "car-99"),
            ("speed: 40, along: [a1", "speed: 0, along: [a1", "speed"), ("id: patrol-1,", "id: Patrol-1,", "Patrol-1"),
            ("a1: [", "a1: [99999, ", "a1"),
        ])
    func mistakes(text: String, mistake: String, name: String) throws {
        let broken = try smallTownText().replacing(text, with: mistake, maxReplacements: 1)
        let error = #expect(throws: TownError.self) { try Town(yaml: broken) }
        #expect(error?.description.contains(name) == true, "\(String(describing: error))")
    }
}

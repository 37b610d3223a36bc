import Planning
import Telemetry

/// What is on the shelves, and who may recover where.
extension ReferenceReader {
    /// The parts of units and workshops that are on the board, as imported and less what was used up; nothing is held.
    func stock() throws(StoreError) -> StockBook {
        let row = try connection.statement("SELECT holder, part, quantity FROM stock ORDER BY holder, part")
        var book = StockBook()
        while try row.step() { book.set(Int(clamping: row.int(2)), of: row.text(1), at: row.text(0)) }
        return book
    }

    /// Zones by id; a zone whose area can't be read keeps its road, and without one it is left out.
    func zones() throws(StoreError) -> [Zone] {
        let row = try connection.statement(
            """
            SELECT z.id, z.name, z.rule, z.area, z.road, z.provider_id, coalesce(z.phone, p.phone), p.name
            FROM zone z LEFT JOIN provider p ON p.id = z.provider_id ORDER BY z.id
            """)
        var zones: [Zone] = []
        while try row.step() {
            let area = row.textOrNil(3).flatMap { try? ZoneArea.polygons($0) } ?? []
            let road = row.textOrNil(4)
            guard !area.isEmpty || road != nil else { continue }
            var zone = Zone(
                id: row.text(0), name: row.textOrNil(1) ?? road ?? row.text(0), rule: try row.word(2), area: area,
                road: road, providerID: row.textOrNil(5), phone: row.textOrNil(6))
            zone.providerName = row.textOrNil(7)
            zones.append(zone)
        }
        return zones
    }
}

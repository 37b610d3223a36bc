internal import CSimdJSON
internal import Outreach
package import Planning
package import Telemetry

/// A world file, read: `docs/planning/plan.md` says what stands in it.
package struct WorldFile: Sendable {
    package let world: PlanningWorld
    /// What was passed over, in words; each key once.
    package let notes: [String]

    /// Reads a document of JSON.
    ///
    /// - Parameter now: The time of a world that does not name one.
    /// - Throws: ``WorldFileError`` for the first mistake.
    package init(_ bytes: [UInt8], now: Timestamp) throws(WorldFileError) {
        guard let parser = csj_parser_create(max(bytes.count, 4_096), 32) else {
            throw WorldFileError(at: "", "there is not enough memory for the file")
        }
        defer { csj_parser_destroy(parser) }
        var root = csj_value()
        let code = bytes.withUnsafeBytes { bytes in
            bytes.baseAddress.map { csj_parse(parser, $0, bytes.count, &root) } ?? csj_parse(parser, "", 0, &root)
        }
        guard code == 0 else {
            throw WorldFileError(at: "", "this is no JSON: \(String(cString: csj_error_text(code)))")
        }
        var reader = WorldReader()
        world = try reader.world(WorldNode(value: root, path: ""), now: now)
        notes = reader.notes
    }
}

/// Reads the parts of a world.
private struct WorldReader {
    private(set) var notes: [String] = []
    private var strangeKeys: Set<String> = []

    mutating func world(_ root: WorldNode, now clock: Timestamp) throws(WorldFileError) -> PlanningWorld {
        var cases: WorldNode?
        var units: WorldNode?
        var minutes: WorldNode?
        var now = clock
        for (key, node) in try root.members() {
            switch key {
            case "now": now = try node.time()
            case "cases": cases = node
            case "units": units = node
            case "minutes": minutes = node.value.kind == csj_null ? nil : node
            default: pass(over: key, node)
            }
        }
        guard let cases else { throw WorldFileError(at: "cases", "there is no list of cases") }
        guard let units else { throw WorldFileError(at: "units", "there is no list of units") }
        let needsPlaces = minutes == nil
        var worldCases: [PlanningWorld.Case] = []
        var worldUnits: [Unit] = []
        var ids: Set<String> = []
        for node in try cases.elements() {
            let worldCase = try self.worldCase(node, needsPlace: needsPlaces)
            guard ids.insert(worldCase.id).inserted else {
                throw WorldFileError(at: "\(node.path).id", "there is another case \"\(worldCase.id)\"")
            }
            worldCases.append(worldCase)
        }
        ids.removeAll()
        for node in try units.elements() {
            let unit = try self.unit(node, needsPlace: needsPlaces)
            guard ids.insert(unit.id).inserted else {
                throw WorldFileError(at: "\(node.path).id", "there is another unit \"\(unit.id)\"")
            }
            worldUnits.append(unit)
        }
        let matrix = try minutes?.minuteMatrix(cases: worldCases.count, units: worldUnits.count)
        return PlanningWorld(now: now, cases: worldCases, units: worldUnits, minutes: matrix)
    }

    private mutating func worldCase(_ node: WorldNode, needsPlace: Bool) throws(WorldFileError) -> PlanningWorld.Case {
        var id: String?
        var place = WorldPlace(node)
        var severity = Severity.unknown
        var needs: Capabilities = []
        var kind = AssetKind.other
        var immobile = false
        var massKg: Int?
        var people: Int?
        var impact: Impact?
        for (key, member) in try node.members() where member.value.kind != csj_null {
            switch key {
            case "id": id = try member.id()
            case "lat": try place.setLatitude(member)
            case "lon": try place.setLongitude(member)
            case "severity": severity = try member.word(Severity.self, "severity")
            case "needs": needs = try member.capabilities()
            case "kind": kind = try member.word(AssetKind.self, "kind of asset")
            case "immobile": immobile = try member.flag()
            case "mass_kg": massKg = try member.whole(1...10_000_000, "kilograms, 1 or more")
            case "people": people = try member.whole(0...100_000, "a number of people")
            case "impact": impact = try member.word(Impact.self, "impact")
            default: pass(over: key, member)
            }
        }
        guard let id else { throw WorldFileError(at: "\(node.path).id", "a case needs an id") }
        let need = RescueNeed(
            coordinate: try place.coordinate(needed: needsPlace), capabilities: needs,
            massKg: massKg, passengers: people, immobile: immobile, severity: severity, kind: kind)
        return PlanningWorld.Case(id: id, need: need, isVital: impact == .life || impact == .coldChain)
    }

    private mutating func unit(_ node: WorldNode, needsPlace: Bool) throws(WorldFileError) -> Unit {
        var id: String?
        var place = WorldPlace(node)
        // Who is in the file can be sent: nobody in it is offline or off shift.
        var unit = Unit(id: "", name: "", kind: "", capabilities: [], reach: .phone)
        for (key, member) in try node.members() where member.value.kind != csj_null {
            switch key {
            case "id": id = try member.id()
            case "lat": try place.setLatitude(member)
            case "lon": try place.setLongitude(member)
            case "capabilities": unit.capabilities = try member.capabilities()
            case "available_at": unit.freeAt = try member.time()
            case "max_mass_kg": unit.maxMassKg = try member.whole(1...10_000_000, "kilograms, 1 or more")
            case "seats": unit.seats = try member.whole(0...100_000, "a number of seats")
            case "readiness_minutes":
                unit.readinessMinutes = try member.number(0...MinuteMatrix.most, "minutes, 0 to 100000")
            default: pass(over: key, member)
            }
        }
        guard let id else { throw WorldFileError(at: "\(node.path).id", "a unit needs an id") }
        unit.id = id
        unit.coordinate = try place.coordinate(needed: needsPlace)
        return unit
    }

    /// Notes a key that means nothing here; `name` and `comment` are for people.
    private mutating func pass(over key: String, _ node: WorldNode) {
        guard key != "name", key != "comment", strangeKeys.insert(key).inserted else { return }
        notes.append("\(node.path) is not a key of a world; it is passed over")
    }
}

/// A place that is being read.
private struct WorldPlace {
    private let node: WorldNode
    private var latitude: Double?
    private var longitude: Double?

    init(_ node: WorldNode) { self.node = node }

    mutating func setLatitude(_ node: WorldNode) throws(WorldFileError) {
        latitude = try node.number(-90...90, "a latitude, -90 to 90")
    }

    mutating func setLongitude(_ node: WorldNode) throws(WorldFileError) {
        longitude = try node.number(-180...180, "a longitude, -180 to 180")
    }

    /// Where it is; where minutes are given nobody asks, and 0,0 stands for a place that is not named.
    func coordinate(needed: Bool) throws(WorldFileError) -> Coordinate {
        if needed, latitude == nil || longitude == nil {
            let key = latitude == nil ? "lat" : "lon"
            throw WorldFileError(at: "\(node.path).\(key)", "without minutes in the file a place is needed")
        }
        do {
            return try Coordinate(latitude: latitude ?? 0, longitude: longitude ?? 0)
        } catch {
            throw WorldFileError(at: node.path, "\(error)")
        }
    }
}

extension WorldNode {
    /// A list of numbers per case, one per unit.
    fileprivate func minuteMatrix(cases: Int, units: Int) throws(WorldFileError) -> MinuteMatrix {
        let rows = try elements()
        guard rows.count == cases else {
            throw WorldFileError(at: path, "there are \(rows.count) rows and \(cases) cases; it takes a row per case")
        }
        var matrix = MinuteMatrix(columnCount: units)
        matrix.reserve(rows: cases)
        for row in rows {
            guard row.value.kind == csj_array else { throw row.mistake("a list of minutes") }
            var value = row.value
            var cursor = csj_open(&value)
            var element = csj_value()
            var count = 0
            while csj_next_element(&cursor, &element) {
                switch element.kind {
                case csj_integer, csj_number:
                    guard (0...MinuteMatrix.most).contains(element.number) else {
                        throw WorldFileError(
                            at: "\(row.path)[\(count)]",
                            "\(element.number) is not minutes, 0 to 100000; null says that there is no way")
                    }
                    matrix.append(element.number)
                case csj_null: matrix.append(nil)
                default:
                    throw WorldNode(value: element, path: "\(row.path)[\(count)]").mistake("minutes or null")
                }
                count += 1
            }
            guard count == units else {
                throw WorldFileError(
                    at: row.path, "there are \(count) numbers and \(units) units; it takes a number per unit")
            }
        }
        return matrix
    }
}

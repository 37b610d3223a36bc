package import Telemetry

/// The CSV files that a service imports before the first message.
package struct ReferenceFiles: Sendable, Equatable {
    /// A file.
    package struct File: Sendable, Equatable {
        /// What `callahead import` calls it.
        package var kind: String
        /// Its text with a header.
        package var text: String
    }

    /// In the order in which they refer to each other.
    package let files: [File]

    /// - Parameters:
    ///   - start: Slots begin after this time.
    ///   - days: Over how many days they reach, the first one included.
    package init(town: Town, fleet: Fleet, start: Timestamp, days: Int = 3) {
        let known = fleet.vehicles.filter { $0.customer != nil }
        files =
            [
                ReferenceFiles.file(
                    "customers", "id,name,phone,language,timezone",
                    fleet.customers.map { [$0.id, $0.name, $0.phone, $0.language, town.timezone] }),
                ReferenceFiles.file(
                    "contacts", "id,name,phone,language,timezone",
                    fleet.contacts.map { [$0.id, $0.name, $0.phone, $0.language, town.timezone] }),
            ] + ReferenceFiles.sites(town) + [
                ReferenceFiles.file(
                    "assets",
                    "id,customer_id,kind,make,model,year,energy,drivetrain,gross_mass_kg,plate,vin,colour,impact,site_id",
                    known.map { vehicle in
                        [
                            vehicle.id, vehicle.customer ?? "", vehicle.model.kind, vehicle.model.make,
                            vehicle.model.model, String(vehicle.year), vehicle.model.energy, vehicle.model.drivetrain,
                            String(vehicle.model.mass), vehicle.plate, vehicle.vin, vehicle.colour, vehicle.impact,
                            vehicle.site.map { "site-\($0)" } ?? "",
                        ]
                    }),
                ReferenceFiles.file(
                    "roles", "contact_id,role,of_kind,of_id,may_authorise",
                    fleet.contacts.map {
                        [$0.id, $0.role, $0.ofKind, $0.ofID, $0.role == "fleet_manager" ? "true" : "false"]
                    }),
                ReferenceFiles.file(
                    "devices", "profile,device,asset_id",
                    known.flatMap(ReferenceFiles.devices)),
                ReferenceFiles.file(
                    "units",
                    "id,name,kind,capabilities,max_mass_kg,lat,lon,phone,reach,seats,height_m,readiness_minutes,"
                        + "shift_start,shift_end",
                    town.units.map { unit in
                        let place = town.place(of: unit.at)
                        return [
                            unit.id, unit.name, unit.kind, unit.capabilities.joined(separator: ";"),
                            unit.maxMass.map(String.init) ?? "", decimal(place.latitude, 5),
                            decimal(place.longitude, 5),
                            town.phone(ofUnit: unit.id) ?? "", unit.reach, String(unit.seats),
                            unit.height.map { decimal($0, 2) } ?? "", "1", unit.temper.shiftFrom ?? "",
                            unit.temper.shiftTo ?? "",
                        ]
                    }),
                ReferenceFiles.file(
                    "workshops",
                    "id,name,lat,lon,timezone,opening_hours,skills,phone,night_drop,auto_confirm,hv_quarantine",
                    town.workshops.map { workshop in
                        let place = town.place(of: workshop.at)
                        return [
                            workshop.id, workshop.name, decimal(place.latitude, 5), decimal(place.longitude, 5),
                            town.timezone, "Mo-Su 08:00-18:00", workshop.skills.joined(separator: ";"),
                            town.phone(ofWorkshop: workshop.id) ?? "", String(workshop.nightDrop),
                            String(workshop.autoConfirm),
                            String(workshop.hvQuarantine),
                        ]
                    }),
                ReferenceFiles.file("slots", "workshop_id,start,minutes", ReferenceFiles.slots(town, start, days)),
            ] + ReferenceFiles.zones(town)
    }

    /// The devices of an asset that have to be told whose they are.
    private static func devices(_ vehicle: Fleet.Vehicle) -> [[String]] {
        var rows: [[String]] = []
        if vehicle.profile != .native { rows.append([vehicle.profile.rawValue, vehicle.device, vehicle.id]) }
        if let beside = vehicle.beside { rows.append([beside.profile.rawValue, beside.device, vehicle.id]) }
        return rows
    }

    /// Where stationary assets stand; no file in a town without any.
    private static func sites(_ town: Town) -> [File] {
        var rows: [[String]] = []
        for group in town.vehicles {
            guard let at = group.at, !rows.contains(where: { $0[0] == "site-\(at)" }) else { continue }
            let place = town.place(of: at)
            rows.append([
                "site-\(at)", "Yard at \(at)", decimal(place.latitude, 5), decimal(place.longitude, 5), town.timezone,
                group.access ?? "", town.country,
            ])
        }
        guard !rows.isEmpty else { return [] }
        return [file("sites", "id,name,lat,lon,timezone,access_hours,country", rows)]
    }

    /// Every 90 minutes of the opening hours of some days.
    private static func slots(_ town: Town, _ start: Timestamp, _ days: Int) -> [[String]] {
        let day: Int64 = 86_400_000
        let midnight = Timestamp(milliseconds: start.milliseconds - start.milliseconds % day)
        var rows: [[String]] = []
        for workshop in town.workshops {
            for offset in 0..<max(1, days) {
                for place in 0..<6 {
                    // From 06:00 UTC on, which is in the opening hours at any season.
                    let begins = midnight.adding(seconds: Int64(offset) * 86_400 + 21_600 + Int64(place) * 5_400)
                    guard begins > start else { continue }
                    rows.append([workshop.id, begins.iso8601, "90"])
                }
            }
        }
        return rows
    }

    static func file(_ kind: String, _ header: String, _ rows: [[String]]) -> File {
        let lines = rows.map { $0.map(quoted).joined(separator: ",") }
        return File(kind: kind, text: ([header] + lines).joined(separator: "\n") + "\n")
    }

    private static func quoted(_ cell: String) -> String {
        guard cell.contains(where: { $0 == "," || $0 == "\"" || $0.isNewline }) else { return cell }
        return "\"\(cell.replacing("\"", with: "\"\""))\""
    }
}

extension Town {
    /// The telephone of a unit; `nil` if there is no such unit.
    func phone(ofUnit id: String) -> String? {
        units.firstIndex { $0.id == id }.map { "+99955590\(10 + $0)" }
    }

    /// The telephone of a workshop; `nil` if there is no such workshop.
    func phone(ofWorkshop id: String) -> String? {
        workshops.firstIndex { $0.id == id }.map { "+99955580\(10 + $0)" }
    }

    /// The place of a crossing; the town's first crossing for a name that does not exist, which `check()` excludes.
    func place(of crossing: String) -> Coordinate { streets.places[streets.index(of: crossing) ?? 0] }
}

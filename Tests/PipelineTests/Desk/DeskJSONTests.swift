import Casework
import Diagnostics
import Foundation
import GRDB
import Outreach
import Planning
import Telemetry
import Testing

@testable import Persistence
@testable import Pipeline

private let noon = Timestamp(milliseconds: 1_795_305_600_000)

@Suite("Tasks and cases as JSON and on the screen")
struct DeskJSONTests {
    static let seed = """
        INSERT INTO customer (id, name, phone, language) VALUES ('firm', 'Põhja Veod', '+3725550000', 'en');
        INSERT INTO contact (id, name, phone, language) VALUES ('kadri', 'Kadri Kask', '+3725550001', 'et');
        INSERT INTO asset (key, id, known, customer_id, kind, plate) VALUES (1, 'van-1', 1, 'firm', 'van', '123 ABC');
        INSERT INTO contact_role (contact_id, role, of_kind, of_id) VALUES ('kadri', 'driver', 'asset', 'van-1');
        INSERT INTO case_file (id, version, asset_key, state, severity, immobile, charging_only, symptom, part,
            capabilities, codes, evidence, opened_at, fault_at)
        VALUES (7, 1, 1, 'planned', 'stop', 1, 0, 'oil_pressure_low', 'oil_pump', '', '["obd/P0520"]', '[]',
            1795305600000, 1795305600000);
        INSERT INTO task (id, version, kind, state, case_id, asset_key, contact_id, priority, due_at, created_at,
            reasons, alarm)
        VALUES (3, 1, 'breakdown_call', 'ready', 7, 1, 'kadri', 900, 1795305660000, 1795305600000,
            '["stop: oil_pressure_low"]', 0);
        INSERT INTO unit (id, name, kind) VALUES ('truck-1', 'Flatbed 1', 'flatbed');
        INSERT INTO plan (id, version, case_id, current, state, reasons) VALUES (5, 1, 7, 1, 'made', '[]');
        INSERT INTO plan_place (plan_id, lat, lon, time, accuracy, source, confirmed)
        VALUES (5, 59.437, 24.754, 1795305590000, 8, 'gps', 0);
        INSERT INTO leg (id, version, case_id, plan_id, ordinal, kind, state, unit, eta_at, declined)
        VALUES (6, 1, 7, 5, 1, 'tow', 'accepted', 'truck-1', 1795306800000, '[]');
        INSERT INTO workshop (id, name, lat, lon, timezone) VALUES ('w1', 'Laagna Auto', 59.44, 24.8, 'Europe/Tallinn');
        INSERT INTO slot (id, workshop_id, start, minutes) VALUES (4, 'w1', 1795316400000, 60);
        INSERT INTO hold (id, version, case_id, kind, resource, state, since)
        VALUES (1, 1, 7, 'slot', '4', 'confirmed', 1795305600000);
        """

    @Test("a task has every key of the contract, and nothing is missing where nothing is known")
    func taskKeys() throws {
        try withDesk { desk, scripts in
            let json = DeskJSON(scripts: scripts, now: noon).task(try desk.task(3, at: noon))
            for key in [
                "id", "kind", "state", "priority", "due_at", "created_at", "case_id", "asset_id", "to", "customer",
                "severity", "immobile", "symptom", "part", "codes", "position", "unit", "slot", "script", "reasons",
                "attempts", "claimed_by", "lease_until", "also_coming",
            ] { #expect(json.keys.contains(key), "\(key)") }
            #expect(!json.keys.contains("token"))
            #expect(json["state"] == .text("ready"))
            #expect(json["due_at"] == .text("2026-11-22T00:01:00.000Z"))
            #expect(json["to"]["role"] == .text("driver"))
            #expect(json["to"]["phone"] == .text("+3725550001"))
            #expect(json["customer"]["name"] == .text("Põhja Veod"))
            #expect(json["position"]["age_s"] == .whole(10))
            #expect(json["slot"]["workshop"] == .text("Laagna Auto"))
            #expect(json["slot"]["state"] == .text("confirmed"))
            // The workshop's clock is two hours ahead.
            #expect(json["slot"]["start"] == .text("2026-11-22T03:00:00.000Z"))
            #expect(json["slot"]["start_local"] == .text("2026-11-22T05:00"))
            #expect(json["also_coming"] == .array([]))
            #expect(json["claimed_by"] == .null)
        }
    }

    /// A call that offers three times, of which one is taken and one is not to be had any more.
    private static let offer = """
        UPDATE task SET kind = 'prevent_offer';
        UPDATE case_file SET severity = 'maintenance', immobile = 0, symptom = 'part_likely_to_fail',
            part = 'starter_battery';
        DELETE FROM hold; DELETE FROM leg; DELETE FROM plan_place; DELETE FROM plan;
        INSERT INTO slot (id, workshop_id, start, minutes) VALUES (5, 'w1', 1795402800000, 60),
            (6, 'w1', 1795489200000, 60), (7, 'w1', 1795575600000, 60);
        UPDATE slot SET retired = 1 WHERE id = 7;
        INSERT INTO hold (id, version, case_id, kind, resource, state, since)
        VALUES (2, 1, 7, 'slot', '5', 'released', 1), (3, 1, 7, 'slot', '4', 'released', 1);
        INSERT INTO prevent_offer (id, version, case_id, asset_key, part, offered_at, probability, horizon_s, terms, slots,
            due_at)
        VALUES (1, 1, 7, 1, 'starter_battery', 1795305600000, 0.31, 604800,
            '[{"key":"code","values":{"code":"obd/P0562","symptom":"low_voltage","hours":"6"},"weight":1.2,"rows":9,
            "failures":3},{"key":"battery","values":{"fact":"cold","level":"7"},"weight":0.9,"rows":0,"failures":0}]',
            '4 5 7 6', 1795910400000);
        """

    @Test("where the policy says so, the script keeps the likelihood back and the data have it")
    func quietForecast() throws {
        try withDesk(adding: DeskJSONTests.offer) { desk, scripts in
            let home = try Installation.find(currentDirectory: Repository.folder(""))
            var policy = PreventionPolicy()
            policy.saysLikelihood = false
            let quiet = ScriptBuilder(
                phrasebook: try Phrasebook.load(directory: home.outreach),
                catalogue: try FaultCatalogue.load(directory: home.deviceProfiles), policy: policy)
            let task = try desk.task(3, at: noon)
            let said = try #require(quiet.script(for: task, at: noon)?.text)
            #expect(said.contains("käivitusaku") && said.contains("Pakasega"), "\(said)")
            #expect(!said.contains("kümnest"), "\(said)")
            #expect(scripts.script(for: task, at: noon)?.text.contains("kümnest") == true)
            let json = DeskJSON(scripts: quiet, now: noon).task(task)
            #expect(json["forecast"]["probability"] == .number(0.31))
        }
    }

    @Test("an offer has probability, horizon, reasons and free times as data, and in the customer's words")
    func forecast() throws {
        try withDesk(adding: DeskJSONTests.offer) { desk, scripts in
            let task = try desk.task(3, at: noon)
            let json = DeskJSON(scripts: scripts, now: noon).task(task)
            let forecast = json["forecast"]
            #expect(forecast["part"] == .text("starter_battery"))
            #expect(forecast["part_name"] == .text("starter battery"))
            #expect(forecast["probability"] == .number(0.31))
            #expect(forecast["horizon_s"] == .whole(604_800))
            #expect(forecast["share"] == .text("three of ten such vehicles"))
            #expect(forecast["answer"] == .null)
            guard case .array(let terms) = forecast["terms"], case .array(let times) = forecast["times"] else {
                Issue.record("no terms or no times")
                return
            }
            #expect(terms[0]["values"]["symptom"] == .text("low_voltage"))
            #expect(terms[0]["words"] == .text("obd/P0562 (battery voltage low) was seen in the last 6 hours"))
            #expect(times.map { $0["slot"] } == [.whole(4), .whole(5), .whole(6)])
            #expect(times[0]["start_local"] == .text("2026-11-22T05:00"))
            #expect(json["slot"] == .null)
            let script = try #require(scripts.script(for: task, at: noon)?.text)
            for words in [
                "käivitusaku", "kolmel sellisel kaubikul kümnest nädala jooksul", "Pakasega",
                "kell 5:00, homme kell 5:00 või teisipäeval kell 5:00", "Töökoja nimi on Laagna Auto",
            ] { #expect(script.contains(words), "\(words): \(script)") }
            let screen = TaskScreen(scripts: scripts, now: noon).text(task, token: 11)
            #expect(screen.contains("OFFER 2"))
            #expect(screen.contains("2026-11-23 05:00 · Laagna Auto · --slot-start 2026-11-23T03:00Z"), "\(screen)")
            #expect(screen.contains("in three of ten such vans this part fails within a week"))
        }
        try withDesk { desk, scripts in
            let other = try desk.task(3, at: noon)
            #expect(DeskJSON(scripts: scripts, now: noon).task(other)["forecast"] == .null)
        }
    }

    @Test("a time that somebody else holds, or that has passed, is offered to nobody")
    func taken() throws {
        let taken = """
            INSERT INTO hold (id, version, case_id, kind, resource, state, since)
            VALUES (4, 1, 7, 'slot', '5', 'held', 1);
            UPDATE slot SET start = 1 WHERE id = 4;
            """
        try withDesk(adding: DeskJSONTests.offer + taken) { desk, _ in
            // The case's own live hold is what is agreed: then nothing is on offer.
            let task = try desk.task(3, at: noon)
            #expect(task.caseDetail?.offered.isEmpty == true)
        }
        let other = """
            INSERT INTO asset (key, id, known, kind) VALUES (2, 'van-2', 1, 'van');
            INSERT INTO case_file (id, version, asset_key, state, severity, immobile, charging_only, symptom, capabilities,
                codes, evidence, opened_at, fault_at)
            VALUES (8, 1, 2, 'open', 'stop', 0, 0, 'misfire', '', '[]', '[]', 1, 1);
            INSERT INTO hold (id, version, case_id, kind, resource, state, since)
            VALUES (4, 1, 8, 'slot', '5', 'held', 1);
            UPDATE slot SET start = 1 WHERE id = 4;
            """
        try withDesk(adding: DeskJSONTests.offer + other) { desk, scripts in
            let task = try desk.task(3, at: noon)
            #expect(task.caseDetail?.offered.map(\.slot.id) == [6])
            let script = try #require(scripts.script(for: task, language: "en", at: noon)?.text)
            #expect(script.contains("I can offer you a workshop time on Tuesday at 5:00: Laagna Auto."), "\(script)")
        }
    }

    @Test("minutes are counted at the moment of showing", arguments: [(0, 20, 30), (11, 5, 15), (60, 0, 5)])
    func minutes(later: Double, low: Int64, high: Int64) throws {
        try withDesk { desk, scripts in
            let now = noon.adding(minutes: later)
            let unit = DeskJSON(scripts: scripts, now: now).task(try desk.task(3, at: now))["unit"]
            #expect(unit["id"] == .text("truck-1"))
            #expect(unit["state"] == .text("accepted"))
            #expect(unit["eta_low"] == .whole(low))
            #expect(unit["eta_high"] == .whole(high))
        }
    }

    @Test("the script is the addressee's language, the dispatcher's own stands beside it")
    func languages() throws {
        try withDesk { desk, scripts in
            let task = try desk.task(3, at: noon)
            let json = DeskJSON(scripts: scripts, now: noon).task(task)
            #expect(json["script_language"] == .text("et"))
            let english = try #require(scripts.script(for: task, language: "en", at: noon))
            #expect(json["script_dispatcher"] == .text(english.text))
            #expect(english.text.contains("20 to 30 minutes"))
            #expect(english.text.contains("123 ABC"))
            #expect(english.text.contains("Laagna Auto"))
            let screen = TaskScreen(scripts: scripts, now: noon).text(task, token: 11)
            #expect(screen.contains("Kadri Kask (driver) · +3725550001"))
            #expect(screen.contains("callahead tasks finish 3 --token 11 --outcome reached"))
            let words = try #require(screen.firstRange(of: "SAY (et)"))
            let person = try #require(screen.firstRange(of: "CALL "))
            #expect(words.lowerBound < person.lowerBound)
        }
    }

    @Test("an offer that nobody has taken names no minutes")
    func offered() throws {
        try withDesk(adding: "UPDATE leg SET state = 'offered'") { desk, scripts in
            let task = try desk.task(3, at: noon)
            let json = DeskJSON(scripts: scripts, now: noon).task(task)
            #expect(json["unit"]["eta_low"] == .null)
            let words = try #require(scripts.script(for: task, language: "en", at: noon)?.text)
            #expect(!words.contains("20 to 30"))
        }
    }

    @Test("the place is said by road and nearest name; those who drive there get the numbers, too")
    func placeWords() throws {
        let near = "INSERT INTO place (name, road, lat, lon) VALUES ('Lasnamäe', 'Narva road', 59.44, 24.76);"
        let far = "INSERT INTO place (name, road, lat, lon) VALUES ('Tartu', 'Ring road', 58.37, 26.72);"
        try withDesk(adding: far + near) { desk, scripts in
            let words = scripts.script(for: try desk.task(3, at: noon), language: "en", at: noon)?.text
            #expect(words?.contains("Narva road, 500 metres south-west of Lasnamäe") == true, "\(words ?? "")")
            #expect(words?.contains("59.43700") == false)
        }
        try withDesk(adding: far + "UPDATE task SET kind = 'authority_call', contact_id = NULL") { desk, scripts in
            let words = scripts.script(for: try desk.task(3, at: noon), language: "en", at: noon)?.text
            #expect(words?.contains("Latitude 59.43700, longitude 24.75400. Plus code: 9GF6") == true, "\(words ?? "")")
        }
    }

    @Test("the token is printed where a claim was made")
    func token() throws {
        try withDesk { desk, scripts in
            let claimed = try #require(try desk.claimNext(as: DeskActor(name: "Mari"), at: noon))
            let json = DeskJSON(scripts: scripts, now: noon).task(claimed.detail, token: claimed.token)
            #expect(json["token"] == .whole(claimed.token))
            #expect(json["state"] == .text("claimed"))
            #expect(json["claimed_by"] == .text("Mari"))
        }
    }

    @Test("a case has every key of the contract")
    func caseKeys() throws {
        try withDesk { desk, scripts in
            let json = DeskJSON(scripts: scripts, now: noon).caseFile(try desk.caseFile(7))
            for key in [
                "id", "asset_id", "state", "severity", "immobile", "problems", "part", "codes", "opened_at", "plan",
                "tasks", "owner",
            ] { #expect(json.keys.contains(key), "\(key)") }
            #expect(json["plan"]["state"] == .text("made"))
            guard case .array(let legs) = json["plan"]["legs"] else {
                Issue.record("no legs")
                return
            }
            #expect(legs.map { $0["unit"] } == [.text("truck-1")])
            for key in ["standby", "alternative", "gap", "approval", "next_try_at", "repaired_at", "also_coming"] {
                #expect(json["plan"].keys.contains(key), "\(key)")
            }
            for key in ["part", "from", "to", "not_before", "eta_source", "road_factor", "declined"] {
                #expect(legs[0].keys.contains(key), "\(key)")
            }
        }
    }

    @Test("a case tells who says when, what stands by, what was approved, what else could be done and when")
    func promise() throws {
        try withDesk(
            adding: """
                UPDATE plan SET state = 'none_available', standby = 'truck-2', approval = 'waived', gap = 0.0125,
                    alternative = 'a taxi for the people', next_try_at = 1795305660000, repaired_at = 1795312800000;
                UPDATE leg SET eta_source = 'crew', part = 'battery_12v', road_factor = 1.5;
                INSERT INTO leg_place VALUES (6, 59.437, 24.754, NULL, NULL);
                INSERT INTO job (id, version, case_id, leg_id, offer_id, unit, state, offered_at, expires_at)
                VALUES (1, 1, 7, 6, 1, 'truck-9', 'stood_down', 0, 0)
                """
        ) { desk, scripts in
            let file = try desk.caseFile(7)
            let json = DeskJSON(scripts: scripts, now: noon).caseFile(file)["plan"]
            #expect(json["standby"] == .text("truck-2"))
            #expect(json["approval"] == .text("waived"))
            #expect(json["gap"] == .number(0.0125))
            #expect(json["alternative"] == .text("a taxi for the people"))
            guard case .array(let legs) = json["legs"], case .array(let coming) = json["also_coming"] else {
                Issue.record("no legs")
                return
            }
            #expect(legs.first?["eta_source"] == .text("crew"))
            #expect(legs.first?["from"]["lat"] == .number(59.437))
            #expect(legs.first?["to"] == .null)
            #expect(coming.first?["id"] == .text("truck-9"))
            #expect(coming.first?["state"] == .text("stood_down"))
            let lines = DeskTables(scripts: scripts, now: noon).caseFile(file).joined(separator: "\n")
            for words in [
                "truck-2 would come; it is not reserved", "waived", "a taxi for the people", "00:01:00 (in 60 s)",
                "2026-11-22 02:00 (in 2 h)", "at most 1.25 %", "the crew says", "brings battery_12v",
                "truck-9 has not confirmed",
            ] { #expect(lines.contains(words), "\(words) is not in\n\(lines)") }
        }
    }

    @Test("the screen of a helper's call says what to type, names both units, and the slot by the workshop's clock")
    func helperScreen() throws {
        try withDesk(
            adding: """
                UPDATE task SET kind = 'workshop_call', contact_id = NULL, slot_id = 4;
                UPDATE workshop SET phone = '+3725550030';
                INSERT INTO job (id, version, case_id, leg_id, offer_id, unit, state, offered_at, expires_at)
                VALUES (1, 1, 7, 6, 1, 'truck-9', 'stood_down', 0, 0)
                """
        ) { desk, scripts in
            let screen = TaskScreen(scripts: scripts, now: noon).text(try desk.task(3, at: noon), token: 11)
            for words in [
                "Laagna Auto (workshop) · +3725550030", "Laagna Auto · 2026-11-22 05:00 · confirmed · +3725550030",
                "Flatbed 1 (truck-1)", "truck-9 has not confirmed", "callahead tasks finish 3 --token 11 --accepted",
            ] { #expect(screen.contains(words), "\(words) is not in\n\(screen)") }
        }
    }

    @Test("slots and units show what holds them")
    func help() throws {
        try withDesk(
            adding: """
                INSERT INTO hold (id, version, case_id, kind, resource, state, since)
                VALUES (2, 1, 7, 'unit', 'truck-1', 'asked', 1795305600000)
                """
        ) { desk, scripts in
            let json = DeskJSON(scripts: scripts, now: noon)
            let slot = json.slot(try #require(try desk.slots(at: noon).first))
            #expect(slot["state"] == .text("confirmed"))
            #expect(slot["case_id"] == .whole(7))
            let unit = json.unit(try #require(try desk.units().first))
            #expect(unit["state"] == .text("held"))
            #expect(unit["case_id"] == .whole(7))
            #expect(try desk.slots(at: noon.adding(seconds: 5 * 3_600)).isEmpty)
        }
    }

    @Test("JSON keeps its keys in order, writes null, and no number that JSON does not have")
    func document() throws {
        let value = JSONValue.object(["b": .null, "a": .array([.number(.nan), .text("a/\"õ\"")]), "c": .whole(1)])
        #expect(try value.text() == #"{"a":[null,"a/\"õ\""],"b":null,"c":1}"#)
    }

    private func withDesk(adding extra: String = "", _ body: (Desk, ScriptBuilder) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("desk-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appendingPathComponent("callahead.db").path
        let connection = try StoreConnection(path: path, role: .command(create: true))
        defer { try? connection.close() }
        try connection.write { try $0.execute(sql: DeskJSONTests.seed + extra) }
        let home = try Installation.find(currentDirectory: sourceRoot)
        try body(
            Desk(connection),
            ScriptBuilder(
                phrasebook: try Phrasebook.load(directory: home.outreach),
                catalogue: try FaultCatalogue.load(directory: home.deviceProfiles)))
    }
}

/// The clone that this test was compiled from.
private let sourceRoot = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().path

extension JSONValue {
    fileprivate var keys: Set<String> {
        guard case .object(let members) = self else { return [] }
        return Set(members.keys)
    }
}

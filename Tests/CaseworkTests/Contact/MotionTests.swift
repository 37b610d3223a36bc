import Casework
import Diagnostics
import Outreach
import Planning
import Telemetry
import Testing

@Suite("Whether somebody is spoken to as driving")
struct MotionTests {
    @Test(
        "a standing asset stands until it says otherwise, but not for ever; a driving one is unsure soon",
        arguments: [
            (0, 10, "", Motion.standing), (0, 600, "", .standing), (0, 3_599, "", .standing), (0, 3_600, "", .unknown),
            (80, 10, "", .moving), (80, 119, "", .moving), (80, 120, "", .unknown), (nil, 10, "", .unknown),
            (80, 600, "safe_place", .standing), (nil, 10, "engine_off", .standing), (80, 10, "safe_place", .moving),
            (0, 86_400, "engine_off", .standing),
        ] as [(Float?, Int64, String, Motion)])
    func motion(speed: Float?, age: Int64, fact: String, expected: Motion) throws {
        #expect(try context(speed: speed, age: age, fact: fact).motion == expected)
    }

    @Test(
        "whoever drove when they were heard of last is asked whether they can talk hands-free",
        arguments: [
            (80, 10, "", true), (80, 119, "", true), (80, 120, "", true), (80, 3_599, "", true), (80, 3_600, "", false),
            (0, 10, "", false), (5, 600, "", false), (nil, 10, "", false), (80, 600, "safe_place", false),
        ] as [(Float?, Int64, String, Bool)])
    func handsFree(speed: Float?, age: Int64, fact: String, expected: Bool) throws {
        let context = try context(speed: speed, age: age, fact: fact)
        #expect(try Shipped.phrasebook().script(for: context).asksHandsFree == expected)
    }

    private func context(speed: Float?, age: Int64, fact: String) throws -> ScriptContext {
        let now = Timestamp(seconds: 1_795_000_000)
        var row = CaseFile(
            row: CaseRow(id: 1, asset: 1, severity: .stop, symptom: "x", openedAt: now, faultAt: now))
        if !fact.isEmpty { row.facts[fact] = "yes" }
        let reference = AssetReference(key: 1, id: "car-1", known: true, traits: AssetTraits(kind: .car))
        let fix = AssetFix(
            asset: 1, time: now.adding(seconds: -age), timeTrusted: true,
            position: Position(coordinate: .at(59.4, 24.7), speed: speed))
        let situation = Situation(
            current: row, reference: reference, fix: fix, unit: nil, slot: nil, workshop: nil,
            catalogue: try Shipped.diagnostician().catalogue, now: now)
        return situation.scriptContext(language: "en")
    }
}

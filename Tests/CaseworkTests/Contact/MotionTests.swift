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
        #expect(situation.scriptContext(language: "en").motion == expected)
    }
}

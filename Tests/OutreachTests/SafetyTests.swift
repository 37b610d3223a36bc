import Outreach
import Telemetry
import Testing

@Suite("Safety sentences")
struct SafetyTests {
    @Test(
        "road, motion, severity and kind decide what is said first",
        arguments: [
            (Motion.standing, RoadClass?.some(.motorway), Severity.stop, AssetKind.car, "behind the barrier"),
            (.standing, .road, .stop, .car, "wait off the road"), (.standing, nil, .limp, .van, "wait off the road"),
            (.standing, .offRoad, .stop, .car, "do not restart"),
            (.standing, .motorway, .emergency, .bus, "get out with everyone now"),
            (.moving, .motorway, .stop, .car, "Go on slowly to the next safe place"),
            (.moving, .road, .limp, .car, "Please drive gently"),
            (.moving, .road, .emergency, .car, "away from people and buildings"),
            (.unknown, nil, .stop, .car, "Are you driving or standing"),
            (.unknown, nil, .limp, .car, "Please drive gently"),
            (.unknown, nil, .emergency, .car, "Are you in danger right now?"),
            (.standing, nil, .stop, .charger, "do not touch or reset the device"),
            (.unknown, nil, .emergency, .boiler, "a smell of gas"),
        ])
    func first(motion: Motion, road: RoadClass?, severity: Severity, kind: AssetKind, expected: String) throws {
        var context = fullContext("en", leg: .noneAvailable)
        context.motion = motion
        context.roadClass = road
        context.severity = severity
        context.assetKind = kind
        let block = try shippedPhrasebook().script(for: context).blocks[0]
        #expect(block.kind == .safety)
        #expect(block.text.contains(expected), "\(block.text)")
    }
}

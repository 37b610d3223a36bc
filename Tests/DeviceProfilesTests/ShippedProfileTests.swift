import Telemetry
import Testing

@testable import DeviceProfiles

@Suite("The shipped profiles")
struct ShippedProfileTests {
    @Test("every example gives what its profile says")
    func examples() throws {
        let set = try ProfileSet.load(directory: shippedDirectory)
        #expect(set.checkExamples().map(\.description) == [])
        #expect(set.profiles.map(\.name) == set.profiles.map(\.name).sorted())
        #expect(set.profiles.allSatisfy { $0.exampleCount >= 4 })
    }

    @Test("an example that does not come true is a mistake with its place")
    func brokenExample() throws {
        let text = """
            profile: test
            identity: {device: "{device}"}
            rules:
              - {name: codes, topic: "t/{device}", faults: [{path: dtc, form: list, meaning: set}]}
            examples:
              - topic: t/1
                payload: '{"dtc":["P0301"]}'
                observations: ['{"type":"faults"}']
            """
        let mistakes = try ProfileSet.load(texts: [("a.yaml", text)]).checkExamples()
        #expect(mistakes.count == 1)
        #expect(mistakes.first?.line == 6)
        #expect(mistakes.first?.problem.contains("obd/P0301") == true)
    }

    @Test("state that a device says only once is asked for again at every subscribe, and filters don't overlap")
    func subscriptions() throws {
        let subscriptions = try ProfileSet.load(directory: shippedDirectory).subscriptions
        let handling = Dictionary(uniqueKeysWithValues: subscriptions.map { ($0.filter, $0.retainHandling) })
        #expect(handling["callahead/v1/assets/+/online"] == 0)
        #expect(handling["callahead/v1/assets/+/faults"] == 1)
        #expect(handling["obd2mqtt/+"] == 0)
        #expect(handling["+/+/teltonika/+/data"] == 1)
        for one in subscriptions {
            for other in subscriptions where one != other {
                #expect(!Subscription.covers(one.filter, other.filter), "\(one.filter) covers \(other.filter)")
            }
        }
    }

    @Test("an installation moves a profile to another topic without copying it")
    func override() throws {
        let options = ProfileOptions(variables: ["obd2-mqtt": ["main": "fleet/cars", "speed_unit": "mph"]])
        let bench = Bench(try ProfileSet.load(directory: shippedDirectory, options: options))
        #expect(bench.faults("fleet/cars/9_dtc", #"{"dtc":["P0420"]}"#)?.codes == ["obd/P0420"])
        #expect(bench.decode("obd2mqtt/9_dtc", #"{"dtc":[]}"#).outcome == .noProfile)
        let speed = bench.decode("fleet/cars/9_speed", "100").observations.first
        #expect(speed?.body == .signal(name: bench.symbols.intern("Vehicle.Speed"), value: .number(160.9344)))
    }

    /// A drive of the shape that Teltonika's Codec JSON has, with an invented device: the clock of 2004, then a set
    /// clock without a fix, then a fix, then a tunnel.
    @Test("a tracker's drive gives the positions that it holds and none without a fix")
    func teltonikaDrive() throws {
        let bench = try Bench.shipped()
        var positions: [Double] = []
        var untrusted = 0
        for step in 0..<40 {
            let time = step < 5 ? 1_072_915_236_000 + step * 5_000 : 1_767_220_000_000 + step * 5_000
            let hasFix = (10..<30).contains(step)
            let place = step < 10 ? "0,0" : "59.\(430_000 + min(step, 29) * 10),24.842100"
            let payload = """
                {"state":{"reported":{"66":12100,"latlng":"\(place)","ts":\(time),"alt":"0","ang":"0",\
                "sat":"\(hasFix ? 9 : 0)","sp":"\(hasFix ? 48 : 0)"}}}
                """
            let (outcome, observations) = bench.decode("a/b/teltonika/350000000000017/data", payload)
            #expect(outcome == .decoded)
            for observation in observations {
                if case .position(let position) = observation.body { positions.append(position.coordinate.latitude) }
            }
            if observations.first?.timeTrusted == false { untrusted += 1 }
        }
        #expect(positions.count == 20)
        #expect(positions.first == 59.4301)
        #expect(untrusted == 5)
    }
}

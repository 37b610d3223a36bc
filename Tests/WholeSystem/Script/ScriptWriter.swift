import Telemetry

/// Writes the script of a seed: a few breakdowns with everything that goes wrong around them.
struct ScriptWriter {
    private var chance: Chance
    private let seed: UInt64
    private let start: Int64
    private var events: [(at: Int64, order: Int, event: Script.Event)] = []

    /// - Parameter isCalm: Without trouble of broker, clock and disk, so that lives can be compared to the letter.
    static func script(_ seed: UInt64, isCalm: Bool = false) -> Script {
        var writer = ScriptWriter(seed)
        writer.write(isCalm: isCalm)
        let ordered = writer.events.sorted { ($0.at, $0.order) < ($1.at, $1.order) }.map {
            (at: $0.at, event: $0.event)
        }
        let last = ordered.last?.at ?? writer.start
        return Script(seed: seed, start: writer.start, end: last + 1_200_000, events: ordered)
    }

    private init(_ seed: UInt64) {
        self.seed = seed
        chance = Chance(seed &* 2 &+ 1)
        // A Tuesday, at any hour.
        start = 1_773_100_800_000 + Int64(chance.below(86_400)) * 1_000
    }

    private mutating func add(_ at: Int64, _ event: Script.Event) { events.append((at, events.count, event)) }

    private mutating func write(isCalm: Bool) {
        for unit in Town.units where unit != "H1" {
            if chance.percent(85) { say(start, "callahead/v1/units/\(unit)/online", "true", retain: true) }
            if chance.percent(80) { placeUnit(unit, at: start + 500) }
        }
        slots()
        let breakdowns = chance.among(1...3)
        for _ in 0..<breakdowns { breakdown(at: start + Int64(chance.below(2_400)) * 1_000 + 5_000) }
        for _ in 0..<chance.below(4) { noise(at: start + Int64(chance.below(3_000)) * 1_000) }
        for _ in 0..<(chance.percent(30) ? 1 : 0) { reference(at: start + Int64(chance.below(3_600)) * 1_000) }
        if !isCalm, chance.percent(70) {
            for _ in 0..<chance.among(1...2) { trouble(at: start + Int64(chance.below(3_600)) * 1_000) }
        }
        // The desks are manned for the whole time.
        let last = events.map(\.at).max() ?? start
        var time = start + 20_000
        while time < last + 900_000 {
            time += Int64(chance.among(20...240)) * 1_000
            add(time, .desk(chance.below(Dispatchers.names.count)))
        }
        repeatSome()
    }

    // MARK: Breakdowns

    private mutating func breakdown(at begin: Int64) {
        switch chance.below(10) {
        case 0, 1: listBreakdown(at: begin)
        case 2: metricBreakdown(at: begin)
        default: nativeBreakdown(at: begin)
        }
    }

    private mutating func nativeBreakdown(at begin: Int64) {
        let asset = chance.pick(Town.assets, or: "car-1")
        var time = begin
        let place = place(of: asset)
        let topic = "callahead/v1/assets/\(asset)"
        for _ in 0..<chance.below(3) {
            say(time, "\(topic)/position", position(time, place, speed: chance.among(20...90)))
            time += Int64(chance.among(1...60)) * 1_000
        }
        let codes = Town.codes(of: asset)
        let code = chance.pick(codes, or: "P0524")
        let inside = chance.percent(50) ? ",\"position\":\(position(time, place, speed: 0))" : ""
        faults(time, topic, "raise", [code], extra: inside)
        // Five codes with one cause, flapping, a full set.
        for _ in 0..<chance.below(4) {
            time += chance.percent(40) ? 0 : Int64(chance.among(1...90)) * 1_000
            switch chance.below(6) {
            case 0: faults(time, topic, "clear", [code])
            case 1: faults(time, topic, "set", chance.percent(50) ? [] : [code])
            case 2: say(time, "\(topic)/signals", signals(time))
            default: faults(time, topic, "raise", [chance.pick(codes, or: code)])
            }
        }
        time += Int64(chance.among(1...30)) * 1_000
        say(time, "\(topic)/position", position(time, place, speed: 0))
        if chance.percent(35) {
            time += Int64(chance.among(1...300)) * 1_000
            let kind = chance.pick(
                ["need_help", "need_help", "safe", "no_help", "cancel", "shared_location"], or: "need_help")
            let where_ = kind == "shared_location" ? ",\"lat\":\(place.0),\"lon\":\(place.1)" : ""
            say(time, "\(topic)/driver", "{\"time\":\(time),\"kind\":\"\(kind)\"\(where_)}")
        }
        if chance.percent(25) {
            time += Int64(chance.among(60...1_200)) * 1_000
            faults(time, topic, chance.percent(50) ? "clear" : "set", chance.percent(50) ? [code] : [])
            if chance.percent(50) {
                for step in 1...chance.among(1...6) {
                    time += 70_000
                    say(time, "\(topic)/position", position(time, (place.0 + Double(step) / 1_000, place.1), speed: 60))
                }
            }
        }
    }

    /// An adapter that publishes its whole list, retained and without a time.
    private mutating func listBreakdown(at begin: Int64) {
        var time = begin
        let codes = Town.codes(of: "car-3")
        say(
            time, "obd2mqtt/700123_gpsLocation/attributes",
            "{\"latitude\":59.43,\"longitude\":24.8,\"gps_accuracy\":4.5}", retain: true)
        for _ in 0..<chance.among(1...3) {
            let list = (0..<chance.below(3)).map { _ in "\"\(chance.pick(codes, or: "P0524"))\"" }
            say(time, "obd2mqtt/700123_dtc", "{\"dtc\":[\(list.joined(separator: ","))]}", retain: true)
            time += Int64(chance.among(1...200)) * 1_000
        }
    }

    /// A module that gives each metric a topic; its place comes in two halves.
    private mutating func metricBreakdown(at begin: Int64) {
        let prefix = "ovms/me/ev9/metric/v"
        let place = place(of: "car-2")
        say(begin, "\(prefix)/p/gpslock", "yes", retain: true)
        say(begin + 200, "\(prefix)/p/latitude", "\(place.0)", retain: true)
        if chance.percent(85) { say(begin + 900, "\(prefix)/p/longitude", "\(place.1)", retain: true) }
        say(begin + 5_000, "\(prefix)/t/alert", chance.percent(50) ? "0,2,0,0" : "0,0,0,0", retain: true)
        if chance.percent(50) { say(begin + 9_000, "\(prefix)/b/12v/voltage/alert", "yes", retain: true) }
    }

    private mutating func faults(_ time: Int64, _ topic: String, _ mode: String, _ codes: [String], extra: String = "")
    {
        // Now, mostly; sometimes late, or from a clock that is wrong.
        let told = chance.percent(90) ? time : time + Int64(chance.pick([-4_000, -600_000, 3_000, 86_400_000], or: 0))
        let list = codes.map { "{\"code\":\"\($0)\",\"status\":\"confirmed\"}" }.joined(separator: ",")
        say(time, "\(topic)/faults", "{\"time\":\(told),\"mode\":\"\(mode)\",\"codes\":[\(list)]\(extra)}")
    }

    // MARK: Around them

    private mutating func noise(at time: Int64) {
        let asset = chance.pick(Town.assets, or: "car-1")
        switch chance.below(7) {
        case 0: say(time, "callahead/v1/assets/\(asset)/faults", "{\"time\":\(time),\"codes\":\"all of them\"}")
        case 1: say(time, "callahead/v1/assets/\(asset)/position", "{\"lat\":\(time % 1_000),\"lon\":24}")
        case 2: say(time, "callahead/v1/units/T1/job", "{\"time\":\(time),\"offer_id\":9999,\"state\":\"accepted\"}")
        case 3: placeUnit(chance.pick(Town.units, or: "T1"), at: time)
        case 4:
            let unit = chance.pick(Town.units, or: "T1")
            say(time, "callahead/v1/units/\(unit)/online", chance.percent(50) ? "true" : "false", retain: true)
        case 5:
            add(
                time,
                .publish(
                    topic: "callahead/v1/assets/\(asset)/position",
                    payload: position(time, place(of: asset), speed: 30),
                    qualityOfService: 0, retain: false))
        default:
            // A burst: many messages in one batch.
            for number in 0..<chance.among(3...12) {
                let some = chance.pick(Town.assets, or: "car-1")
                say(
                    time, "callahead/v1/assets/\(some)/position",
                    position(time + Int64(number), place(of: some), speed: 50)
                )
            }
        }
    }

    private mutating func trouble(at time: Int64) {
        switch chance.below(12) {
        case 0, 1: add(time, .connectionBreaks)
        case 2, 3, 4: add(time, .acknowledgementsBreak(after: chance.below(3)))
        case 5, 6: add(time, .brokerForgets(chance.among(1...20)))
        case 7:
            let length = Int64(chance.among(5...400))
            add(time, length.isMultiple(of: 3) ? .brokerAway(length * 1_000) : .brokerSilent(length * 1_000))
        case 8: add(time, .sessionLost)
        case 9: add(time, .clockSet(Int64(chance.pick([-90_000, -2_000, 2_000, 90_000], or: 0))))
        case 10: add(time, .diskFull(chance.among(1...4)))
        default: add(time, .refusedOnce)
        }
    }

    private mutating func reference(at time: Int64) {
        switch chance.below(4) {
        case 0:
            let unit = chance.pick(["T1", "T2"], or: "T1")
            add(
                time,
                .reference(
                    kind: "units",
                    text: "id,name,kind,capabilities,retired\n\(unit),Away,flatbed,flatbed,\(chance.percent(60))\n"))
        case 1:
            add(time, .reference(kind: "stock", text: "holder,part,quantity\nP1,starter_battery,\(chance.below(3))\n"))
        case 2:
            add(
                time,
                .reference(
                    kind: "customers",
                    text: "id,name,phone,do_not_call\nc-1,Kadri Kask,+3725550001,\(chance.percent(50))\n"))
        default:
            add(
                time,
                .reference(
                    kind: "assets", text: "id,customer_id,kind,energy\nstray-8,c-1,car,petrol\n"))
        }
    }

    private mutating func slots() {
        var rows = "workshop_id,start,minutes\n"
        for number in 0..<chance.among(1...4) {
            let hours = Int64(chance.percent(60) ? chance.among(1...5) : chance.among(8...30))
            let at = (start / 3_600_000 + hours) * 3_600_000 + Int64(number) * 900_000
            rows += "\(chance.percent(50) ? "W1" : "W2"),\(Timestamp(milliseconds: at).iso8601),60\n"
        }
        add(start, .reference(kind: "slots", text: rows))
    }

    /// Publishers send again what was not answered, and networks deliver late.
    private mutating func repeatSome() {
        for (at, _, event) in events {
            guard case .publish(_, _, let quality, _) = event, quality > 0, chance.percent(4) else { continue }
            add(at + Int64(chance.pick([0, 1_000, 60_000, 900_000], or: 0)), event)
        }
    }

    // MARK: Words

    private mutating func say(_ time: Int64, _ topic: String, _ payload: String, retain: Bool = false) {
        add(time, .publish(topic: topic, payload: payload, qualityOfService: 1, retain: retain))
    }

    private mutating func placeUnit(_ unit: String, at time: Int64) {
        let place = place(of: unit)
        say(time, "callahead/v1/units/\(unit)/position", "{\"time\":\(time),\"lat\":\(place.0),\"lon\":\(place.1)}")
    }

    /// Around a place that each has for itself; now and then so far from it that nobody could have driven there.
    private mutating func place(of name: String) -> (Double, Double) {
        var home = Chance(seed, "home \(name)")
        let far = chance.below(12) == 0 ? 6_000 : 0
        let north = 594_000 + home.below(800) + chance.among(-20...20) + far
        let east = 246_500 + home.below(2_000) + chance.among(-20...20)
        return (Double(north) / 10_000, Double(east) / 10_000)
    }

    private func position(_ time: Int64, _ place: (Double, Double), speed: Int) -> String {
        "{\"time\":\(time),\"lat\":\(place.0),\"lon\":\(place.1),\"speed\":\(speed),\"accuracy\":8}"
    }

    private mutating func signals(_ time: Int64) -> String {
        let volts = 10 + Double(chance.below(40)) / 10
        return "{\"time\":\(time),\"values\":{\"Vehicle.LowVoltageBattery.CurrentVoltage\":\(volts)}}"
    }
}

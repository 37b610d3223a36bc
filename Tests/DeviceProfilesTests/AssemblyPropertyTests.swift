import Telemetry
import Testing

@testable import DeviceProfiles

/// Random histories of devices that say their axes one by one, with everything that may happen on the way.
@Suite("Assembly of positions, random histories")
struct AssemblyPropertyTests {
    /// A value that a device has said: it holds until the next one of its axis.
    struct Said {
        var axis: Axis
        var value: Double
        var time: Timestamp
        /// Without a fix.
        var isDoubtful = false
    }

    /// Something on its way to us.
    struct Delivery {
        enum What {
            case axis(Axis, Double)
            case fix(Bool)
        }

        var device: Int
        var what: What
        var time: Timestamp
        var at: Timestamp
        var isKept = false
    }

    /// A device as it is: where it drives, what it has said last.
    struct Device {
        var hasClock: Bool
        var hasFix = true
        var latitude: Double?
        var longitude: Double?
        var said: [Said] = []
        /// When the broker delivered what it had kept.
        var keptAt = Timestamp(milliseconds: 0)
    }

    /// The lane with its disk, and the devices with what is true of them.
    struct History {
        static let timing = AssemblyTiming()
        var random: SeededGenerator
        var now = newYear
        var assembler = Assembler()
        var devices: [Device] = []
        /// Delivered in order of `at`.
        var deliveries: [Delivery] = []
        var emitted: [[AssembledPosition]] = []
        /// What is on disk of each device: newest position, newest axes that waited.
        var places: [(Coordinate, Timestamp)?] = []
        var halves: [[Axis: AssembledHalf]] = []
        var fixes: [AssembledFix?] = []
        var value = 1.0

        init(seed: UInt64, devices count: Int) {
            random = SeededGenerator(state: seed)
            for number in 0..<count { devices.append(Device(hasClock: number % 3 == 1)) }
            emitted = Array(repeating: [], count: count)
            places = Array(repeating: nil, count: count)
            halves = Array(repeating: [:], count: count)
            fixes = Array(repeating: nil, count: count)
        }

        func owner(_ device: Int) -> AssembledOwner {
            let symbol = Symbol(index: UInt32(device))
            return AssembledOwner(subject: symbol, source: symbol, isUnit: false)
        }

        // MARK: Devices

        mutating func say(_ device: Int, _ axis: Axis) {
            // Every value is said once, so that it tells when it was true.
            value += 1
            let place = axis == .latitude ? value / 1_000 : value / 500
            let said = Said(
                axis: axis, value: place, time: now, isDoubtful: !devices[device].hasFix)
            devices[device].said.append(said)
            if axis == .latitude { devices[device].latitude = place } else { devices[device].longitude = place }
            let late = devices[device].hasClock ? Int64.random(in: 0...300, using: &random) : 0
            let delivery = Delivery(
                device: device, what: .axis(axis, place), time: said.time, at: said.time.adding(milliseconds: late))
            deliveries.append(delivery)
            // QoS 1 may deliver twice.
            if Int.random(in: 0..<8, using: &random) == 0 { deliveries.append(delivery) }
        }

        mutating func act() {
            now = now.adding(milliseconds: Int64.random(in: 1...1_500, using: &random))
            let device = Int.random(in: 0..<devices.count, using: &random)
            switch Int.random(in: 0..<20, using: &random) {
            case 0..<10:
                // It moves: both axes within moments.
                let first: Axis = Bool.random(using: &random) ? .latitude : .longitude
                say(device, first)
                now = now.adding(milliseconds: Int64.random(in: 0...200, using: &random))
                say(device, first.other)
            case 10..<14: say(device, .latitude)
            case 14..<17: say(device, .longitude)
            case 17 where !devices[device].hasClock:
                devices[device].hasFix.toggle()
                if devices[device].hasFix { believe(device) }
                deliveries.append(
                    Delivery(device: device, what: .fix(devices[device].hasFix), time: now, at: now))
            case 18: deliverKept(to: [device])
            default: break
            }
        }

        /// With the fix comes belief in what was said within moments of it, and in what is said again.
        mutating func believe(_ device: Int) {
            let moment = now.adding(milliseconds: -History.timing.within)
            for index in devices[device].said.indices where devices[device].said[index].time >= moment {
                devices[device].said[index].isDoubtful = false
            }
            if devices[device].keptAt >= moment { believeLast(device) }
        }

        mutating func believeLast(_ device: Int) {
            for axis in Axis.allCases {
                guard let last = devices[device].said.lastIndex(where: { $0.axis == axis }) else { continue }
                devices[device].said[last].isDoubtful = false
            }
        }

        /// The broker delivers what it has kept: of a device without a clock, in any order.
        mutating func deliverKept(to some: [Int]) {
            for number in some where !devices[number].hasClock {
                if devices[number].hasFix { believeLast(number) }
                devices[number].keptAt = now.adding(milliseconds: 250)
                let device = devices[number]
                let later = now.adding(milliseconds: 250)
                var kept: [Delivery] = [Delivery(device: number, what: .fix(device.hasFix), time: later, at: later)]
                if let value = device.latitude {
                    kept.append(Delivery(device: number, what: .axis(.latitude, value), time: later, at: later))
                }
                if let value = device.longitude {
                    kept.append(Delivery(device: number, what: .axis(.longitude, value), time: later, at: later))
                }
                deliveries += kept.map { delivery in
                    var delivery = delivery
                    delivery.isKept = true
                    return delivery
                }.shuffled(using: &random)
            }
            // Nothing is said while they arrive.
            now = now.adding(milliseconds: 260)
        }

        // MARK: The lane

        /// One batch: everything that has arrived; sometimes it has to be decoded again, sometimes the process dies.
        mutating func turn() {
            let order = deliveries.indices.sorted { (deliveries[$0].at, $0) < (deliveries[$1].at, $1) }
            let arrived = order.filter { deliveries[$0].at <= now }.map { deliveries[$0] }
            deliveries = order.filter { deliveries[$0].at > now }.map { deliveries[$0] }
            if Int.random(in: 0..<10, using: &random) == 0 {
                var lost: [AssembledPosition] = []
                for delivery in arrived { take(delivery, into: &lost) }
                assembler.drop()
            }
            var positions: [AssembledPosition] = []
            for delivery in arrived {
                assembler.flush(now: delivery.at, into: &positions)
                take(delivery, into: &positions)
            }
            assembler.flush(now: now, into: &positions)
            var unsaved: [AssembledHalf] = []
            var fixes: [AssembledFix] = []
            assembler.settle(into: &unsaved, fixes: &fixes)
            assembler.keep()
            commit(positions, unsaved)
            for fix in fixes { self.fixes[Int(fix.owner.subject.index)] = fix }
            if Int.random(in: 0..<25, using: &random) == 0 { restart() }
        }

        mutating func take(_ delivery: Delivery, into positions: inout [AssembledPosition]) {
            let hasClock = devices[delivery.device].hasClock
            let moment = AssemblyMoment(
                time: hasClock ? delivery.time : delivery.at, isTrusted: hasClock, isUndated: delivery.isKept,
                receivedAt: delivery.at)
            let owner = owner(delivery.device)
            let place =
                assembler.place(of: owner.source) ?? assembler.add(owner, lastPlace: places[delivery.device])
            switch delivery.what {
            case .axis(let axis, let value):
                assembler.move(axis, to: value, at: moment, of: place, History.timing, into: &positions)
            case .fix(let hasFix):
                assembler.fix(hasFix, at: moment, of: place, History.timing, into: &positions)
            }
        }

        /// As the engine and the store do it: only what is newer counts.
        mutating func commit(_ positions: [AssembledPosition], _ unsaved: [AssembledHalf]) {
            for position in positions {
                let device = Int(position.owner.subject.index)
                emitted[device].append(position)
                if let known = places[device], known.1 >= position.time { continue }
                places[device] = (position.position.coordinate, position.time)
            }
            for half in unsaved {
                let device = Int(half.owner.subject.index)
                if let known = halves[device][half.axis], known.time >= half.time { continue }
                halves[device][half.axis] = half
            }
        }

        mutating func restart() {
            assembler = Assembler()
            for (device, axes) in halves.enumerated() {
                if let fix = fixes[device] { assembler.prime(fix, lastPlace: places[device]) }
                for half in axes.values.sorted(by: { ($0.time, $0.axis.rawValue) < ($1.time, $1.axis.rawValue) }) {
                    assembler.prime(half, lastPlace: places[device], now: now, History.timing)
                }
            }
            // Devices that tell of a fix have their state kept by the broker.
            deliverKept(to: Array(devices.indices))
        }

        mutating func finish() {
            for _ in 0..<6 {
                now = now.adding(seconds: 1)
                turn()
            }
            now = now.adding(seconds: 60)
            turn()
        }
    }

    private static func history(seed: UInt64) -> History {
        var history = History(seed: seed, devices: 3)
        for _ in 0..<250 {
            history.act()
            if Int.random(in: 0..<3, using: &history.random) > 0 { history.turn() }
        }
        history.finish()
        return history
    }

    /// Whether two values were both true at some instant, give or take the time within which axes belong together.
    private static func met(_ device: Device, _ coordinate: Coordinate) -> Bool {
        func span(_ axis: Axis, _ value: Double) -> (Int64, Int64)? {
            let said = device.said.filter { $0.axis == axis }
            guard let index = said.firstIndex(where: { $0.value == value }) else { return nil }
            let end = index + 1 < said.count ? said[index + 1].time.milliseconds : .max
            return (said[index].time.milliseconds, end)
        }
        guard let north = span(.latitude, coordinate.latitude), let east = span(.longitude, coordinate.longitude)
        else { return false }
        let start = max(north.0, east.0)
        let end = min(north.1, east.1)
        return start <= end || start - end <= History.timing.within
    }

    @Test("every position is a pair of values that were both true at some instant", arguments: UInt64(1)...200)
    func pairs(seed: UInt64) {
        let history = AssemblyPropertyTests.history(seed: seed)
        for (device, positions) in zip(history.devices, history.emitted) {
            let strangers = positions.filter { !AssemblyPropertyTests.met(device, $0.position.coordinate) }
            #expect(strangers.isEmpty, "\(strangers.prefix(2))")
        }
        let count = history.emitted.reduce(0) { $0 + $1.count }
        #expect(count > 50)
    }

    @Test("nothing that was said without a fix is ever a position", arguments: UInt64(1)...200)
    func fixes(seed: UInt64) {
        let history = AssemblyPropertyTests.history(seed: seed)
        for (device, positions) in zip(history.devices, history.emitted) {
            let north = Set(device.said.filter { $0.axis == .latitude && $0.isDoubtful }.map(\.value))
            let east = Set(device.said.filter { $0.axis == .longitude && $0.isDoubtful }.map(\.value))
            let believed = positions.filter {
                north.contains($0.position.coordinate.latitude) || east.contains($0.position.coordinate.longitude)
            }
            #expect(believed.isEmpty, "\(believed.prefix(2))")
        }
    }

    @Test("the last position of a quiet device is its last values", arguments: UInt64(1)...200)
    func last(seed: UInt64) {
        let history = AssemblyPropertyTests.history(seed: seed)
        for (number, device) in history.devices.enumerated() where !device.said.contains(where: \.isDoubtful) {
            guard device.hasFix, let latitude = device.latitude, let longitude = device.longitude else { continue }
            let last = history.emitted[number].last?.position.coordinate
            #expect(
                last?.latitude == latitude && last?.longitude == longitude,
                "\(device.said.suffix(8)) \(history.emitted[number].suffix(4))")
        }
    }

    @Test("the times of a device's positions never go back, except to the time that nobody knows")
    func order() {
        for seed in UInt64(1)...100 {
            let history = AssemblyPropertyTests.history(seed: seed)
            for positions in history.emitted {
                let times = positions.map(\.time).filter { $0.milliseconds > 0 }
                let isOrdered = zip(times, times.dropFirst()).allSatisfy { $0 < $1 }
                #expect(isOrdered, "seed \(seed)")
            }
        }
    }

}

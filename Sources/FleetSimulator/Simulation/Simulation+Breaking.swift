import Telemetry

/// What breaks, and what becomes of it.
extension Simulation {
    /// A step of a cause; -1 is a breakdown of which no device tells.
    mutating func happens(_ index: Int, step number: Int, at time: Timestamp) {
        let breakdown = planned[index]
        let vehicle = breakdown.vehicle
        guard fates[index] == .stands, !vehicles[vehicle].isGone else { return }
        vehicles[vehicle].ailment = index
        guard number >= 0 else { return breaks(index, at: time) }
        let step = breakdown.cause.steps[number]
        if step.at == 0 { breaks(index, at: time) }
        if let isOnline = step.isOnline, isOnline != vehicles[vehicle].isOnline {
            vehicles[vehicle].isOnline = isOnline
            let state = state(of: vehicle, at: time)
            emit(isOnline ? state.hello() : state.goodbye(), vehicle, "online", at: time)
        }
        if let kind = step.driver { says(kind, vehicle, at: time) }
        guard vehicles[vehicle].isOnline else { return }
        let state = state(of: vehicle, at: time)
        if step.codes != nil {
            emit(state.faults(breakdown: index, before: breakdown.cause.allCodes), vehicle, "faults", at: time)
        } else if !step.signals.isEmpty {
            emit(state.report(), vehicle, nil, at: time)
        }
    }

    private mutating func breaks(_ index: Int, at time: Timestamp) {
        let breakdown = planned[index]
        let cause = breakdown.cause
        let vehicle = breakdown.vehicle
        let drivesOn = breakdown.driver.drivesOn && !breakdown.isParked
        if cause.stopsAsset, !drivesOn, !vehicles[vehicle].isStationary {
            vehicles[vehicle].stoppedAt = time.adding(breakdown.rolls)
        }
        if breakdown.isWithoutFix { vehicles[vehicle].hasFix = false }
        let place = vehicles[vehicle].point(at: vehicles[vehicle].stoppedAt ?? time).place
        let asset = vehicles[vehicle].vehicle.assetID
        truth.broken.append(
            Truth.Broken(
                breakdown: index, asset: asset, what: cause.what, codes: cause.allCodes, at: time, place: place,
                needs: cause.truth.needs))
        tell(
            .broke(
                .init(
                    breakdown: index + 1, asset: asset, cause: cause.key, what: cause.what, codes: cause.allCodes,
                    latitude: place.latitude, longitude: place.longitude, needs: cause.truth.needs.rawValue,
                    severity: cause.truth.severity.rawValue, isImmobile: cause.truth.isImmobile,
                    detectability: cause.detectability(by: vehicles[vehicle].vehicle.profile),
                    wantsCall: cause.truth.wantsCall, part: cause.truth.part,
                    isAnnounced: early == nil ? nil : breakdown.isAnnounced)), at: time)
        followUp(index, at: time, drivesOn: drivesOn)
    }

    private mutating func followUp(_ index: Int, at time: Timestamp, drivesOn: Bool) {
        var random = SeededGenerator(seed: seed, for: "fate \(index)")
        let minutes = 8 + random.below(15)
        let breakdown = planned[index]
        if drivesOn {
            agenda.plan(.resolves(index, .droveOn), at: time.adding(seconds: Int64(minutes) * 30))
        } else if breakdown.driver.hasOwnHelp, breakdown.cause.stopsAsset {
            agenda.plan(.resolves(index, .helpedByOthers), at: time.adding(seconds: Int64(minutes) * 60))
        }
    }

    /// The device says once more what it has said.
    mutating func saysAgain(_ index: Int, at time: Timestamp) {
        let vehicle = planned[index].vehicle
        // Also from the back of a truck: a device that was offline says it when it is heard again.
        guard vehicles[vehicle].isOnline, fates[index] != .prevented else { return }
        emit(state(of: vehicle, at: time).faults(breakdown: index), vehicle, "faults", at: time)
    }

    /// The driver's app says where the vehicle stands.
    mutating func sharesPlace(_ index: Int, at time: Timestamp) {
        guard fates[index] == .stands, truth.broken.contains(where: { $0.breakdown == index }) else { return }
        says("shared_location", planned[index].vehicle, at: time)
    }

    /// What the driver says in the app.
    mutating func says(_ kind: String, _ vehicle: Int, at time: Timestamp) {
        let place = vehicles[vehicle].point(at: time).place
        var payload = "{\"time\":\"\(time.iso8601)\",\"kind\":\"\(kind)\""
        if kind == "shared_location" || kind == "need_help" {
            payload += ",\"lat\":\(decimal(place.latitude, 6)),\"lon\":\(decimal(place.longitude, 6))"
        }
        let asset = vehicles[vehicle].vehicle.assetID
        var message = SimulatedMessage(
            at: time, topic: "callahead/v1/assets/\(asset)/driver", payload: payload + "}")
        (message.asset, message.about, message.word) = (asset, "driver", kind)
        message.time = time.milliseconds
        output.append(message)
    }

    /// A breakdown ends without us.
    mutating func resolves(_ index: Int, _ fate: Fate, at time: Timestamp) {
        guard fates[index] == .stands, let word = fate.word else { return }
        fates[index] = fate
        let vehicle = planned[index].vehicle
        if let broken = truth.broken.lastIndex(where: { $0.breakdown == index }) { truth.broken[broken].endedAt = time }
        tell(.ended(.init(breakdown: index + 1, how: word)), at: time)
        switch fate {
        case .droveOn:
            guard vehicles[vehicle].stoppedAt != nil else { return }
            vehicles[vehicle].stoppedAt = nil
            setsOff(vehicle, vehicles[vehicle].trip, at: time)
        case .helpedByOthers, .gone: vehicles[vehicle].isGone = true
        case .stands, .helped, .prevented: break
        }
    }

    /// It is mended on the spot: the device says that nothing is wrong any more, and soon it drives on.
    mutating func mended(_ index: Int, at time: Timestamp) {
        let vehicle = planned[index].vehicle
        vehicles[vehicle].ailment = nil
        vehicles[vehicle].isCleared = false
        vehicles[vehicle].isKept = false
        vehicles[vehicle].isOnline = true
        let before = planned[index].cause.allCodes
        emit(state(of: vehicle, at: time).faults(breakdown: nil, before: before), vehicle, "faults", at: time)
        guard !vehicles[vehicle].isStationary else { return }
        // It begins its next trip where it stands.
        vehicles[vehicle].begins = .init(milliseconds: .max / 4)
        vehicles[vehicle].route = Route(
            over: [], of: town.streets, from: truth.broken.last { $0.breakdown == index }?.place)
        vehicles[vehicle].stoppedAt = nil
        agenda.plan(.setsOff(vehicle, trip: vehicles[vehicle].trip), at: time.adding(seconds: 120))
    }

    /// Something that the scenario's file names.
    mutating func happens(_ event: ScriptedEvent, at time: Timestamp) {
        if event.what == .offShift {
            for (index, crew) in crews.enumerated() where event.assets.contains(crew.unit.id) {
                crews[index].isOffShift = true
            }
            return
        }
        for asset in event.assets {
            guard let vehicle = fleet.vehicles.firstIndex(where: { $0.id == asset }) else { continue }
            happens(event.what, to: vehicle, at: time)
        }
    }

    private mutating func happens(_ what: ScriptedEvent.What, to vehicle: Int, at time: Timestamp) {
        let open = planned.indices.last { planned[$0].vehicle == vehicle && fates[$0] == .stands }
        switch what {
        case .policeRemoved: take(vehicle, open, .gone, at: time)
        case .ownTruck, .towedByOthers: take(vehicle, open, .helpedByOthers, at: time)
        case .droveOn: if let open { resolves(open, .droveOn, at: time) }
        case .cleared:
            vehicles[vehicle].isCleared = true
            let before = open.map { planned[$0].cause.allCodes } ?? []
            emit(state(of: vehicle, at: time).faults(breakdown: nil, before: before), vehicle, "faults", at: time)
        case .losesFix: vehicles[vehicle].hasFix = false
        case .findsFix: vehicles[vehicle].hasFix = true
        case .fallsSilent: vehicles[vehicle].isOnline = false
        case .cableCut:
            guard vehicles[vehicle].isOnline else { return }
            vehicles[vehicle].isOnline = false
            emit(state(of: vehicle, at: time).goodbye(), vehicle, "online", at: time)
        case .speaksAgain, .cableMended:
            guard !vehicles[vehicle].isOnline else { return }
            vehicles[vehicle].isOnline = true
            emit(state(of: vehicle, at: time).hello(), vehicle, "online", at: time)
        case .needHelp, .safe, .noHelp, .cancel, .sharedLocation: says(what.rawValue, vehicle, at: time)
        case .offShift: break
        }
    }

    private mutating func take(_ vehicle: Int, _ open: Int?, _ fate: Fate, at time: Timestamp) {
        vehicles[vehicle].isGone = true
        if let open { resolves(open, fate, at: time) }
    }

    /// A line for the ledger.
    mutating func tell(_ entry: LedgerEntry, at time: Timestamp) { facts.append(Fact(at: time, entry: entry)) }
}

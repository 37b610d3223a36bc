package import Telemetry

extension Cause {
    /// What one asset's device publishes while the cause takes its course: a report and its codes at every step, and a
    /// report halfway to the next.
    ///
    /// - Parameters:
    ///   - model: What it happens to.
    ///   - profile: What its device speaks.
    ///   - place: Where it stands all the while.
    ///   - breakdown: When it breaks.
    /// - Returns: Messages in the order of time; the driver's words are not among them.
    package func rehearsal(
        of model: Town.Model, profile: Town.Profile, at place: Coordinate, breakdown: Timestamp
    ) -> [SimulatedMessage] {
        let vehicle = Fleet.Vehicle(
            id: "rehearsal-01", device: profile.device(of: "rehearsal-01", number: 1), profile: profile, model: model,
            plate: "", vin: "", year: 2020, colour: "", customer: nil, impact: "private")
        var messages: [SimulatedMessage] = []
        var before: [String] = []
        for (index, step) in steps.enumerated() {
            let state = state(of: vehicle, at: step.at, place: place, breakdown: breakdown)
            if index == 0 { messages += state.hello() }
            if step.isOnline == false { messages += state.goodbye() }
            if isOnline(at: step.at) {
                messages += state.report()
                if step.codes != nil { messages += state.faults(breakdown: nil, before: before) }
            }
            before = state.codes
            let next = index + 1 < steps.count ? steps[index + 1].at : step.at + 20_000
            let half = self.state(of: vehicle, at: step.at + (next - step.at) / 2, place: place, breakdown: breakdown)
            if isOnline(at: step.at) { messages += half.report() }
        }
        return messages
    }

    private func state(
        of vehicle: Fleet.Vehicle, at moment: Int64, place: Coordinate, breakdown: Timestamp
    ) -> VehicleState {
        let isStanding = vehicle.model.isStationary || (moment >= 0 && stopsAsset)
        return VehicleState(
            vehicle: vehicle, time: breakdown.adding(milliseconds: moment),
            point: Route.Point(place: place, speed: isStanding ? 0 : 40, heading: 90), hasFix: true,
            codes: codes(at: moment), signals: signals(at: moment), isRunning: isRunning(at: moment))
    }
}

extension Town.Model {
    /// Whether it stands at a site instead of driving on roads.
    package var isStationary: Bool { AssetKind(rawValue: kind)?.isStationary ?? false }
}

package import Telemetry

/// What units do with their offers.
extension Simulation {
    /// Takes a message that the service has published; what units do about it comes out of ``advance(to:)`` later.
    ///
    /// - Parameter time: When it arrived; not before the last ``advance(to:)``.
    package mutating func receive(topic: String, payload: String, at time: Timestamp) {
        let levels = topic.split(separator: "/", omittingEmptySubsequences: false)
        guard levels.count == 5, levels[0] == "callahead", levels[1] == "v1", levels[2] == "units",
            let index = crews.firstIndex(where: { $0.unit.id == levels[3] }), let message = OfferMessage(payload)
        else { return }
        switch levels[4] {
        case "offer": offered(message, to: index, at: time)
        case "stand_down": stoodDown(message.offer_id, index, at: time)
        default: break
        }
    }

    private mutating func offered(_ message: OfferMessage, to index: Int, at time: Timestamp) {
        let unit = crews[index].unit
        guard unit.reach == "mqtt", let latitude = message.lat, let longitude = message.lon,
            let place = try? Coordinate(latitude: latitude, longitude: longitude)
        else { return }
        if crews[index].job?.offer == message.offer_id || crews[index].pending[message.offer_id] != nil {
            moved(message.offer_id, index, to: place, at: time)
            return
        }
        guard message.revision == nil else { return }
        crews[index].offers += 1
        let offers = crews[index].offers
        crews[index].pending[message.offer_id] = Crew.Job(
            offer: message.offer_id, asset: message.case?.asset ?? "", destination: place)
        guard offers > unit.silent else { return }
        let answer: JobState = offers <= unit.silent + unit.declines ? .declined : .accepted
        agenda.plan(
            .unitDoes(index, offer: message.offer_id, answer), at: time.adding(seconds: Int64(unit.answers)))
    }

    /// The vehicle of a job has moved: the crew turns.
    private mutating func moved(_ offer: Int64, _ index: Int, to place: Coordinate, at time: Timestamp) {
        crews[index].pending[offer]?.destination = place
        guard crews[index].job?.offer == offer else { return }
        crews[index].job?.destination = place
    }

    private mutating func stoodDown(_ offer: Int64, _ index: Int, at time: Timestamp) {
        crews[index].pending[offer] = nil
        guard let job = crews[index].job, job.offer == offer else { return }
        crews[index].rest(at: time, pace: pace.units)
        crews[index].job = nil
        say(.cancelConfirmed, index, job, at: time)
    }

    mutating func unitHello(_ index: Int, at time: Timestamp) {
        output.append(
            SimulatedMessage(
                at: time, topic: "callahead/v1/units/\(crews[index].unit.id)/online", payload: "true", retain: true))
    }

    mutating func unitReport(_ index: Int, at time: Timestamp) {
        let point = crews[index].point(at: time, pace: pace.units)
        let place = "\"lat\":\(decimal(point.place.latitude, 6)),\"lon\":\(decimal(point.place.longitude, 6))"
        let motion = "\"speed\":\(decimal(point.speed, 0)),\"heading\":\(decimal(point.heading, 0)),\"accuracy\":5"
        output.append(
            SimulatedMessage(
                at: time, topic: "callahead/v1/units/\(crews[index].unit.id)/position",
                payload: "{\"time\":\"\(time.iso8601)\",\(place),\(motion)}"))
        let wait = crews[index].route == nil ? pace.unitReport * 5 : pace.unitReport
        agenda.plan(.unitReport(index), at: time.adding(milliseconds: wait))
    }

    /// The crew's next word about a job, and what follows from it.
    mutating func unitDoes(_ index: Int, _ offer: Int64, _ state: JobState, at time: Timestamp) {
        guard let job = crews[index].job?.offer == offer ? crews[index].job : crews[index].pending[offer] else {
            return
        }
        switch state {
        case .accepted:
            crews[index].pending[offer] = nil
            guard crews[index].job == nil else {
                say(.declined, index, job, reason: "busy", at: time)
                return
            }
            crews[index].job = job
            let minutes = route(index, to: job.destination, at: time).seconds / 60
            say(.accepted, index, job, eta: minutes.rounded(.up) + 1, at: time)
            agenda.plan(.unitDoes(index, offer: offer, .enRoute), at: time.adding(seconds: 1))
        case .declined:
            crews[index].pending[offer] = nil
            say(.declined, index, job, reason: "shift ends", at: time)
        case .enRoute:
            let seconds = drives(index, to: job.destination, at: time)
            say(.enRoute, index, job, eta: (seconds / 60).rounded(.up), at: time)
            agenda.plan(.unitDoes(index, offer: offer, .onScene), at: played(seconds, after: time))
            agenda.plan(.unitReport(index), at: time.adding(milliseconds: pace.unitReport))
        case .onScene: arrives(index, job, at: time)
        case .loaded:
            say(.loaded, index, job, at: time)
            if let vehicle = vehicles.firstIndex(where: { $0.vehicle.assetID == job.asset }) {
                vehicles[vehicle].isLoaded = true
            }
            let seconds = drives(index, to: nearestWorkshop(to: job.destination), at: time)
            agenda.plan(.unitDoes(index, offer: offer, .delivered), at: played(seconds, after: time))
        default: ends(index, job, as: state, at: time)
        }
    }

    /// The crew stands beside the vehicle and finds out what it needs.
    private mutating func arrives(_ index: Int, _ job: Crew.Job, at time: Timestamp) {
        let crew = crews[index].unit
        say(.onScene, index, job, at: time)
        crews[index].rest(at: time, pace: pace.units)
        let needs = truth.broken.last { $0.asset == job.asset }?.needs ?? .nothing
        let repairs = crew.capabilities.contains("battery") || crew.capabilities.contains("tyre")
        let carries = crew.maxMass != nil
        let (state, minutes): (JobState, Double) =
            switch needs {
            case .tow where carries, .heavy where crew.capabilities.contains("heavy"): (.loaded, pace.loading)
            case .patrol where repairs: (.fixed, pace.mending)
            case .patrol where carries: (.loaded, pace.loading)
            case .nothing: (.fixed, pace.mending)
            default: (.unable, 1)
            }
        agenda.plan(.unitDoes(index, offer: job.offer, state), at: played(minutes * 60, after: time))
    }

    private mutating func ends(_ index: Int, _ job: Crew.Job, as state: JobState, at time: Timestamp) {
        crews[index].rest(at: time, pace: pace.units)
        crews[index].job = nil
        say(state, index, job, reason: state == .unable ? "this vehicle needs another kind of help" : nil, at: time)
        guard state == .fixed || state == .delivered,
            let broken = truth.broken.lastIndex(where: { $0.asset == job.asset })
        else { return }
        truth.broken[broken].endedAt = time
        guard state == .fixed,
            let vehicle = vehicles.firstIndex(where: { $0.vehicle.assetID == job.asset })
        else { return }
        // It drives on: the device says that nothing is wrong any more.
        vehicles[vehicle].codes = []
        vehicles[vehicle].signals = [:]
        output += self.state(of: vehicle, at: time).faults(breakdown: nil)
    }

    private mutating func say(
        _ state: JobState, _ index: Int, _ job: Crew.Job, reason: String? = nil, eta: Double? = nil,
        at time: Timestamp
    ) {
        var payload = "{\"time\":\"\(time.iso8601)\",\"offer_id\":\(job.offer),\"state\":\"\(state.rawValue)\""
        if let reason { payload += ",\"reason\":\(quotedJSON(reason))" }
        if let eta { payload += ",\"eta_minutes\":\(decimal(eta, 0))" }
        output.append(
            SimulatedMessage(
                at: time, topic: "callahead/v1/units/\(crews[index].unit.id)/job", payload: payload + "}"))
        guard let broken = truth.broken.lastIndex(where: { $0.asset == job.asset }) else { return }
        truth.broken[broken].answers.append(
            Truth.Answer(unit: crews[index].unit.id, state: state, at: time))
    }

    /// The drive from where a crew is.
    private func route(_ index: Int, to place: Coordinate, at time: Timestamp) -> Route {
        let here = crews[index].point(at: time, pace: pace.units).place
        let graph = town.streets
        return Route(
            over: graph.quickest(from: graph.nearest(to: here), to: graph.nearest(to: place)), of: graph, from: here,
            to: place)
    }

    /// Sets off, and tells how many seconds the drive takes in life.
    private mutating func drives(_ index: Int, to place: Coordinate, at time: Timestamp) -> Double {
        let route = route(index, to: place, at: time)
        crews[index].place = crews[index].point(at: time, pace: pace.units).place
        crews[index].route = route
        crews[index].routeBegins = time
        return route.seconds
    }

    private func nearestWorkshop(to place: Coordinate) -> Coordinate {
        let places = town.workshops.map { town.place(of: $0.at) }
        return places.min { $0.distance(to: place) < $1.distance(to: place) } ?? place
    }

    private func played(_ seconds: Double, after time: Timestamp) -> Timestamp {
        time.adding(milliseconds: Int64((seconds / pace.units * 1_000).rounded(.up)))
    }
}

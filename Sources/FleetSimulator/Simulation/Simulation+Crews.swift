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
        case "stand_down":
            word("stand_down", index, message.offer_id, nil, at: time)
            stoodDown(message.offer_id, index, at: time)
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
        // The service says again after a restart what it may have said already: whoever has answered has answered.
        guard message.revision == nil, crews[index].heard.insert(message.offer_id).inserted else { return }
        let expiresAt = message.expires_at.flatMap { Timestamp(iso8601: $0) }
        word("offer", index, message.offer_id, message.case?.asset, at: time)
        guard expiresAt.map({ $0 > time }) ?? true else { return }
        crews[index].offers += 1
        let offers = crews[index].offers
        crews[index].pending[message.offer_id] = Crew.Job(
            offer: message.offer_id, asset: message.case?.asset ?? "", destination: place, expiresAt: expiresAt)
        guard offers > unit.silent else { return }
        let answer: JobState =
            offers <= unit.silent + unit.declines || isOffShift(index, at: time) ? .declined : .accepted
        agenda.plan(
            .unitDoes(index, offer: message.offer_id, answer), at: time.adding(seconds: Int64(unit.answers)))
    }

    /// The vehicle of a job has moved: the crew turns.
    private mutating func moved(_ offer: Int64, _ index: Int, to place: Coordinate, at time: Timestamp) {
        crews[index].pending[offer]?.destination = place
        guard crews[index].job?.offer == offer else { return }
        crews[index].job?.destination = place
    }

    /// Whether a crew's shift is over.
    func isOffShift(_ index: Int, at time: Timestamp) -> Bool {
        if crews[index].isOffShift { return true }
        guard let after = crews[index].unit.temper.offShiftAfter else { return false }
        return start.adding(after) <= time
    }

    private mutating func stoodDown(_ offer: Int64, _ index: Int, at time: Timestamp) {
        crews[index].pending[offer] = nil
        guard let job = crews[index].job, job.offer == offer else { return }
        crews[index].rest(at: time, pace: pace.units)
        crews[index].job = nil
        say(.cancelConfirmed, index, job, at: time)
    }

    mutating func unitHello(_ index: Int, at time: Timestamp) {
        send("online", "true", retain: true, index, at: time)
    }

    mutating func unitReport(_ index: Int, at time: Timestamp) {
        let point = crews[index].point(at: time, pace: pace.units)
        let place = "\"lat\":\(decimal(point.place.latitude, 6)),\"lon\":\(decimal(point.place.longitude, 6))"
        let motion = "\"speed\":\(decimal(point.speed, 0)),\"heading\":\(decimal(point.heading, 0)),\"accuracy\":5"
        if !crews[index].isSilent {
            send("position", "{\"time\":\"\(time.iso8601)\",\(place),\(motion)}", index, at: time)
        }
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
            // Its screen does not show what is over.
            guard job.expiresAt.map({ $0 > time }) ?? true else { return }
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
            setsOut(index, job, at: time)
        case .onScene where crews[index].isStuck: break
        case .onScene: arrives(index, job, at: time)
        case .loaded: loads(index, job, at: time)
        case .refusedAtDestination:
            say(.refusedAtDestination, index, job, reason: "the workshop has no room", at: time)
            agenda.plan(.unitDoes(index, offer: offer, .stored), at: played(600, after: time))
        default: ends(index, job, as: state, at: time)
        }
    }

    private mutating func setsOut(_ index: Int, _ job: Crew.Job, at time: Timestamp) {
        let temper = crews[index].unit.temper
        let seconds = drives(index, to: job.destination, at: time)
        say(.enRoute, index, job, eta: (seconds / 60).rounded(.up), at: time)
        // It stands somewhere on its way as long as it is late.
        let late = Double(temper.lateBy?.milliseconds ?? 0) / 1_000
        crews[index].routeBegins = time.adding(milliseconds: Int64(late * 1_000))
        agenda.plan(.unitDoes(index, offer: job.offer, .onScene), at: played(seconds, after: crews[index].routeBegins))
        if crews[index].unit.reach == "mqtt" {
            agenda.plan(.unitReport(index), at: time.adding(milliseconds: pace.unitReport))
        }
        if let after = temper.stuckAfter {
            agenda.plan(.unitGetsStuck(index, offer: job.offer), at: time.adding(after))
        }
        if let after = temper.fallsSilentAfter {
            agenda.plan(.unitFallsSilent(index, offer: job.offer), at: time.adding(after))
        }
    }

    /// The crew stands beside the vehicle and finds out what it needs; or nobody is there.
    private mutating func arrives(_ index: Int, _ job: Crew.Job, at time: Timestamp) {
        let crew = crews[index].unit
        crews[index].rest(at: time, pace: pace.units)
        let broken = truth.broken.last { $0.asset == job.asset }
        if isAway(job, at: time) {
            say(.onScene, index, job, at: time)
            agenda.plan(.unitDoes(index, offer: job.offer, .goneOnArrival), at: played(120, after: time))
            return
        }
        if crew.temper.hasNoAccess {
            agenda.plan(.unitDoes(index, offer: job.offer, .noAccess), at: played(180, after: time))
            return
        }
        say(.onScene, index, job, at: time)
        let needs = broken?.needs ?? .nothing
        let repairs = crew.capabilities.contains("battery") || crew.capabilities.contains("tyre")
        let carries = crew.maxMass != nil
        let mends = crew.capabilities.contains { ["electrician", "gas_certified", "hv_certified"].contains($0) }
        let (state, minutes): (JobState, Double) =
            switch needs {
            case .tow where carries, .heavy where crew.capabilities.contains("heavy"): (.loaded, pace.loading)
            case .patrol where repairs: (.fixed, pace.mending)
            case .patrol where carries: (.loaded, pace.loading)
            case .technician where mends: (.fixed, pace.mending)
            case .nothing: (.fixed, pace.mending)
            default: (.unable, 1)
            }
        agenda.plan(.unitDoes(index, offer: job.offer, state), at: played(minutes * 60, after: time))
    }

    /// Whether the vehicle is not, or no longer, where the crew was sent.
    private func isAway(_ job: Crew.Job, at time: Timestamp) -> Bool {
        guard let vehicle = places[job.asset] else { return false }
        if vehicles[vehicle].isGone { return true }
        return vehicles[vehicle].point(at: time).place.distance(to: job.destination) > 400
    }

    private mutating func loads(_ index: Int, _ job: Crew.Job, at time: Timestamp) {
        if isAway(job, at: time) { return unitDoes(index, job.offer, .goneOnArrival, at: time) }
        say(.loaded, index, job, at: time)
        if let vehicle = places[job.asset] { vehicles[vehicle].isGone = true }
        let seconds = drives(index, to: nearestWorkshop(to: job.destination), at: time)
        let end: JobState = crews[index].unit.temper.isRefusedAtDestination ? .refusedAtDestination : .delivered
        agenda.plan(.unitDoes(index, offer: job.offer, end), at: played(seconds, after: time))
    }

    private mutating func ends(_ index: Int, _ job: Crew.Job, as state: JobState, at time: Timestamp) {
        crews[index].rest(at: time, pace: pace.units)
        crews[index].job = nil
        let reasons: [JobState: String] = [
            .unable: crews[index].isStuck ? "stuck on the way" : "this vehicle needs another kind of help",
            .noAccess: "the gate is locked",
            .goneOnArrival: "nobody is here",
        ]
        say(state, index, job, reason: reasons[state], at: time)
        crews[index].isSilent = false
        crews[index].isStuck = false
        guard [.fixed, .delivered, .stored].contains(state),
            let broken = truth.broken.lastIndex(where: { $0.asset == job.asset && $0.endedAt == nil })
        else { return }
        truth.broken[broken].endedAt = time
        let planned = truth.broken[broken].breakdown
        guard fates[planned] == .stands else { return }
        fates[planned] = .helped
        tell(.ended(.init(breakdown: planned + 1, how: state == .fixed ? "mended" : "delivered")), at: time)
        if state == .fixed { mended(planned, at: time) }
    }

    /// It can't go on, and says so when it has tried for two minutes.
    mutating func getsStuck(_ index: Int, _ offer: Int64, at time: Timestamp) {
        guard let job = crews[index].job, job.offer == offer, crews[index].route != nil else { return }
        crews[index].rest(at: time, pace: pace.units)
        word("stuck", index, offer, job.asset, at: time)
        agenda.plan(.unitDoes(index, offer: offer, .unable), at: time.adding(seconds: 120))
        crews[index].isStuck = true
    }

    mutating func fallsSilent(_ index: Int, _ offer: Int64, at time: Timestamp) {
        guard let job = crews[index].job, job.offer == offer else { return }
        crews[index].isSilent = true
        word("silent", index, offer, job.asset, at: time)
    }

    private mutating func say(
        _ state: JobState, _ index: Int, _ job: Crew.Job, reason: String? = nil, eta: Double? = nil,
        at time: Timestamp
    ) {
        var payload = "{\"time\":\"\(time.iso8601)\",\"offer_id\":\(job.offer),\"state\":\"\(state.rawValue)\""
        if let reason { payload += ",\"reason\":\(quotedJSON(reason))" }
        if let eta { payload += ",\"eta_minutes\":\(decimal(eta, 0))" }
        word(state.rawValue, index, job.offer, job.asset, at: time)
        if crews[index].unit.reach == "mqtt", !crews[index].isSilent {
            send("job", payload + "}", word: state.rawValue, offer: job.offer, index, at: time)
        }
        guard let broken = truth.broken.lastIndex(where: { $0.asset == job.asset }) else { return }
        truth.broken[broken].answers.append(
            Truth.Answer(unit: crews[index].unit.id, state: state, at: time))
    }

    /// Sends what a unit says.
    private mutating func send(
        _ about: String, _ payload: String, retain: Bool = false, word: String? = nil, offer: Int64? = nil,
        _ index: Int, at time: Timestamp
    ) {
        let unit = crews[index].unit.id
        var message = SimulatedMessage(
            at: time, topic: "callahead/v1/units/\(unit)/\(about)", payload: payload, retain: retain)
        (message.unit, message.about, message.word, message.offer) = (unit, about, word, offer)
        if about != "online" { message.time = time.milliseconds }
        output.append(message)
    }

    func place(of index: Int, at time: Timestamp) -> Coordinate { crews[index].point(at: time, pace: pace.units).place }

    /// What a crew was offered, says or does, for the ledger.
    mutating func word(_ word: String, _ index: Int, _ offer: Int64?, _ asset: String?, at time: Timestamp) {
        let place = place(of: index, at: time)
        tell(
            .unit(
                .init(
                    unit: crews[index].unit.id, offer: offer, asset: asset, word: word, latitude: place.latitude,
                    longitude: place.longitude)), at: time)
    }

    /// The drive from where a crew is.
    func route(_ index: Int, to place: Coordinate, at time: Timestamp) -> Route {
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

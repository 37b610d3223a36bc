package import Telemetry

/// What an asset's loss means.
package enum Impact: String, Sendable, CaseIterable {
    case life
    case coldChain = "cold_chain"
    case `public`
    case business
    case `private`
    case redundant
}

/// What makes one case more urgent than another of the same severity.
package struct Exposure: Sendable, Equatable {
    /// Who could help.
    package enum Help: Sendable, Equatable {
        /// Nobody is free now: every minute in which the person does not know that counts.
        case nobodyFree
        /// Nobody can be sent before the call has told the place.
        case placeUnknown
    }

    package var immobile = false
    /// Standing on a road, as far as anybody knows.
    package var stoppedOnRoad = false
    package var liveLane = false
    package var motorway = false
    package var night = false
    package var cold = false
    package var people: Int?
    package var children = false
    package var reducedMobility = false
    package var impact: Impact?
    /// What the contract promises, in minutes from the fault.
    package var slaMinutes: Int?
    package var help: Help?
    /// Seconds that somebody has waited, where it is to count at once; the queue counts them itself.
    package var waitingSeconds: Int64 = 0

    package init() {}
}

/// How urgent a task is: higher goes first.
package struct Priority: Sendable, Equatable {
    /// How far apart two bands are: exposure adds less than this.
    package static let band = 2_000
    /// Seconds of waiting past the due time that are worth one point.
    package static let secondsPerPoint: Int64 = 10

    /// One thing that counted.
    package struct Part: Sendable, Equatable, CustomStringConvertible {
        /// A stable word.
        package var kind: String
        package var points: Int

        package init(kind: String, points: Int) {
            self.kind = kind
            self.points = points
        }

        package var description: String { "\(kind.wordsOfKey) +\(points)" }
    }

    package var value: Int
    /// What it is the sum of, the severity first.
    package var parts: [Part]

    /// In English for the screen.
    package var reasons: [String] { parts.map(\.description) }

    /// What a task has gained in the queue by waiting, in words; `nil` before it is due.
    ///
    /// It grows without end, so that nothing of a band is passed over for ever, and never counts between bands.
    package static func waiting(dueAt: Timestamp, now: Timestamp) -> String? {
        let points = now.seconds(since: dueAt) / secondsPerPoint
        return points > 0 ? "waiting +\(points)" : nil
    }
}

extension OutreachPolicy {
    /// The priority of a task.
    ///
    /// Bands by severity, `emergency` over `stop` over immobile over `limp` over `unknown`; exposure adds less than a
    /// band, so it orders cases within one and never lifts a case over a worse one.
    package func priority(_ severity: Severity, exposure: Exposure) -> Priority {
        let band: (String, Int) =
            switch severity {
            case .emergency: ("emergency", 7)
            case .stop: ("stop", 6)
            case .unknown where exposure.stoppedOnRoad: ("unknown_on_road", 5)
            case _ where exposure.immobile: ("immobile", 5)
            case .limp: ("limp", 4)
            case .unknown: ("unknown", 3)
            case .serviceSoon: ("service_soon", 2)
            case .maintenance: ("maintenance", 1)
            case .info: ("info", 0)
            }
        var parts = [Priority.Part(kind: band.0, points: band.1 * Priority.band)]
        func add(_ kind: String, _ points: Int, if holds: Bool = true) {
            if holds, points > 0 { parts.append(Priority.Part(kind: kind, points: points)) }
        }
        // Together less than a band.
        add("live_lane", 400, if: exposure.liveLane)
        add("motorway", 250, if: exposure.motorway)
        add("children", 150, if: exposure.children)
        add("reduced_mobility", 150, if: exposure.reducedMobility)
        add("people", 20 * min(max(exposure.people ?? 0, 0), 5))
        add("night", 80, if: exposure.night)
        add("cold", 100, if: exposure.cold)
        switch exposure.impact {
        case .life: add("life", 250)
        case .coldChain: add("cold_chain", 200)
        case .public: add("public", 100)
        case .business: add("business", 50)
        case .private, .redundant, nil: break
        }
        if let minutes = exposure.slaMinutes { add("sla", 9_000 / min(max(minutes, 60), 9_000)) }
        switch exposure.help {
        case .nobodyFree: add("nobody_free", 100)
        case .placeUnknown: add("place_unknown", 80)
        case nil: break
        }
        add("waiting", Int(min(max(exposure.waitingSeconds, 0) / Priority.secondsPerPoint, 190)))
        return Priority(value: parts.reduce(0) { $0 + $1.points }, parts: parts)
    }
}

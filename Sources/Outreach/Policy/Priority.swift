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
    /// Seconds since the fault.
    package var waitingSeconds: Int64 = 0

    package init() {}
}

/// How urgent a task is: higher goes first.
package struct Priority: Sendable, Equatable {
    /// One thing that counted.
    package struct Part: Sendable, Equatable, CustomStringConvertible {
        /// A stable word.
        package var kind: String
        package var points: Int

        package var description: String { "\(kind.replacing("_", with: " ")) +\(points)" }
    }

    package var value: Int
    /// What it is the sum of, the severity first.
    package var parts: [Part]

    /// In English for the screen.
    package var reasons: [String] { parts.map(\.description) }
}

extension OutreachPolicy {
    /// The priority of a task.
    ///
    /// Bands of 2,000 by severity, `emergency` over `stop` over immobile over `limp` over `unknown`; exposure adds less
    /// than a band, so it orders cases within one and never lifts a case over a worse one.
    package func priority(_ severity: Severity, exposure: Exposure) -> Priority {
        let band: (String, Int) =
            switch severity {
            case .emergency: ("emergency", 12_000)
            case .stop: ("stop", 10_000)
            case .unknown where exposure.stoppedOnRoad: ("unknown_on_road", 8_000)
            case _ where exposure.immobile: ("immobile", 8_000)
            case .limp: ("limp", 6_000)
            case .unknown: ("unknown", 4_000)
            case .serviceSoon: ("service_soon", 2_000)
            case .maintenance: ("maintenance", 100)
            case .info: ("info", 0)
            }
        var parts = [Priority.Part(kind: band.0, points: band.1)]
        func add(_ kind: String, _ points: Int, if holds: Bool) {
            if holds, points > 0 { parts.append(Priority.Part(kind: kind, points: points)) }
        }
        add("live_lane", 500, if: exposure.liveLane)
        add("motorway", 300, if: exposure.motorway)
        add("children", 200, if: exposure.children)
        add("reduced_mobility", 200, if: exposure.reducedMobility)
        add("people", 20 * min(max(exposure.people ?? 0, 0), 5), if: true)
        add("night", 100, if: exposure.night)
        add("cold", 100, if: exposure.cold)
        switch exposure.impact {
        case .life: add("life", 300, if: true)
        case .coldChain: add("cold_chain", 200, if: true)
        case .public: add("public", 100, if: true)
        case .business: add("business", 50, if: true)
        case .private, .redundant, nil: break
        }
        add("waiting", Int(min(max(exposure.waitingSeconds, 0) / 10, 190)), if: true)
        return Priority(value: parts.reduce(0) { $0 + $1.points }, parts: parts)
    }
}

/// What a scenario does to messages, network, broker, service and disk.
package struct ChaosPlan: Sendable, Equatable {
    package var wire = Wire()
    package var network: [NetworkCut] = []
    package var broker: [BrokerTrouble] = []
    package var service: [ServiceTrouble] = []
    package var kills: Kills?
    package var disk: [DiskTrouble] = []

    package init() {}

    /// Whether it needs an installation of its own: a broker, a service and a disk that may be harmed.
    package var needsPrivateInstallation: Bool {
        !broker.isEmpty || !service.isEmpty || kills != nil || !disk.isEmpty || network.contains { $0.cut != .fleet }
    }

    /// What is done to messages on their way.
    package struct Wire: Sendable, Equatable {
        /// Share that arrives twice.
        package var duplicates = 0.0
        /// Share that changes places with later ones.
        package var reordered = 0.0
        /// Share that arrives late, and by how much at most.
        package var late = 0.0
        package var lateBy: Duration = .seconds(60)
        /// Share of devices whose clock is wrong, and by how much at most, either way.
        package var skewed = 0.0
        package var skewedBy: Duration = .zero
        /// How many messages that can't be read are strewn in.
        package var malformed = 0
        /// How many messages that try to break something are strewn in.
        package var hostile = 0
        /// Devices that say the same over and over.
        package var babble: [Babble] = []
        /// Messages held back and sent at once.
        package var bursts: [Burst] = []

        package init() {}
    }

    /// A device that says the same over and over.
    package struct Babble: Sendable, Equatable {
        package var asset: String
        /// Messages a second.
        package var rate: Double
        package var after: Duration
        package var lasts: Duration
    }

    /// A time after which everything that was held back comes at once.
    package struct Burst: Sendable, Equatable {
        package var after: Duration
        package var holds: Duration
    }

    /// The network goes for a while.
    package struct NetworkCut: Sendable, Equatable {
        /// Whose network.
        package enum Cut: String, Sendable, CaseIterable { case fleet, service, all }

        /// What is done to it.
        package enum Harm: Sendable, Equatable {
            /// Connections are reset, new ones refused.
            case reset
            /// Nothing passes and nobody is told.
            case silent
            /// Only what is said to the broker passes.
            case halfOpen
            /// Everything comes later by so much, in each direction.
            case slow(Duration)
            /// So many bytes a second pass, in each direction.
            case narrow(Int)
        }

        package var after: Duration
        package var cut: Cut
        package var lasts: Duration
        package var harm = Harm.reset
    }

    /// Something happens to the broker.
    package struct BrokerTrouble: Sendable, Equatable {
        package enum Action: String, Sendable, CaseIterable { case kill, restart, full, stop }

        package var after: Duration
        package var action: Action
        package var lasts: Duration
    }

    /// Something happens to `callahead serve`.
    package struct ServiceTrouble: Sendable, Equatable {
        package enum Action: Sendable, Equatable {
            /// SIGKILL, SIGSTOP for a while, SIGTERM.
            case kill, stop, terminate
            /// Started anew with `CALLAHEAD_FAILPOINT`, such as `after-commit:3`.
            case failpoint(String)
        }

        package var after: Duration
        package var action: Action
        package var lasts: Duration
    }

    /// Kills of the service at moments that the seed decides.
    package struct Kills: Sendable, Equatable {
        package var count: Int
        package var from: Duration
        package var to: Duration
    }

    /// Something happens to the disk.
    package struct DiskTrouble: Sendable, Equatable {
        package enum Action: Sendable, Equatable {
            case full
            /// Every sync takes this long.
            case slow(Duration)
            /// Every n-th write or sync fails.
            case errors(Int)
            /// What was not synced is lost.
            case powerCut
            case locked
        }

        package var after: Duration
        package var action: Action
        package var lasts: Duration
    }
}

/// The state of the network between clients and a broker.
package struct LinkCondition: Sendable, Equatable {
    /// How bytes pass in one direction.
    package struct Flow: Sendable, Equatable {
        /// Without it bytes wait, as when packets vanish and are sent again later.
        package var passes = true
        /// Milliseconds by which everything comes later.
        package var delay: Int64 = 0
        /// At most so many pass in a second; `nil` for all.
        package var bytesPerSecond: Int?

        package init(passes: Bool = true, delay: Int64 = 0, bytesPerSecond: Int? = nil) {
            (self.passes, self.delay, self.bytesPerSecond) = (passes, max(0, delay), bytesPerSecond.map { max(1, $0) })
        }
    }

    /// Without it all connections are reset, new ones at once.
    package var accepts = true
    package var toBroker = Flow()
    package var toClient = Flow()

    package init(accepts: Bool = true, toBroker: Flow = Flow(), toClient: Flow = Flow()) {
        (self.accepts, self.toBroker, self.toClient) = (accepts, toBroker, toClient)
    }

    /// As if the proxy were not there.
    package static let open = LinkCondition()
    /// Everything is reset (RST), and nobody gets a new connection.
    package static let cut = LinkCondition(accepts: false)
    /// Nothing passes and nobody is told: a cable was pulled.
    package static let silent = LinkCondition(toBroker: Flow(passes: false), toClient: Flow(passes: false))
    /// What the client says arrives; what the broker says does not.
    package static let halfOpen = LinkCondition(toClient: Flow(passes: false))

    /// Everything is late by so many milliseconds in each direction.
    package static func slow(milliseconds: Int64) -> LinkCondition {
        LinkCondition(toBroker: Flow(delay: milliseconds), toClient: Flow(delay: milliseconds))
    }

    /// So many bytes a second in each direction.
    package static func narrow(bytesPerSecond: Int) -> LinkCondition {
        LinkCondition(toBroker: Flow(bytesPerSecond: bytesPerSecond), toClient: Flow(bytesPerSecond: bytesPerSecond))
    }
}

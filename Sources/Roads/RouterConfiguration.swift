internal import Foundation
package import Planning

/// Which router is asked, and how: `osrm=http://127.0.0.1:5000` or `valhalla=http://127.0.0.1:8002?costing=truck`.
///
/// After a `?` stand settings: `snap_metres` (1,000) for both; `profile` (`driving`) for OSRM, where most servers
/// ignore it; `costing` (`auto`, `truck`, …) and for trucks `height`, `width`, `length` (metres), `weight` and
/// `axle_load` (tonnes) for Valhalla.
package struct RouterConfiguration: Sendable, Equatable, CustomStringConvertible {
    /// The software that answers.
    package enum Service: Sendable, Equatable {
        /// The word is the profile in the URL.
        case osrm(profile: String)
        case valhalla(ValhallaCosting)
    }

    package let service: Service
    /// Scheme, host, port and folder, without a slash at the end.
    package let url: String
    /// How far a place may be moved to reach a road, in metres.
    package let snapMetres: Double

    package init(_ service: Service, url: String, snapMetres: Double = 1_000) {
        self.service = service
        self.url = url
        self.snapMetres = snapMetres
    }

    /// The router this describes; nothing is asked yet.
    package func router() -> any Router {
        switch service {
        case .osrm(let profile): OSRMRouter(url: url, profile: profile, snapMetres: snapMetres)
        case .valhalla(let costing): ValhallaRouter(url: url, costing: costing, snapMetres: snapMetres)
        }
    }

    /// What the log and the status call it.
    package var description: String {
        switch service {
        case .osrm: "OSRM at \(url)"
        case .valhalla(let costing): "Valhalla at \(url), \(costing.name)"
        }
    }
}

/// Why a text describes no router.
package struct RouterConfigurationError: Error, Equatable, CustomStringConvertible {
    /// What is wrong, where, and what to write.
    package let description: String
}

extension RouterConfiguration {
    /// - Throws: ``RouterConfigurationError`` that names the part and what may stand there.
    package init(parsing text: String) throws(RouterConfigurationError) {
        func refuse(_ reason: String) -> RouterConfigurationError {
            RouterConfigurationError(
                description: "router \"\(shown(text))\": \(reason); "
                    + "write osrm=http://HOST:PORT or valhalla=http://HOST:PORT?costing=truck")
        }
        guard let equals = text.firstIndex(of: "=") else { throw refuse("does not begin with osrm= or valhalla=") }
        let name = text[..<equals]
        guard name == "osrm" || name == "valhalla" else {
            throw refuse("\"\(name)\" is no router that is known; osrm and valhalla are")
        }
        guard var parts = URLComponents(string: String(text[text.index(after: equals)...])),
            let scheme = parts.scheme?.lowercased(), let host = parts.host, !host.isEmpty
        else { throw refuse("is followed by no URL with a host") }
        guard scheme == "http" || scheme == "https" else { throw refuse("\(scheme) is neither http nor https") }
        guard parts.user == nil, parts.password == nil else {
            throw refuse("a user or password in the URL is not sent; let a proxy of yours add it")
        }
        guard parts.fragment == nil else { throw refuse("# has no meaning here") }
        if let port = parts.port, !(1...65_535).contains(port) { throw refuse("port \(port) is not 1 to 65535") }

        var settings: [String: String] = [:]
        for item in parts.queryItems ?? [] {
            guard settings[item.name] == nil else { throw refuse("\(item.name) stands there twice") }
            guard let value = item.value, !value.isEmpty else { throw refuse("\(item.name) has no value") }
            settings[item.name] = value
        }
        func number(_ key: String, in range: ClosedRange<Double>) throws(RouterConfigurationError) -> Double? {
            guard let text = settings.removeValue(forKey: key) else { return nil }
            guard let value = Double(text), range.contains(value) else {
                throw refuse("\(key) \"\(text)\" is no number from \(range.lowerBound) to \(range.upperBound)")
            }
            return value
        }
        func word(_ key: String) throws(RouterConfigurationError) -> String? {
            guard let text = settings.removeValue(forKey: key) else { return nil }
            guard text.utf8.allSatisfy({ isWordByte($0) }) else {
                throw refuse("\(key) \"\(text)\" is no word of letters, digits, - and _")
            }
            return text
        }
        let snap = try number("snap_metres", in: 1...100_000) ?? 1_000
        if name == "osrm" {
            service = .osrm(profile: try word("profile") ?? "driving")
        } else {
            var costing = ValhallaCosting(name: try word("costing") ?? "auto")
            for key in ValhallaCosting.dimensionNames {
                guard let value = try number(key, in: 0.1...100) else { continue }
                costing.dimensions.append(.init(name: key, value: value))
            }
            guard costing.dimensions.isEmpty || costing.name == "truck" else {
                throw refuse("\(costing.dimensions[0].name) has a meaning only with costing=truck")
            }
            service = .valhalla(costing)
        }
        if let unknown = settings.keys.min() {
            let known = name == "osrm" ? ["profile"] : ["costing"] + ValhallaCosting.dimensionNames
            throw refuse("\"\(unknown)\" is no setting; \((["snap_metres"] + known).joined(separator: ", ")) are")
        }
        parts.query = nil
        var url = parts.string ?? ""
        while url.hasSuffix("/") { url.removeLast() }
        self.url = url
        self.snapMetres = snap
    }
}

/// The text for a message: without what may be a password.
private func shown(_ text: String) -> String {
    guard let at = text.lastIndex(of: "@") else { return RoadAnswer.printable(text) }
    return RoadAnswer.printable("\(text.prefix { $0 != "/" })//…\(text[at...])")
}

private func isWordByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
        true
    default: false
    }
}

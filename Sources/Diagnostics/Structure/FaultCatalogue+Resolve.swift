extension FaultCatalogue {
    /// The row of a code, or of its shorter form with what the longer form adds; `nil` if there is none.
    ///
    /// - `obd/P0301-11`, `uds/4301-11`: the row of `obd/P0301`, refined by the failure type.
    /// - `j1939/SPN110.FMI16.SA0`: the row of `SPN110.FMI16`, else of `SPN110.above`, else of `SPN110`, graded by the
    ///   failure mode.
    /// - `everest/evse_manager/Inoperative`: the row of `everest/Inoperative`.
    /// - `tesla/BMS_a066_text`: the row of `tesla/BMS_a066`, else of the alert's class, `tesla/BMS`.
    /// - `ems-esp/6A(227)`: the row of the display code, `ems-esp/6A`.
    /// - `signalk/notifications.propulsion.port.overTemperature`: the row of `signalk/overTemperature`, else of
    ///   `signalk/alarm`; with `.warning` or `.notice` at the end, that of the word before it with it, else of it alone.
    /// - `ovms/error.257`: the row of `ovms/error`, for what the number means only the vehicle's module knows.
    /// - `valetudo/motors.permanent.error`: the row of `valetudo/permanent.error`.
    func resolve(_ code: String, make: String?) -> CatalogueRow? {
        if let row = row(for: code, make: make) { return row }
        guard let slash = code.firstIndex(of: "/") else { return nil }
        let namespace = String(code[...slash])
        let body = code[code.index(after: slash)...]
        switch namespace {
        case "obd/", "uds/":
            guard let short = CodeStructure.shortForm(of: code), let row = row(for: short, make: make) else {
                return nil
            }
            return FailureType(of: code).map { row.refined(by: $0) } ?? row
        case "j1939/", "rvc/": return J1939Code(body).flatMap { row(for: $0, namespace: namespace, make: make) }
        case "everest/":
            guard let last = body.lastIndex(of: "/") else { return nil }
            return row(for: namespace + body[body.index(after: last)...], make: make)
        case "tesla/":
            let pieces = body.split(separator: "_", maxSplits: 2, omittingEmptySubsequences: false)
            guard let unit = pieces.first, pieces.count > 1 else { return nil }
            return row(for: namespace + unit + "_" + pieces[1], make: make) ?? row(for: namespace + unit, make: make)
        case "ems-esp/":
            guard let end = body.firstIndex(of: "(") else { return nil }
            return row(for: namespace + body[..<end], make: make)
        case "signalk/":
            let words = body.split(separator: ".")
            let isMild = words.last == "warning" || words.last == "notice"
            let name = words.suffix(isMild ? 2 : 1).joined(separator: ".")
            let state = isMild ? words.last.map { String($0) } ?? "" : "alarm"
            return row(for: namespace + name, make: make) ?? row(for: namespace + state, make: make)
        case "ovms/":
            guard body.hasPrefix("error.") else { return nil }
            return row(for: namespace + "error", make: make)
        case "valetudo/":
            guard let dot = body.firstIndex(of: ".") else { return nil }
            return row(for: namespace + body[body.index(after: dot)...], make: make)
        default: return nil
        }
    }

    private func row(for code: J1939Code, namespace: String, make: String?) -> CatalogueRow? {
        let parameter = namespace + "SPN\(code.spn)"
        if let row = row(for: parameter + ".FMI\(code.fmi)", make: make) { return row }
        let graded = code.mode.suffix.flatMap { row(for: parameter + $0, make: make) }
        return (graded ?? row(for: parameter, make: make))?.refined(by: code)
    }
}

/// How devices of a family call themselves.
extension Town.Profile {
    /// The name of a device on the wire.
    ///
    /// - Parameters:
    ///   - id: Id of the asset.
    ///   - number: Counts the assets from 1.
    func device(of id: String, number: Int) -> String {
        let digits = String(number)
        let padded = String(repeating: "0", count: max(0, 5 - digits.count)) + digits
        return switch self {
        case .native, .j1939, .ocpp, .genmon, .emsESP: id
        case .obd2MQTT: "7\(padded)"
        case .teltonika: "3500000000\(padded)"
        case .wican: "a1b2c30\(padded)"
        case .ovms: "EV\(padded)"
        case .tesla: "ZZZKIVILA000\(padded)"
        case .landroid: "0A1B2C3\(padded)"
        case .ownTracks: "kivila/\(id)"
        }
    }
}

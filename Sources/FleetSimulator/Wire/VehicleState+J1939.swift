import Telemetry

/// Gateways that pass on frames of a J1939 bus: the identifier of 29 bits as a number, the bytes in hexadecimal.
extension VehicleState {
    /// Parameter groups of the engine (source address 0): speed, temperature, oil, voltage, fuel.
    func j1939Report() -> SimulatedMessage {
        let rpm = signals["Vehicle.Powertrain.CombustionEngine.Speed"] ?? (runs ? 1_400 : 0)
        let oil = signals["Vehicle.Powertrain.CombustionEngine.EngineOilPressure"] ?? (runs ? 320 : 0)
        let volts = signals["Vehicle.LowVoltageBattery.CurrentVoltage"] ?? (runs ? 27.6 : 25.2)
        let fuel = signals["Vehicle.Powertrain.FuelSystem.RelativeLevel"] ?? 62
        let frames = [
            frame(61_444, priority: 3, [(3, word(rpm / 0.125))]),
            frame(65_262, [(0, byte(coolant + 40))]),
            frame(65_263, [(3, byte(oil / 4))]),
            frame(65_265, [(1, word(point.speed * 256))]),
            frame(65_271, [(4, word(volts / 0.05))]),
            frame(65_276, [(1, byte(fuel / 0.4))]),
        ]
        return j1939(frames)
    }

    /// DM1: the lamps and all that is wrong now; DM2: what was.
    func j1939Faults() -> [SimulatedMessage] {
        let words = codes.map { FaultWord($0) }.filter { $0.namespace == "j1939" }
        let lit = words.filter { $0.status != "history" }.map(\.bare)
        var lamps: UInt8 = 0
        if lit.contains("lamp.malfunction") { lamps |= 0x40 }
        if lit.contains("lamp.red_stop") { lamps |= 0x10 }
        if lit.contains("lamp.amber_warning") { lamps |= 0x04 }
        if lit.contains("lamp.protect") { lamps |= 0x01 }
        var messages = [j1939([diagnostics(65_226, lamps: lamps, lit)])]
        let earlier = words.filter { $0.status == "history" }.map(\.bare)
        if !earlier.isEmpty { messages.append(j1939([diagnostics(65_227, lamps: 0, earlier)])) }
        return messages
    }

    /// Four bytes a code after two of lamps; a code that is no SPN and FMI is left out.
    private func diagnostics(_ group: UInt32, lamps: UInt8, _ codes: [String]) -> String {
        // Ones in the second byte: no lamp flashes.
        var bytes: [UInt8] = [lamps, 0xFF]
        for code in codes {
            guard let parameter = SuspectParameter(code) else { continue }
            bytes.append(UInt8(truncatingIfNeeded: parameter.number))
            bytes.append(UInt8(truncatingIfNeeded: parameter.number >> 8))
            bytes.append(UInt8(truncatingIfNeeded: (parameter.number >> 16) << 5) | parameter.mode)
            bytes.append(1)
        }
        if bytes.count == 2 { bytes += [0, 0, 0, 0] }
        while bytes.count < 8 { bytes.append(0xFF) }
        return frame(group, priority: 6, bytes)
    }

    private func frame(_ group: UInt32, priority: UInt32 = 6, _ values: [(at: Int, bytes: [UInt8])]) -> String {
        var bytes = [UInt8](repeating: 0xFF, count: 8)
        for (at, value) in values {
            for (offset, byte) in value.enumerated() where at + offset < 8 { bytes[at + offset] = byte }
        }
        return frame(group, priority: priority, bytes)
    }

    private func frame(_ group: UInt32, priority: UInt32, _ bytes: [UInt8]) -> String {
        let hex = bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined().uppercased()
        return "{\"id\":\((priority << 26) | (group << 8)),\"data\":\"\(hex)\"}"
    }

    private func byte(_ value: Double) -> [UInt8] {
        guard value.isFinite, (0..<251).contains(value.rounded()) else { return [0xFF] }
        return [UInt8(value.rounded())]
    }

    private func word(_ value: Double) -> [UInt8] {
        guard value.isFinite, (0..<64_256).contains(value.rounded()) else { return [0xFF, 0xFF] }
        let number = UInt16(value.rounded())
        return [UInt8(truncatingIfNeeded: number), UInt8(truncatingIfNeeded: number >> 8)]
    }

    private func j1939(_ frames: [String]) -> SimulatedMessage {
        message(
            "j1939/\(vehicle.device)/frames",
            "{\"ts\":\(decimal(Double(time.milliseconds) / 1_000, 3)),\"can1\":[\(frames.joined(separator: ","))]}")
    }
}

/// A suspect parameter number with its failure mode: `SPN110.FMI0`.
private struct SuspectParameter {
    var number: UInt32
    var mode: UInt8

    init?(_ text: String) {
        let halves = text.split(separator: ".")
        guard halves.count == 2, halves[0].hasPrefix("SPN"), halves[1].hasPrefix("FMI"),
            let number = UInt32(halves[0].dropFirst(3)), number < 1 << 19,
            let mode = UInt8(halves[1].dropFirst(3)), mode < 32
        else { return nil }
        (self.number, self.mode) = (number, mode)
    }
}

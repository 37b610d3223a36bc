import Telemetry

/// OVMS modules of electric cars: one metric a topic, bare texts, everything retained.
extension VehicleState {
    func ovmsConnected(_ isConnected: Bool) -> SimulatedMessage {
        metric("s/v3/connected", isConnected ? "yes" : "no")
    }

    func ovmsReport() -> [SimulatedMessage] {
        var messages = [
            metric("v/p/gpslock", hasFix ? "yes" : "no"),
            metric("v/p/speed", speed),
            metric("v/b/12v/voltage", decimal(voltage, 2)),
            metric("v/b/soc", decimal(signals["Vehicle.Powertrain.TractionBattery.StateOfCharge.Current"] ?? 64, 1)),
        ]
        if hasFix {
            messages += [
                metric("v/p/latitude", latitude), metric("v/p/longitude", longitude), metric("v/p/gpsspeed", speed),
                metric("v/p/direction", heading),
            ]
        }
        if let pressure = signals[VehicleState.frontLeftTyre] {
            messages.append(metric("v/t/pressure", "\(decimal(pressure, 0)),240,240,240"))
        }
        return messages
    }

    /// Alerts that are states are always said, a sentence as long as it is true.
    func ovmsFaults() -> [SimulatedMessage] {
        let said = codes.map { FaultWord($0) }.filter { $0.namespace == "ovms" }.map(\.bare)
        let levels = (1...4).map { wheel in
            said.contains("TPMS.\(wheel).alert") ? "2" : said.contains("TPMS.\(wheel)") ? "1" : "0"
        }
        var messages = ovmsReport()
        if said.contains("batt.bms.alert") {
            messages.append(
                message(
                    "\(ovmsTopic)/notify/alert/batt/bms/alert", "BMS alert: Voltages C17 -50mV", qos: 1))
        }
        messages += [
            metric("v/t/alert", levels.joined(separator: ",")),
            metric("v/b/12v/voltage/alert", said.contains("v.b.12v.voltage.alert") ? "yes" : "no"),
            metric("v/b/c/temp/alert", said.contains("v.b.c.temp.alert") ? "0,0,2,0,0,0,0,0" : "0,0,0,0,0,0,0,0"),
        ]
        return messages
    }

    private var ovmsTopic: String { "ovms/kivila/\(vehicle.device)" }

    private func metric(_ name: String, _ payload: String) -> SimulatedMessage {
        message("\(ovmsTopic)/metric/\(name)", payload, qos: 0, retain: true)
    }
}

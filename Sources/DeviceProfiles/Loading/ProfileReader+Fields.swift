internal import Telemetry
internal import Yams

extension ProfileReader {
    mutating func liveness(_ node: Node?) -> LivenessField? {
        guard let node else { return nil }
        let members = yaml.members(node, of: "liveness", allowed: ["path", "online", "offline"])
        let slot = members["path"] == nil ? slot(.whole) : slot(members["path"], "path") ?? 0
        let online = yaml.texts(members["online"], "online").map { $0.lowercased() }
        let offline = yaml.texts(members["offline"], "offline").map { $0.lowercased() }
        if online.isEmpty, offline.isEmpty {
            yaml.mistake(node, "liveness has no words", allowed: "online: words, offline: words")
        }
        return LivenessField(slot: slot, online: online, offline: offline)
    }

    mutating func driver(_ node: Node?) -> DriverField? {
        guard let node else { return nil }
        let members = yaml.members(node, of: "driver", allowed: ["kind", "lat", "lon"])
        guard let kind = slot(members["kind"], "kind") else {
            yaml.mistake(node, "driver has no kind", allowed: "kind, lat, lon: paths")
            return nil
        }
        return DriverField(
            kind: kind, latitude: number(members["lat"], "lat", unit: nil),
            longitude: number(members["lon"], "lon", unit: nil))
    }

    mutating func job(_ node: Node?) -> JobField? {
        guard let node else { return nil }
        let members = yaml.members(node, of: "job", allowed: ["offer", "state", "reason", "eta_minutes", "note"])
        guard let offer = slot(members["offer"], "offer"), let state = slot(members["state"], "state") else {
            yaml.mistake(node, "a job has no offer or state", allowed: "offer, state, reason, eta_minutes, note: paths")
            return nil
        }
        return JobField(
            offer: offer, state: state, reason: slot(members["reason"], "reason"),
            etaMinutes: number(members["eta_minutes"], "eta_minutes", unit: nil, range: 0...10_080),
            note: slot(members["note"], "note"))
    }
}

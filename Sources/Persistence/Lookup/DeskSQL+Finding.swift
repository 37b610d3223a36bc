import Telemetry

/// What a query was found as.
enum LookupHit: Hashable {
    case person(String)
    case helper(kind: String, id: String)
    /// By its row key.
    case asset(Int64)
    case caseFile(Int64)
}

extension DeskSQL {
    /// Finds whatever a query means, and reads all about it if that is one.
    func lookup(_ query: LookupQuery, at now: Timestamp) throws -> LookupAnswer {
        var found: [(kind: LookupKind, hit: LookupHit)] = []
        func add(_ kind: LookupKind, _ hits: [LookupHit]) {
            for hit in hits where !found.contains(where: { $0.hit == hit }) { found.append((kind, hit)) }
        }
        let callers = try query.phone.map { try numbers(like: $0) } ?? []
        add(.asset, try query.asset.map { try assets("id = ?", $0) } ?? [])
        for plate in query.plates { add(.plate, try assets("plate_key = ?", plate)) }
        add(.vin, try query.vin.map { try assets(vin: $0) } ?? [])
        add(.case, try query.caseNumber.map { try caseNumber($0) } ?? [])
        add(.contact, try query.contact.map { try contact($0) } ?? [])

        let fullNumbers = Set(callers.map(\.phone.digits))
        if found.isEmpty, fullNumbers.count == 1 {
            return LookupAnswer(kind: .phone, result: .card(try card(callers: callers.map(\.hit), at: now)))
        }
        if callers.isEmpty, found.count == 1, let only = found.first {
            return LookupAnswer(kind: only.kind, result: .card(try card(only.hit, at: now)))
        }
        guard !found.isEmpty || !callers.isEmpty else {
            return LookupAnswer(kind: query.likeliest, result: .nobody)
        }
        var candidates: [LookupCandidate] = []
        for caller in callers { candidates.append(try candidate(caller.hit, phone: caller.text)) }
        for (_, hit) in found { candidates.append(try candidate(hit, phone: nil)) }
        return LookupAnswer(kind: callers.isEmpty ? found[0].kind : .phone, result: .candidates(candidates))
    }

    /// Contacts and customers with a number, the nearest writing, by id.
    func people(withNumber phone: PhoneNumber) throws -> [String] {
        let ids = try numbers(like: phone).compactMap { caller in
            if case .person(let id) = caller.hit { id } else { nil as String? }
        }
        return Set(ids).sorted()
    }

    private struct Caller {
        var hit: LookupHit
        var phone: PhoneNumber
        /// As it was imported.
        var text: String
    }

    /// Everybody with a number, or with one that differs only in how it is written; the nearest writing wins.
    private func numbers(like phone: PhoneNumber) throws -> [Caller] {
        var callers: [(distance: Int, caller: Caller)] = []
        for table in ["contact", "customer", "unit", "provider", "workshop", "zone"] {
            let rows = try all(
                "SELECT id, phone FROM \(table) WHERE phone_tail = ? ORDER BY id LIMIT 200", { $0.put(phone.tail) }
            ) { (id: $0.text(0), phone: $0.text(1)) }
            for row in rows {
                guard let stored = PhoneNumber(row.phone), let distance = phone.distance(to: stored) else { continue }
                let isPerson = table == "contact" || table == "customer"
                let hit = isPerson ? LookupHit.person(row.id) : .helper(kind: table, id: row.id)
                guard !callers.contains(where: { $0.caller.hit == hit }) else { continue }
                callers.append((distance, Caller(hit: hit, phone: stored, text: row.phone)))
            }
        }
        let nearest = callers.map(\.distance).min()
        return callers.filter { $0.distance == nearest }.map(\.caller)
    }

    private func assets(_ condition: String, _ value: String) throws -> [LookupHit] {
        try all("SELECT key FROM asset WHERE \(condition) ORDER BY known DESC, id LIMIT 20", { $0.put(value) }) {
            .asset($0.int(0))
        }
    }

    private func assets(vin: String) throws -> [LookupHit] {
        let rows = try all(
            "SELECT key, upper(vin) FROM asset WHERE vin_tail = ? ORDER BY id LIMIT 200",
            { $0.put(String(vin.suffix(6))) }
        ) { (key: $0.int(0), vin: $0.text(1)) }
        return rows.filter { $0.vin.hasSuffix(vin) }.prefix(20).map { .asset($0.key) }
    }

    private func caseNumber(_ number: Int64) throws -> [LookupHit] {
        try all("SELECT id FROM case_file WHERE id = ?", { $0.put(number) }) { .caseFile($0.int(0)) }
    }

    private func contact(_ id: String) throws -> [LookupHit] {
        try all("SELECT id FROM person WHERE id = ?", { $0.put(id) }) { .person($0.text(0)) }
    }

    private func candidate(_ hit: LookupHit, phone: String?) throws -> LookupCandidate {
        switch hit {
        case .person(let id):
            return LookupCandidate(
                kind: .contact, id: id,
                name: try first("SELECT name FROM person WHERE id = ?", { $0.put(id) }) { $0.textOrNil(0) } ?? nil,
                phone: phone)
        case .helper(let kind, let id):
            return LookupCandidate(kind: .phone, id: phone ?? id, name: try name(ofHelper: id, kind), phone: phone)
        case .asset(let key):
            let asset = try first("SELECT id, plate FROM asset WHERE key = ?", { $0.put(key) }) {
                (id: $0.text(0), plate: $0.textOrNil(1))
            }
            return LookupCandidate(kind: .asset, id: asset?.id ?? "", plate: asset?.plate)
        case .caseFile(let id):
            let plate = try first(
                "SELECT a.plate FROM case_file c JOIN asset a ON a.key = c.asset_key WHERE c.id = ?", { $0.put(id) }
            ) { $0.textOrNil(0) }
            return LookupCandidate(kind: .case, id: String(id), plate: plate ?? nil)
        }
    }

    func name(ofHelper id: String, _ kind: String) throws -> String? {
        try first("SELECT name FROM \(kind) WHERE id = ?", { $0.put(id) }) { $0.textOrNil(0) } ?? nil
    }
}
